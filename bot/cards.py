"""Entries as cards: how a topic, a fact, a term and a member look wherever they are shown."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from math import ceil
from typing import TypeVar

from bot.answers import Button, Card, Field, Note, NoteKind, Section, Statement
from bot.library.entries import Fact, Heading, Member, Question, Shelf, Term, Topic
from bot.requests import Language
from bot.words import Words

Entry = TypeVar("Entry", Fact, Term, Question)
WORDS_A_MINUTE = 200
"""A common estimate of silent reading of plain prose."""


def topic(entry: Topic, shelf: Shelf, today: dt.date) -> Card:
    """The whole explainer; statements past their review are left out, and the card says so."""
    sections = tuple(
        Section(heading=shelf.words.say(f"label.{heading}"), statements=shown)
        for heading in Heading
        if (shown := _fresh(entry.sections[heading], today))
    )
    said = [entry.summary, *(s for statements in entry.sections.values() for s in statements)]
    return Card(
        title=entry.title,
        summary=entry.summary if entry.summary.is_fresh(today) else None,
        sections=sections,
        notes=(*spoken(entry.language, shelf.words), *notes(said, shelf.words, today)),
        minutes=ceil(sum(len(s.text.split()) for s in said) / WORDS_A_MINUTE),
    )


def fact(entry: Fact, shelf: Shelf, today: dt.date) -> Card:
    """A fact under its own title."""
    return Card(
        title=shelf.words.say("label.fact"),
        summary=entry.statement,
        notes=notes([entry.statement], shelf.words, today),
    )


def term(entry: Term, shelf: Shelf, today: dt.date) -> Card:
    """A term with what its letters stand for."""
    return Card(
        title=term_title(entry),
        summary=entry.meaning if entry.meaning.is_fresh(today) else None,
        notes=(*spoken(entry.language, shelf.words), *notes([entry.meaning], shelf.words, today)),
    )


def term_title(entry: Term) -> str:
    """The term, and what its letters stand for."""
    has_more = entry.expansion and entry.expansion != entry.term
    return f"{entry.term} ({entry.expansion})" if has_more else entry.term


def question(entry: Question, shelf: Shelf) -> Card:
    """A quiz question without its answer; its options are buttons beneath."""
    asked = Note(kind=NoteKind.NOTICE, text=entry.text)
    notes = (*spoken(entry.language, shelf.words), asked)
    return Card(title=shelf.words.say("label.quiz"), notes=notes)


def options(entry: Question) -> tuple[Button, ...]:
    """The options of a quiz question; on the wire the question and the place: `<id>/2`."""
    return tuple(
        Button(label=option, command="quiz", argument=f"{entry.id}/{place}")
        for place, option in enumerate(entry.options)
    )


def member(entry: Member, shelf: Shelf, today: dt.date) -> Card:
    """A member's data, and what is notable about it."""
    say = shelf.words.say
    joined = f"{shelf.words.date(entry.accession)} ({say(f'accession.{entry.accession_kind}')})"
    later = say("round.later", number=str(entry.round), year=str(entry.accession.year))
    fields = {
        "label.capital": entry.capital,
        "label.accession": joined,
        "label.round": later if entry.round else say("round.founder"),
        "label.region": say(f"region.{entry.region}"),
    }
    notable = _fresh(entry.notes, today)
    heading = say("label.notable")
    return Card(
        title=entry.name,
        fields=tuple(
            Field(label=say(label), value=value, sources=entry.sources)
            for label, value in fields.items()
        ),
        sections=(Section(heading=heading, statements=notable),) if notable else (),
        notes=notes(entry.notes, shelf.words, today),
    )


def shuffled(entries: Iterable[Entry]) -> list[Entry]:
    """By a hash of their ids: the same order for everybody, and not that of the file."""
    return sorted(entries, key=lambda entry: hashlib.sha256(entry.id.encode()).digest())


def number(text: str) -> int:
    """A place that a button named after its slash; 0 for anything else that was typed there."""
    is_small = text.isascii() and text.isdigit() and len(text) <= PLACES
    return int(text) if is_small else 0


PLACES = 5
"""Digits; no list is longer."""


def explain_button(entry: Topic) -> Button:
    """The way from anywhere to a topic."""
    return Button(label=entry.title, command="explain", argument=entry.id)


def explain_buttons(topic_ids: Iterable[str], shelf: Shelf) -> tuple[Button, ...]:
    """One button a topic."""
    return tuple(explain_button(shelf.topics[topic_id]) for topic_id in topic_ids)


def spoken(language: Language, words: Words) -> tuple[Note, ...]:
    """A line that says so where the words are not in the reader's language yet."""
    if language is words.language:
        return ()
    return (Note(kind=NoteKind.NOTICE, text=words.say("note.english_only")),)


def _fresh(statements: Iterable[Statement], today: dt.date) -> tuple[Statement, ...]:
    return tuple(statement for statement in statements if statement.is_fresh(today))


def notes(said: Iterable[Statement], words: Words, today: dt.date) -> tuple[Note, ...]:
    """As of which day the statements speak, and whether one of them is left out as stale."""
    found: list[Note] = []
    said = list(said)
    if days := [s.as_of for s in said if s.as_of and s.is_fresh(today)]:
        text = words.say("note.as_of", date=words.date(min(days)))
        found.append(Note(kind=NoteKind.AS_OF, text=text))
    if any(not statement.is_fresh(today) for statement in said):
        found.append(Note(kind=NoteKind.LEFT_OUT, text=words.say("note.left_out")))
    return tuple(found)
