"""What the library holds once it is checked: immutable, every source and link resolved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.answers import Source, Statement
from bot.requests import Language
from bot.words import Words


class Heading(StrEnum):
    """The four headings of every explainer, in their order."""

    WHAT = "what"
    WHY = "why"
    NEXT = "next"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An explainer; in English on the French shelf until its French is written."""

    id: str
    language: Language
    title: str
    summary: Statement
    sections: Mapping[Heading, tuple[Statement, ...]]
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    reviewed: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One or two sentences that stand alone; on a shelf only in its own language."""

    id: str
    statement: Statement
    topics: tuple[str, ...]
    date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or abbreviation and what it means; in English until its French is written."""

    id: str
    language: Language
    term: str
    expansion: str
    """Empty where the term is no abbreviation."""
    meaning: Statement
    aliases: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; in English until its French is written."""

    id: str
    language: Language
    date: str
    """1949-04-04, or 1949-04, or 1949: as much as is known."""
    statement: Statement
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A quiz question with its options in a fixed order; in English until its French is written."""

    id: str
    language: Language
    text: str
    options: tuple[str, ...]
    right: int
    """The place of the right option, from 0."""
    why: Statement
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTopic:
    """A class of questions that no entry answers, and how it is told."""

    id: str
    reply: str
    answers: bool
    """Whether the reply is an answer about the bot itself, not a decline."""
    says: tuple[str, ...]
    whole: tuple[str, ...]
    unless: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member country."""

    iso2: str
    name: str
    capital: str
    accession: dt.date
    accession_kind: str
    round: int
    """0 for the founders."""
    region: str
    sources: tuple[Source, ...]
    aliases: tuple[str, ...]
    notes: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One term of office of one person."""

    id: str
    name: str
    aliases: tuple[str, ...]
    office: str
    country: str
    start: str
    end: str
    """Empty while in office."""
    text: str
    sources: tuple[Source, ...]
    as_of: dt.date | None
    review_by: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An entry of a register: an operation, a summit, a partnership, a Treaty article and so on."""

    id: str
    register: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    start: str
    end: str
    place: str
    partners: tuple[str, ...]
    suspended: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of NATO's figures: percent of GDP by country code and year."""

    id: str
    title: str
    published: dt.date
    basis: str
    source: Source
    estimates: tuple[int, ...]
    series: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Everything in one language."""

    language: Language
    words: Words
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    events: tuple[Event, ...]
    """By date."""
    quiz: Mapping[str, Question]
    off_topic: Mapping[str, OffTopic]
    """In the order in which they are tried."""
    members: Mapping[str, Member]
    people: tuple[Person, ...]
    """By start of office."""
    registers: Mapping[str, tuple[Record, ...]]
    releases: tuple[Release, ...]
    """The newest first."""
    sources: tuple[Source, ...]

    def on_this_day(self, day: dt.date) -> list[Event]:
        """The events of this month and day; 29 February has its own, in leap years alone."""
        month_and_day = day.isoformat()[5:]
        of_day = (event for event in self.events if event.date[5:] == month_and_day)
        return [event for event in of_day if event.statement.is_fresh(day)]

    def record(self, place: str) -> Record:
        """The record at `register/id`."""
        register, _, record_id = place.partition("/")
        return next(record for record in self.registers[register] if record.id == record_id)


Library = Mapping[Language, Shelf]
