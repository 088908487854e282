"""One module per command. COMMANDS is the only list of them; adapters build theirs from it."""

from collections.abc import Iterator, Mapping

from bot import errors, words
from bot.handlers import (
    ask,
    compare,
    explain,
    fact,
    help,  # noqa: A004
    list,  # noqa: A004
    member,
    quiz,
    sources,
    spending,
    term,
    timeline,
    today,
    who,
)
from bot.handlers.command import Command

COMMANDS: Mapping[str, Command] = {
    module.COMMAND.name: module.COMMAND
    for module in (
        *(ask, explain, fact, term, member, compare, spending, who, timeline, today, list, quiz),
        *(sources, help),
    )
}


def _error_keys(error: type[errors.RequestError]) -> Iterator[str]:
    for kind in error.__subclasses__():
        yield kind.key
        yield from _error_keys(kind)


NEEDED_WORDS: Mapping[str, frozenset[str]] = {
    **words.NEEDED,
    **{key: frozenset[str]() for key in _error_keys(errors.RequestError)},
    **{key: frozenset[str]() for c in COMMANDS.values() for key in c.needed_words()},
    "error.unexpected": frozenset({"reference"}),
}
"""Every interface text the code uses, with what may fill it: what ui.yaml must hold."""
