"""Small libraries for the tests of digests: a handful of entries on the real shelves."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answers import Source, Statement
from bot.digests.compose import Composer, Plan, Wish
from bot.library.entries import Event, Fact, Library, Question, Term
from bot.requests import Language

NEW_YEAR = dt.date(2027, 1, 1)
PAGE = Source(title="A page", publisher="NATO", url="https://www.nato.int/page")
EN, FR = Language


def said(text: str, review_by: dt.date | None = None) -> Statement:
    return Statement(text=text, sources=(PAGE,), review_by=review_by)


def fact(fact_id: str, *topics: str, text: str = "", review_by: dt.date | None = None) -> Fact:
    return Fact(
        id=fact_id, statement=said(text or fact_id, review_by), topics=topics or ("s",), date=None
    )


def term(term_id: str, *topics: str, text: str = "") -> Term:
    return Term(
        id=term_id,
        language=EN,
        term=term_id,
        expansion="",
        meaning=said(text or f"Means {term_id}"),
        aliases=(),
        topics=topics,
    )


def question(question_id: str, *topics: str, right: str = "Nothing else") -> Question:
    return Question(
        id=question_id,
        language=EN,
        text="What is it?",
        options=("Something", right, "Neither"),
        right=1,
        why=said("Because."),
        topics=topics,
    )


def event(date: str, *topics: str, text: str = "") -> Event:
    statement = said(text or f"What happened in {date[:4]}")
    return Event(id=f"on-{date}", language=EN, date=date, statement=statement, topics=topics)


def small(library: Library, *entries: Fact | Term | Question | Event) -> Library:
    """The library with these entries alone, on the English shelf; topics and words stay."""
    shelf = replace(
        library[EN],
        facts={e.id: e for e in entries if isinstance(e, Fact)},
        terms={e.id: e for e in entries if isinstance(e, Term)},
        quiz={e.id: e for e in entries if isinstance(e, Question)},
        events=tuple(e for e in entries if isinstance(e, Event)),
    )
    return {EN: shelf, FR: replace(library[FR], facts={}, terms={}, quiz={}, events=())}


def composer(library: Library) -> Composer:
    """With a bit for every name, as the database gives them."""
    return Composer(library, {name: n for n, name in enumerate(Composer.names(library))})


def daily(
    writer: Composer, wish: Wish, days: Iterable[dt.date], seen: int = 0
) -> Iterator[tuple[dt.date, Plan]]:
    """One issue a day for one channel."""
    last = ""
    for day in days:
        plan = writer.plan(wish, day, seen, last)
        seen, last = plan.seen, plan.key
        yield day, plan


def dates(count: int, first: dt.date = NEW_YEAR) -> list[dt.date]:
    return [first + dt.timedelta(days=n) for n in range(count)]


def names(plan: Plan, part: str) -> list[str]:
    """The ids of one kind that a key holds."""
    return [name[2:] for name in plan.key.split() if name.startswith(f"{part}:")]
