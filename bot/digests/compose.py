"""What a digest says: chosen once, when it is planned, and written again from its key."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot import cards
from bot.answers import Answer, Button, Card, Note, NoteKind, Section
from bot.digests.ring import Item, Part, Stock
from bot.library.entries import Library, Shelf
from bot.requests import Language

ANSWERS = 512
"""Answers kept: what is due at the same minute is mostly the same, and a retry comes soon."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subscription wants to read."""

    language: Language
    topics: tuple[str, ...] = ()
    """Empty for everything."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One issue, and what its channel has seen with it."""

    key: str
    """The names of its entries, at most 300 characters: `f:some-fact t:some-term x:some-topic`."""
    seen: int


class Composer:
    """Plans digests and writes them; `numbers` holds each name's permanent bit, and is read once.

    There is no clock and no chance in it: the same is chosen and said for the same inputs.
    """

    def __init__(self, library: Library, numbers: Mapping[str, int]) -> None:
        self._library = library
        self._stocks = {lang: Stock(shelf, numbers) for lang, shelf in library.items()}
        self._answers = lru_cache(ANSWERS)(self._write)

    @staticmethod
    def names(library: Library) -> list[str]:
        """Everything that a channel is shown once a round, by name; the languages share names."""
        found: set[str] = set()
        for shelf in library.values():
            found.update(Part.FACT.name_of(fact_id) for fact_id in shelf.facts)
            found.update(Part.TERM.name_of(term_id) for term_id in shelf.terms)
            found.update(Part.QUESTION.name_of(question_id) for question_id in shelf.quiz)
        return sorted(found)

    def plan(self, wish: Wish, day: dt.date, seen: int, last: str) -> Plan:
        """Choose the issue of a day; `last` is the key of the channel's previous one, or empty."""
        stock = self._stocks[wish.language]
        rings, turn = stock.rings(wish.topics, day), day.toordinal()
        events = stock.events(rings.topics, day)
        before = {i.part: i for name in last.split() if (i := stock.items.get(name))}
        last_fact = before.get(Part.FACT)
        avoid = _beside_fact(stock, last_fact, events)
        fact, seen = rings.facts.take(seen, turn, last_fact, avoid)
        avoid = [stock.about(Part.TERM, fact.topics[:1])] if fact else []
        term, seen = rings.terms.take(seen, turn, before.get(Part.TERM), avoid)
        shown = [item for item in (fact, *events, term) if item]
        avoid = _beside_question(stock, fact, shown)
        question, seen = rings.questions.take(seen, turn, before.get(Part.QUESTION), avoid)
        names = [item.name for item in (*shown, question) if item]
        if topic_id := stock.explainer(shown, wish.topics, turn):
            names.append(Part.EXPLAINER.name_of(topic_id))
        return Plan(" ".join(names), seen)

    def answer(self, key: str, language: Language, day: dt.date) -> Answer:
        """The issue of that key, without what has vanished or expired since.

        Asked again soon, it is the same object, so that adapters can keep what they made of it.
        """
        return self._answers(key, language, day)

    def _write(self, key: str, language: Language, day: dt.date) -> Answer:
        shelf, stock = self._library[language], self._stocks[language]
        names = key.split()
        found = (stock.items.get(name) for name in names)
        items = [item for item in found if item and item.said.is_fresh(day)]
        asked = [shelf.quiz[item.id] for item in items if item.part is Part.QUESTION]
        topic_id = _chosen(names, shelf) or stock.explainer(items, (), day.toordinal())
        options = [button for question in asked for button in cards.options(question)]
        return Answer(
            cards=(_front(items, shelf, day), *(cards.question(q, shelf) for q in asked)),
            buttons=(*options, *_explainer(topic_id, shelf)),
            about=(topic_id,) if topic_id else (),
            language=language,
        )


def _beside_fact(stock: Stock, last: Item | None, events: Sequence[Item]) -> list[int]:
    """What should not be the fact: what resembles yesterday's, or retells an event."""
    echoes = [stock.echoing(event.told) for event in events]
    if last is None:
        return echoes
    return [stock.echoing(last.told), *echoes, stock.about(Part.FACT, last.topics)]


def _beside_question(stock: Stock, fact: Item | None, shown: Sequence[Item]) -> list[int]:
    """What should not be asked: what the issue answers, and what its fact is about."""
    answered = [stock.answered_by(item.told) for item in shown]
    return [*answered, stock.about(Part.QUESTION, fact.topics)] if fact else answered


def _front(items: Sequence[Item], shelf: Shelf, day: dt.date) -> Card:
    """The card with the date: everything but the question."""
    say = shelf.words.say
    terms = [item.title for item in items if item.part is Part.TERM]
    headings = {
        Part.EVENT: say("digest.issue.on_this_day"),
        Part.FACT: say("digest.issue.fact"),
        Part.TERM: say("digest.issue.term", term=", ".join(terms)),
    }
    sections = [
        Section(heading=heading, statements=said)
        for part, heading in headings.items()
        if (said := tuple(item.said for item in items if item.part is part))
    ]
    nothing = Note(kind=NoteKind.NOTICE, text=say("digest.issue.nothing"))
    spoken = [statement for section in sections for statement in section.statements]
    return Card(
        title=say("digest.issue.title", date=shelf.words.weekday(day)),
        sections=tuple(sections),
        notes=cards.notes(spoken, shelf.words, day) if sections else (nothing,),
    )


def _chosen(names: Sequence[str], shelf: Shelf) -> str:
    """The explainer that a key names, if there still is one."""
    part, _, topic_id = (names[-1] if names else "").partition(":")
    return topic_id if part == Part.EXPLAINER and topic_id in shelf.topics else ""


def _explainer(topic_id: str, shelf: Shelf) -> tuple[Button, ...]:
    if not topic_id:
        return ()
    label = shelf.words.say("digest.issue.explain", topic=shelf.topics[topic_id].title)
    return (Button(label=label, command="explain", argument=topic_id),)
