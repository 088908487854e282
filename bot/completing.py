"""What may be meant, while somebody types an argument: from memory, best first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from bot.digests import reading, zones
from bot.handlers.command import ArgumentKind, Command, call_name
from bot.library.entries import Shelf
from bot.requests import Language
from bot.search.entry import Kind
from bot.search.index import Index
from bot.search.normalise import plain
from bot.tongues import Whose
from bot.words import REGISTERS, Words


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion: what the person sees, and what the command is given."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Completer:
    """Completes in one language."""

    shelf: Shelf
    index: Index
    commands: Mapping[str, Command]

    def complete(self, kind: ArgumentKind, typed: str) -> list[Choice]:
        """Completions for an argument; free text has none."""
        words = self.shelf.words
        match kind:
            case ArgumentKind.TEXT:
                return []
            case ArgumentKind.COMMAND:
                names = {n: call_name(c, words) for n, c in self.commands.items()}
                return [Choice(n, name) for name, n in names.items() if typed.casefold() in n]
            case ArgumentKind.REGISTER:
                texts = {name: words.say(f"register.{name}") for name in REGISTERS}
                near = {n: t for n, t in texts.items() if plain(typed) in plain(t)}
                return [Choice(text, name) for name, text in near.items()]
            case (
                ArgumentKind.MINUTE
                | ArgumentKind.ZONE
                | ArgumentKind.WEEKDAYS
                | ArgumentKind.LANGUAGE
                | ArgumentKind.WHOSE
            ):
                return _timetable_choices(kind, typed, words)
            case ArgumentKind.TOPICS:
                return self._topics(typed)
            case _:
                found = self.index.complete(typed, Kind(kind.value), self._language)
                return [Choice(label, entry.id) for label, entry in found]

    @property
    def _language(self) -> Language:
        return self.shelf.language

    def _topics(self, typed: str) -> list[Choice]:
        """Completions of the last of several."""
        before, comma, last = typed.rpartition(",")
        found = self.index.complete(last.strip(), Kind.TOPIC, self._language)
        head = f"{before}{comma} " if comma else ""
        # a comma inside a title would end the topic when typing goes on behind it
        titles = [(label.replace(",", ""), entry.id) for label, entry in found]
        return [Choice(f"{head}{title}", f"{head}{name}") for title, name in titles]


def _timetable_choices(kind: ArgumentKind, typed: str, words: Words) -> list[Choice]:
    """Times, zones, days and languages, for digests."""
    match kind:
        case ArgumentKind.MINUTE:
            return [Choice(time, time) for time in reading.complete_minutes(typed)]
        case ArgumentKind.ZONE:
            return [Choice(name, name) for name in zones.complete(typed, words.language)]
        case ArgumentKind.WEEKDAYS:
            found = reading.complete_weekdays(typed, words.language)
            return [Choice(label, value) for label, value in found]
        case _:
            values = get_args(Whose) if kind is ArgumentKind.WHOSE else tuple(Language)
            key = "language" if kind is ArgumentKind.WHOSE else "digest.language"
            labels = {str(value): words.say(f"{key}.{value}") for value in values}
            near = {v: label for v, label in labels.items() if plain(typed) in plain(label)}
            return [Choice(label, value) for value, label in near.items()]
