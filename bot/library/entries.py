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
    """An explainer in one language."""

    id: str
    title: str
    summary: Statement
    sections: Mapping[Heading, tuple[Statement, ...]]
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    questions: tuple[str, ...]
    reviewed: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One or two sentences that stand alone."""

    id: str
    statement: Statement
    topics: tuple[str, ...]
    date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or abbreviation and what it means."""

    id: str
    term: str
    expansion: str
    """Empty where the term is no abbreviation."""
    meaning: Statement
    aliases: tuple[str, ...]
    topics: tuple[str, ...]


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
class Shelf:
    """Everything in one language."""

    language: Language
    words: Words
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    members: Mapping[str, Member]
    sources: tuple[Source, ...]


Library = Mapping[Language, Shelf]
