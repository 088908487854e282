"""The order in which digests go through the library, and what stands badly side by side.

Every entry that is shown once has its own bit. What a channel has seen is an int of such bits, and
so is what a rule forbids: a rule costs one operation, however much the library holds.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache, reduce
from itertools import accumulate

from bot import cards
from bot.answers import Statement
from bot.library.entries import Event, Shelf
from bot.search.normalise import plain
from bot.search.stems import stems, tokens

ALIKE = 0.6
"""The share of the shorter text's stems that a longer one has when both say nearly the same."""
EVENTS = 2
ROUND_YEARS = 5
WISHES = 256
"""Rings kept, one a set of topics and stretch of days: at most 200 KB each, mostly far less."""
DAYS = 400
"""Days whose events are kept: more than a year has, for finding them takes half a millisecond."""


class Part(StrEnum):
    """What a digest is made of; with an id behind it, the name of an entry."""

    EVENT = "e"
    FACT = "f"
    TERM = "t"
    QUESTION = "q"
    EXPLAINER = "x"

    def name_of(self, entry_id: str) -> str:
        """The name, `f:twelve-founders`."""
        return f"{self.value}:{entry_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as a digest sees it."""

    name: str
    part: Part
    id: str
    topics: tuple[str, ...]
    said: Statement
    """As the digest shows it; of a question, what is hidden until somebody answers."""
    told: str
    """All it tells, for comparing; of a question, the right answer."""
    title: str = ""
    """Of a term."""
    year: int = 0
    """Of an event."""
    bit: int = 0
    """0 where there is none: events come by their day, and new entries wait for their number."""


class Ring:
    """Items of one kind in their fixed order, begun at another place every day."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._until = list(accumulate((item.bit for item in items), int.__or__, initial=0))
        self.all = self._until[-1]

    def take(
        self, seen: int, turn: int, last: Item | None, avoid: Iterable[int]
    ) -> tuple[Item | None, int]:
        """The next item not seen, and what is seen then; all seen begins a new round.

        Never the last one again, even where that leaves none. `avoid` says what else should not
        come now, the weightiest first: each gives way where nothing else would be left.
        """
        left = self.all & ~seen
        if not left:
            seen &= ~self.all
            left = self.all & ~last.bit if last else self.all
        if not left:
            return None, seen
        for forbidden in avoid:
            left = left & ~forbidden or left
        item = self._first(left, turn % len(self._items))
        return item, seen | item.bit

    def _first(self, left: int, start: int) -> Item:
        """The first one left from `start` on, and from the beginning after the last."""
        wanted = left & ~self._until[start] or left
        place = bisect_left(self._until, x=True, key=lambda until: bool(until & wanted))
        return self._items[place - 1]


@dataclass(frozen=True, slots=True)
class Rings:
    """What one wish goes through while nothing more expires."""

    facts: Ring
    terms: Ring
    questions: Ring
    topics: tuple[str, ...]
    """Empty where it is the whole library, wished for or for want of anything else."""


class Stock:
    """What digests in one language are made of; `numbers` gives each name its bit."""

    def __init__(self, shelf: Shelf, numbers: Mapping[str, int]) -> None:
        self._shelf = shelf
        items = [
            replace(item, bit=1 << numbers[item.name]) if item.name in numbers else item
            for item in _items(shelf)
        ]
        self.items = {item.name: item for item in items}
        self._of = {part: [item for item in items if item.part is part] for part in Part}
        self._last_days = sorted({i.said.review_by or dt.date.max for i in items} | {dt.date.max})
        topics = [t.id for t in shelf.topics.values() if t.language is shelf.language]
        self._topics = dict.fromkeys(topics or shelf.topics)
        # caches of the instance, not of the class: a library that is replaced takes them along
        self._rings = lru_cache(WISHES)(self._new_rings)
        self._on_day = lru_cache(DAYS)(self._events_of)
        self.about = lru_cache(None)(self._about)
        self.echoing = lru_cache(None)(self._echoing)
        self.answered_by = lru_cache(None)(self._answered_by)

    def rings(self, topics: tuple[str, ...], day: dt.date) -> Rings:
        """The rings of what is fresh on a day about the topics, or of everything fresh."""
        place = bisect_left(self._last_days, day)
        return self._rings(topics, self._last_days[place])

    def events(self, topics: tuple[str, ...], day: dt.date) -> list[Item]:
        """What happened on this day; of many, round anniversaries, else others every year."""
        wanted = frozenset(topics)
        about = [item for item in self._on_day(day) if _is_about(item, wanted)]
        if len(about) > EVENTS:
            first = day.year * EVENTS % len(about)
            turned = about[first:] + about[:first]
            turned.sort(key=lambda item: (day.year - item.year) % ROUND_YEARS != 0)
            about = sorted(turned[:EVENTS], key=lambda item: item.year)
        return about

    def explainer(self, shown: Iterable[Item], wished: Iterable[str], turn: int) -> str:
        """The topic to read on about: that of the first item that has one, else one by turns."""
        known = [topic_id for topic_id in wished if topic_id in self._topics]
        fitting = known or self._topics
        for item in shown:
            for topic_id in item.topics:
                if topic_id in fitting:
                    return topic_id
        choice = list(fitting)
        return choice[turn % len(choice)] if choice else ""

    def _new_rings(self, topics: tuple[str, ...], until: dt.date) -> Rings:
        """The rings of all the days to the next one on which something is fresh for the last time.

        What is fresh on that day is fresh on all of them, and nothing else is.
        """
        wanted = frozenset(topics)
        facts, terms, questions = (
            Ring([i for i in self._of[part] if i.said.is_fresh(until) and _is_about(i, wanted)])
            for part in (Part.FACT, Part.TERM, Part.QUESTION)
        )
        if topics and not facts.all | terms.all | questions.all:
            return self._rings((), until)
        return Rings(facts, terms, questions, topics)

    def _events_of(self, day: dt.date) -> list[Item]:
        names = (Part.EVENT.name_of(event.id) for event in self._shelf.on_this_day(day))
        return [self.items[name] for name in names if name in self.items]

    def _about(self, part: Part, topics: tuple[str, ...]) -> int:
        """The items of a kind that carry one of the topics."""
        wanted = frozenset(topics)
        return _bits(i for i in self._of[part] if not wanted.isdisjoint(i.topics))

    def _echoing(self, told: str) -> int:
        """The facts that say nearly the same."""
        known = _stems(told)
        return _bits(f for f, other in self._stems_of_facts if _share(known, other) >= ALIKE)

    @cached_property
    def _stems_of_facts(self) -> list[tuple[Item, frozenset[tuple[str, ...]]]]:
        return [(fact, _stems(fact.told)) for fact in self._of[Part.FACT]]

    def _answered_by(self, told: str) -> int:
        """The questions whose right answer stands in a text."""
        text = f" {plain(told)} "
        return _bits(q for q, answer in self._answers if answer in text)

    @cached_property
    def _answers(self) -> list[tuple[Item, str]]:
        return [(question, f" {plain(question.told)} ") for question in self._of[Part.QUESTION]]


def _items(shelf: Shelf) -> Iterator[Item]:
    """Everything in the shelf's own language, each kind in the order of its ring."""
    for event in shelf.events:
        if event.language is shelf.language:
            yield _event(event, shelf)
    for fact in cards.shuffled(shelf.facts.values()):
        yield _item(Part.FACT, fact.id, fact.topics, fact.statement, fact.statement.text)
    for term in cards.shuffled(shelf.terms.values()):
        if term.language is shelf.language:
            title = cards.term_title(term)
            told = f"{title}: {term.meaning.text}"
            item = _item(Part.TERM, term.id, term.topics, term.meaning, told)
            yield replace(item, title=title)
    for asked in cards.shuffled(shelf.quiz.values()):
        if asked.language is shelf.language:
            right = asked.options[asked.right]
            yield _item(Part.QUESTION, asked.id, asked.topics, asked.why, right)


def _event(event: Event, shelf: Shelf) -> Item:
    """Shown with its year alone, for the day is that of the digest."""
    year = event.date[:4]
    said = replace(event.statement, text=f"{year}: {event.statement.text}")
    told = f"{shelf.words.when(event.date)}: {event.statement.text}"
    return replace(_item(Part.EVENT, event.id, event.topics, said, told), year=int(year))


def _item(part: Part, entry_id: str, topics: tuple[str, ...], said: Statement, told: str) -> Item:
    name = part.name_of(entry_id)
    return Item(name=name, part=part, id=entry_id, topics=topics, said=said, told=told)


def _is_about(item: Item, wanted: frozenset[str]) -> bool:
    return not wanted or not wanted.isdisjoint(item.topics)


def _bits(items: Iterable[Item]) -> int:
    return reduce(int.__or__, (item.bit for item in items), 0)


def _stems(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(stems(word) for word in tokens(plain(text)))


def _share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter text stands in the other."""
    return len(one & other) / max(1, min(len(one), len(other)))
