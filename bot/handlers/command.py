"""What every command is, and what every handler is given."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from bot.answers import WIRE_LENGTH, Answer, Button
from bot.library.entries import Library, Shelf
from bot.ports import Clock
from bot.recent import Recent
from bot.requests import Language, Request
from bot.search.index import Index
from bot.tongues import ASKED, Tongues
from bot.unanswered import Unanswered
from bot.words import Words

if TYPE_CHECKING:
    from bot.digests.desk import Desk


class ArgumentKind(StrEnum):
    """What an argument names: platforms offer completions for all but text."""

    TEXT = "text"
    TOPIC = "topic"
    TERM = "term"
    MEMBER = "member"
    PERSON = "person"
    REGISTER = "register"
    COMMAND = "command"
    MINUTE = "minute"
    ZONE = "zone"
    WEEKDAYS = "weekdays"
    LANGUAGE = "language"
    WHOSE = "whose"
    """A person, the channel or the space."""
    TOPICS = "topics"
    """Several topics, with commas between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One argument of a command; `name` is its key in the interface texts too."""

    name: str
    kind: ArgumentKind
    required: bool = True
    shown: bool = True
    """Whether people give it; else only buttons do."""


IN = Argument(name=ASKED, kind=ArgumentKind.LANGUAGE, required=False)
"""In which language to answer: any command but the private ones may be told; its words stand in
ui.yaml under `argument.answer_in`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything an answer needs beside the request."""

    library: Library
    index: Index
    clock: Clock
    commands: Mapping[str, "Command"]
    tongues: Tongues = field(default_factory=Tongues)
    recent: Recent = field(default_factory=Recent)
    """What each person asked last."""
    unanswered: Unanswered | None = None
    """Where questions without an answer are kept; None where nobody wants that."""
    desk: "Desk | None" = None
    """Where digests are ordered; None where nothing is kept, as in the terminal."""

    @property
    def today(self) -> dt.date:
        """The day by which statements are fresh or stale, in UTC."""
        return self.clock.now().date()

    def shelf(self, language: Language) -> Shelf:
        """The library in the language of the answer."""
        return self.library[language]


ROOM = 20
"""Characters of a button's wire kept free for its mark and the name of a language."""

Handler: TypeAlias = Callable[[Request, Context], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command as every platform shows it: Discord and Slack as `/nato name`.

    Its words stand in ui.yaml under `command.<name>`: name, summary, example, and per argument
    `<argument>.name` and `<argument>.summary`.
    """

    name: str
    handler: Handler
    arguments: tuple[Argument, ...] = ()
    group: str = ""
    """The word before its name, for one of several that belong together: `/nato digest set`."""
    admins_only: bool = False
    """Only for those who may administer the space."""
    private: bool = False
    """Its answers are for the asker alone, whatever they say; and it is asked but once."""
    read: Callable[[str], dict[str, str]] | None = None
    """Reads the typed rest of a line, where its words may come in any order."""

    @property
    def options(self) -> tuple[Argument, ...]:
        """The arguments that people give by name: the language of the answer is one more."""
        return self.shown if self.is_private else (*self.shown, IN)

    def key(self, argument: Argument) -> str:
        """Where the words of an option stand."""
        own = argument in self.arguments
        return f"command.{self.name}.{argument.name}" if own else f"argument.{argument.name}"

    @property
    def is_private(self) -> bool:
        """Whether it may change something: then it is asked once, and answered to the asker."""
        return self.private or self.admins_only

    @property
    def shown(self) -> tuple[Argument, ...]:
        """The arguments that people give."""
        return tuple(argument for argument in self.arguments if argument.shown)

    def bind(self, line: str) -> dict[str, str]:
        """The typed rest of a line as arguments: a word each, the last takes all that is left."""
        if self.read:
            return self.read(line)
        words = line.split(maxsplit=max(0, len(self.arguments) - 1)) if line.strip() else []
        return {a.name: word.strip() for a, word in zip(self.arguments, words, strict=False)}

    def again(self, arguments: Mapping[str, str]) -> Button | None:
        """The button that gives the same arguments; None where it would hold a person's words."""
        if self.is_private or any(a.kind is ArgumentKind.TEXT for a in self.arguments):
            return None
        given = {a.name: value for a in self.arguments if (value := arguments.get(a.name, ""))}
        line = " ".join(given.values())
        if self.bind(line) != given or len(self.name) + len(line) > WIRE_LENGTH - ROOM:
            return None
        return Button(label="", command=self.name, argument=line)

    def needed_words(self) -> list[str]:
        """The interface texts the command cannot do without."""
        keys = [f"command.{self.name}.{part}" for part in ("name", "summary", "example")]
        for argument in self.shown:
            keys += [f"command.{self.name}.{argument.name}.{p}" for p in ("name", "summary")]
        return keys


def call_name(command: Command, words: Words) -> str:
    """What people type behind `/nato`, its group before it."""
    name = words.say(f"command.{command.name}.name")
    return f"{words.say(f'group.{command.group}.name')} {name}" if command.group else name
