"""One module per command. COMMANDS is the only list of them; adapters build theirs from it."""

from collections.abc import Iterator, Mapping

from bot import errors, words
from bot.handlers import (
    ask,
    compare,
    digest,
    explain,
    fact,
    help,  # noqa: A004
    language,
    list,  # noqa: A004
    member,
    privacy,
    quiz,
    sources,
    spending,
    term,
    terms,
    timeline,
    today,
    who,
)
from bot.handlers.command import Command

_MODULES = (
    *(ask, explain, fact, term, terms, member, compare, spending, who, timeline, today, list),
    *(quiz, sources, language, privacy, help),
)
COMMANDS: Mapping[str, Command] = {
    command.name: command for command in (*(module.COMMAND for module in _MODULES), *digest.GROUPED)
}


def _error_keys(error: type[errors.RequestError]) -> Iterator[tuple[str, frozenset[str]]]:
    for kind in error.__subclasses__():
        if "key" in vars(kind):
            yield kind.key, kind.fills
        yield from _error_keys(kind)


GROUP = ("name", "summary")
"""The words of a group of commands, under `group.<group>`."""
NEEDED_WORDS: Mapping[str, frozenset[str]] = {
    **words.NEEDED,
    **dict(_error_keys(errors.RequestError)),
    **{key: frozenset[str]() for c in COMMANDS.values() for key in c.needed_words()},
    **{
        f"group.{c.group}.{w}": frozenset[str]()
        for c in COMMANDS.values()
        if c.group
        for w in GROUP
    },
    "argument.answer_in.name": frozenset(),
    "argument.answer_in.summary": frozenset(),
    "error.unexpected": frozenset({"reference"}),
}
"""Every interface text the code uses, with what may fill it: what ui.yaml must hold."""
