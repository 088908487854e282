"""What can be found, by which names."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.library.entries import Shelf
from bot.search import countries


class Kind(StrEnum):
    """What can be found. The order breaks ties: a topic explains more than a term."""

    TOPIC = "topic"
    MEMBER = "member"
    TERM = "term"
    PERSON = "person"
    RECORD = "record"
    COUNTRY = "country"
    NONE = "none"
    """A class of questions that the library does not answer; it competes with those it does."""


RANKED = (Kind.TOPIC, Kind.MEMBER, Kind.TERM)
"""Kinds that shared words can find; the others are found by name alone."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the library can show."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        """As the outside names it: `consensus`, `member:NO`, `glossary:KFOR`, `person:ismay`."""
        match self.kind:
            case Kind.TOPIC:
                return self.id
            case Kind.TERM:
                return f"glossary:{self.id.upper()}"
            case _:
                return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how well it answers, from 0 to 1."""

    entry: Entry
    score: float


def names(shelf: Shelf) -> Iterator[tuple[Entry, str]]:
    """Every name of every entry of one language."""
    for topic in shelf.topics.values():
        found = (topic.id, topic.title, *topic.aliases)
        yield from ((Entry(Kind.TOPIC, topic.id), name) for name in found)
    for member in shelf.members.values():
        found = (member.name, *member.aliases)
        yield from ((Entry(Kind.MEMBER, member.iso2), name) for name in found)
    for term in shelf.terms.values():
        found = (term.id, term.term, term.expansion, *term.aliases)
        yield from ((Entry(Kind.TERM, term.id), name) for name in found if name)
    for person in shelf.people:
        found = (person.id, person.name, person.name.rpartition(" ")[2], *person.aliases)
        yield from ((Entry(Kind.PERSON, person.id), name) for name in found)
    yield from _register_names(shelf)
    for code, name in countries.names(shelf.language):
        if code not in shelf.members:
            yield Entry(Kind.COUNTRY, code), name


def _register_names(shelf: Shelf) -> Iterator[tuple[Entry, str]]:
    for records in shelf.registers.values():
        for record in records:
            entry = Entry(Kind.RECORD, f"{record.register}/{record.id}")
            yield from ((entry, name) for name in (record.name, *record.aliases))


def labels(shelf: Shelf) -> dict[Entry, str]:
    """How completions show each entry, in the order of its file."""
    found = {Entry(Kind.TOPIC, topic.id): topic.title for topic in shelf.topics.values()}
    found |= {Entry(Kind.MEMBER, m.iso2): m.name for m in shelf.members.values()}
    found |= {Entry(Kind.PERSON, person.id): person.name for person in shelf.people}
    for term in shelf.terms.values():
        more = f": {term.expansion}" if term.expansion and term.expansion != term.term else ""
        found[Entry(Kind.TERM, term.id)] = f"{term.term}{more}"
    return found
