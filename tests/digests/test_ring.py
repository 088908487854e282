"""In which order a channel goes through the library, and what never stands side by side."""

import datetime as dt
from collections.abc import Awaitable, Callable, Iterable, Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Statement
from bot.digests.compose import Composer, Plan, Wish
from bot.library.entries import Event, Fact, Library, Question, Shelf, Term
from bot.requests import Language
from tests.digests.shelves import (
    EN,
    NEW_YEAR,
    composer,
    daily,
    dates,
    event,
    fact,
    names,
    question,
    small,
    term,
)
from tests.fakes import FakeClock

TWO_YEARS = dates(731)
WEEKDAYS = [day for day in dates(1400) if day.isoweekday() <= 5]
LATER = NEW_YEAR + dt.timedelta(days=1)


def pools(shelf: Shelf) -> Mapping[str, Mapping[str, Statement]]:
    """What may be shown of each kind, told anew and plainly."""
    own = shelf.language
    return {
        "f": {f.id: f.statement for f in shelf.facts.values()},
        "t": {t.id: t.meaning for t in shelf.terms.values() if t.language is own},
        "q": {q.id: q.why for q in shelf.quiz.values() if q.language is own},
    }


def assert_nothing_comes_twice(issues: Iterable[tuple[dt.date, Plan]], shelf: Shelf) -> None:
    """Before all that is fresh that day was shown since it last began anew."""
    shown: dict[str, set[str]] = {"f": set(), "t": set(), "q": set()}
    for day, plan in issues:
        for part, entries in pools(shelf).items():
            fresh = {entry_id for entry_id, said in entries.items() if said.is_fresh(day)}
            if fresh <= shown[part]:
                shown[part] -= fresh
            found = names(plan, part)
            assert len(found) == bool(fresh)
            assert set(found) <= fresh - shown[part]
            shown[part].update(found)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("days", [TWO_YEARS, WEEKDAYS], ids=["daily", "weekdays"])
def test_nothing_comes_twice_before_everything_came(
    library: Library, language: Language, days: list[dt.date]
) -> None:
    issues = daily(composer(library), Wish(language), days)

    assert_nothing_comes_twice(issues, library[language])


def test_two_subscriptions_of_a_channel_tell_it_nothing_twice(library: Library) -> None:
    writer, seen, last = composer(library), 0, ["", ""]
    issues: list[tuple[dt.date, Plan]] = []
    for day in dates(500):
        for subscription in (0, 1):
            plan = writer.plan(Wish(EN), day, seen, last[subscription])
            seen, last[subscription] = plan.seen, plan.key
            issues.append((day, plan))

    assert_nothing_comes_twice(issues, library[EN])


async def test_a_new_channel_is_told_the_fact_that_the_fact_command_gives(
    library: Library, ask: Callable[..., Awaitable[Answer]], clock: FakeClock
) -> None:
    writer = composer(library)
    for clock.today in dates(40, dt.date(2027, 11, 1)):
        for language in Language:
            plan = writer.plan(Wish(language), clock.today, 0, "")
            if not names(plan, "e"):
                [card] = (await ask("fact", language)).cards
                [fact_id] = names(plan, "f")
                assert card.summary == library[language].facts[fact_id].statement


def test_an_entry_added_in_mid_round_comes_in_this_round(library: Library) -> None:
    before = small(library, *(fact(f"old-{n}") for n in range(9)))
    after = small(library, *before[EN].facts.values(), fact("new"))
    old = Composer.names(before)
    numbers = {name: n for n, name in enumerate([*old, "f:new"])}
    *_, (_, plan) = daily(composer(before), Wish(EN), dates(5))

    rest = daily(Composer(after, numbers), Wish(EN), dates(5, dt.date(2027, 1, 6)), plan.seen)
    assert "new" in {fact_id for _, plan in rest for fact_id in names(plan, "f")}


def test_an_entry_removed_in_mid_round_disturbs_nothing(library: Library) -> None:
    before = small(library, *(fact(f"old-{n}") for n in range(9)))
    kept = [f for f in before[EN].facts.values() if f.id not in {"old-3", "old-7"}]
    numbers = {name: n for n, name in enumerate(Composer.names(before))}
    first = list(daily(composer(before), Wish(EN), dates(4)))
    seen, day = first[-1][1].seen, dt.date(2027, 1, 5)
    told = {fact_id for _, plan in first for fact_id in names(plan, "f")}
    left = {f.id for f in kept} - told

    issues = daily(Composer(small(library, *kept), numbers), Wish(EN), dates(len(left), day), seen)
    assert {fact_id for _, plan in issues for fact_id in names(plan, "f")} == left


def test_a_new_entry_without_a_number_waits(library: Library) -> None:
    writer = Composer(small(library, fact("known"), fact("new")), {"f:known": 0})

    assert [names(plan, "f") for _, plan in daily(writer, Wish(EN), dates(3))] == [
        ["known"],
        [],
        ["known"],
    ]


@pytest.mark.parametrize(("part", "make"), [("f", fact), ("t", term), ("q", question)])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_last_of_a_round_is_not_the_first_of_the_next(
    library: Library, part: str, make: Callable[..., Fact | Term | Question], count: int
) -> None:
    writer = composer(small(library, *(make(f"{n}", f"topic-{n}") for n in range(count))))
    told = [names(plan, part) for _, plan in daily(writer, Wish(EN), dates(60))]

    assert all(one != following for one, following in pairwise(told))


def test_nothing_is_told_after_its_last_day(library: Library) -> None:
    writer = composer(small(library, fact("a", review_by=NEW_YEAR), fact("b"), fact("c")))
    of_the_day = {names(writer.plan(Wish(EN), NEW_YEAR, n, ""), "f")[0] for n in range(8)}
    told = {names(p, "f")[0] for _, p in daily(writer, Wish(EN), dates(9, LATER))}

    assert of_the_day == {"a", "b", "c"}
    assert told == {"b", "c"}


def test_the_next_fact_is_about_something_else_while_there_is_one(library: Library) -> None:
    about_one = [fact(f"one-{n}", "one") for n in range(6)]
    writer = composer(small(library, *about_one, *(fact(f"two-{n}", "two") for n in range(5))))
    told = [names(plan, "f")[0][:3] for _, plan in daily(writer, Wish(EN), dates(11))]

    assert sorted(told) == ["one"] * 6 + ["two"] * 5
    assert all(one != following for one, following in pairwise(told))


def test_a_fact_that_nearly_says_yesterdays_waits(library: Library) -> None:
    text = "Iceland helped to found NATO in 1949, and has no standing army"
    twins = [fact("a", "one", text=text), fact("b", "two", text=f"{text} today")]
    writer = composer(small(library, *twins, fact("c", "one", "two", text="Ships sail")))
    starts = [daily(writer, Wish(EN), dates(3, NEW_YEAR + dt.timedelta(days=n))) for n in range(3)]

    told = {"".join(names(plan, "f")[0] for _, plan in issues) for issues in starts}
    assert told <= {"acb", "bca", "cab", "cba"}


def test_a_fact_does_not_retell_the_event_of_the_day(library: Library) -> None:
    day = "1999-03-12"
    retold = fact(
        "a", text="Czechia, Hungary and Poland join NATO, its first new Allies since 1982"
    )
    happened = event(day, text="Czechia, Hungary and Poland join NATO")
    writer = composer(small(library, retold, fact("b"), happened))
    days = [dt.date(year, 3, 12) for year in range(2027, 2031)]

    assert [names(writer.plan(Wish(EN), day, 0, ""), "f") for day in days] == [["b"]] * 4


def test_the_term_is_not_what_the_fact_is_about(library: Library) -> None:
    terms = [term("t-one", "one"), term("t-two", "two")]
    facts = [fact("f-one", "one", "two"), fact("f-two", "two", "one")]
    for day in dates(4):
        [plan] = [p for _, p in daily(composer(small(library, *terms, *facts)), Wish(EN), [day])]

        assert names(plan, "f")[0][2:] != names(plan, "t")[0][2:]


@pytest.mark.parametrize(
    "entry",
    [
        fact("f", "one", text="NATO's headquarters stands in Brussels."),
        term("t", "one", text="A place near Brussels"),
        event("1967-01-01", text="NATO moves to Brussels"),
    ],
    ids=["fact", "term", "event"],
)
def test_the_issue_does_not_answer_its_own_question(
    library: Library, entry: Fact | Term | Event
) -> None:
    asked = [question("q-told", "two", right="Brussels"), question("q-other", "two")]
    writer = composer(small(library, entry, *asked))

    for day in (NEW_YEAR, dt.date(2028, 1, 1), dt.date(2030, 1, 1)):
        assert names(writer.plan(Wish(EN), day, 0, ""), "q") == ["q-other"]


def test_the_question_is_not_about_what_the_fact_is_about(library: Library) -> None:
    asked = [question("q-one", "one"), question("q-two", "two")]
    writer = composer(small(library, fact("f", "one"), *asked))

    assert {names(writer.plan(Wish(EN), day, 0, ""), "q")[0] for day in dates(4)} == {"q-two"}


def test_every_rule_gives_way_before_something_comes_twice(library: Library) -> None:
    facts = [fact(f"{n}", "one", text="The same words for each of them") for n in range(6)]
    told = [term(f"t-{n}", "one", text="Brussels") for n in range(6)]
    asked = [question(f"q-{n}", "one", right="Brussels") for n in range(6)]
    alike = small(library, *facts, *told, *asked)

    assert_nothing_comes_twice(daily(composer(alike), Wish(EN), dates(60)), alike[EN])


def test_only_what_carries_a_topic_wished_for_is_chosen(library: Library) -> None:
    shelf, wished = library[EN], {"kosovo-kfor", "cyber-defence"}
    topics = {
        **{f"e:{e.id}": e.topics for e in shelf.events},
        **{f"f:{f.id}": f.topics for f in shelf.facts.values()},
        **{f"t:{t.id}": t.topics for t in shelf.terms.values()},
        **{f"q:{q.id}": q.topics for q in shelf.quiz.values()},
        **{f"x:{t}": (t,) for t in shelf.topics},
    }
    for _, plan in daily(composer(library), Wish(EN, tuple(wished)), TWO_YEARS):
        assert all(wished & set(topics[name]) for name in plan.key.split())


def test_the_explainer_is_on_what_the_fact_is_about(library: Library) -> None:
    facts = [fact("a", "no-such-topic", "consensus"), fact("b", "consensus", "china")]

    for _, plan in daily(composer(small(library, *facts)), Wish(EN), dates(9)):
        assert names(plan, "x") == ["consensus"]


def test_a_topic_without_facts_is_explained_all_the_same(library: Library) -> None:
    writer = composer(small(library, fact("f", "other"), term("t", "china")))
    plan = writer.plan(Wish(EN, ("china",)), NEW_YEAR, 0, "")

    assert plan.key == "t:t x:china"


@pytest.mark.parametrize("topic", ["china", "no-such-topic"])
def test_topics_without_anything_stand_for_the_whole_library(library: Library, topic: str) -> None:
    writer = composer(small(library, fact("f", "consensus")))

    assert names(writer.plan(Wish(EN, (topic,)), NEW_YEAR, 0, ""), "f") == ["f"]


WISHES = st.builds(
    Wish,
    language=st.sampled_from(Language),
    topics=st.lists(st.sampled_from(["china", "kosovo-kfor", "consensus", "none"])).map(tuple),
)


@given(
    wish=WISHES,
    day=st.dates(min_value=dt.date(2026, 1, 1), max_value=dt.date(2035, 12, 31)),
    seen=st.integers(min_value=0, max_value=2**1100),
    last=st.text() | st.sampled_from(["f:twelve-founders q:gone", "x:y", "f: t:kfor"]),
)
@settings(deadline=None, max_examples=25)
def test_the_same_inputs_give_the_same_issue(
    library: Library, wish: Wish, day: dt.date, seen: int, last: str
) -> None:
    one, other = composer(library), composer(library)
    plan = one.plan(wish, day, seen, last)

    assert plan == one.plan(wish, day, seen, last)
    assert plan == other.plan(wish, day, seen, last)
    assert len(plan.key) <= 300
