"""What a digest says, and that both platforms can hold every issue of two years."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from discord.utils import escape_markdown

from adapters.discord import payloads as discord_payloads
from adapters.slack import mrkdwn
from adapters.slack import payloads as slack_payloads
from bot.answers import Answer, Visibility
from bot.core import Core
from bot.digests.compose import Wish
from bot.library.entries import Library
from bot.requests import Language
from tests.digests.shelves import (
    EN,
    FR,
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
from tests.fakes import TODAY
from tests.wire import slack_guards
from tests.wire.discord_guards import message_problems

ALL = "e:on-1967-01-01 f:f t:t q:q x:consensus"


@pytest.fixture
def whole(library: Library) -> Library:
    """One entry of each kind."""
    entries = (event("1967-01-01"), fact("f"), term("t"), question("q"))
    return small(library, *entries)


@pytest.fixture(scope="module", params=Language)
def issues(library: Library, request: pytest.FixtureRequest) -> list[Answer]:
    """Every issue of 2027 and 2028."""
    writer, language = composer(library), Language(request.param)
    planned = daily(writer, Wish(language), dates(731))
    return [writer.answer(plan.key, language, day) for day, plan in planned]


def texts(answer: Answer) -> Iterator[str]:
    """All that an issue states and asks."""
    for card in answer.cards:
        yield card.title
        yield from (section.heading for section in card.sections)
        yield from (statement.text for statement in card.statements)
        yield from (note.text for note in card.notes)


def written(text: str) -> str:
    """As it stands in a payload."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def test_an_issue_says_its_parts_in_their_order(whole: Library) -> None:
    answer = composer(whole).answer(ALL, EN, NEW_YEAR)

    assert list(texts(answer)) == [
        "NATO today · Friday 1 January 2027",
        "On this day",
        "Fact of the day",
        "Term of the day: t",
        "1967: What happened in 1967",
        "f",
        "Means t",
        "Do you know?",
        "What is it?",
    ]
    assert all(statement.sources for card in answer.cards for statement in card.statements)
    assert answer.visibility is Visibility.CHANNEL


def test_the_buttons_are_the_options_and_the_explainer(whole: Library) -> None:
    answer = composer(whole).answer(ALL, EN, NEW_YEAR)

    assert [(button.label, button.wire) for button in answer.buttons] == [
        ("Something", "n1:quiz:q/0"),
        ("Nothing else", "n1:quiz:q/1"),
        ("Neither", "n1:quiz:q/2"),
        ("Explainer: Consensus: how NATO decides", "n1:explain:consensus"),
    ]


async def test_the_question_is_judged_to_the_one_who_answers(library: Library, core: Core) -> None:
    writer = composer(library)
    plan = writer.plan(Wish(EN), TODAY, 0, "")
    option = writer.answer(plan.key, EN, TODAY).buttons[0]

    judged = await core.answer(core.read_button(option.wire))
    assert judged.visibility is Visibility.ASKER
    assert judged.cards[0].summary == library[EN].quiz[names(plan, "q")[0]].why


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (dt.date(2026, 11, 23), "L'OTAN aujourd'hui · lundi 23 novembre 2026"),
        (dt.date(2026, 12, 1), "L'OTAN aujourd'hui · mardi 1er décembre 2026"),
    ],
)
def test_a_french_issue_dates_itself_as_french_does(
    library: Library, day: dt.date, title: str
) -> None:
    answer = composer(library).answer("", FR, day)

    assert answer.cards[0].title == title
    assert answer.language is FR


def test_the_same_key_gives_the_same_words_after_a_restart(library: Library) -> None:
    one, other = composer(library), composer(library)
    for day, plan in daily(one, Wish(EN), dates(30)):
        assert one.answer(plan.key, EN, day) == other.answer(plan.key, EN, day)


def test_an_issue_asked_for_twice_is_the_same_object(library: Library) -> None:
    writer = composer(library)
    plan = writer.plan(Wish(EN), NEW_YEAR, 0, "")

    assert writer.answer(plan.key, EN, NEW_YEAR) is writer.answer(plan.key, EN, NEW_YEAR)


def test_what_vanished_since_is_left_out(whole: Library, library: Library) -> None:
    answer = composer(small(library, fact("f"))).answer(ALL, EN, NEW_YEAR)

    assert [section.heading for section in answer.cards[0].sections] == ["Fact of the day"]
    assert [button.command for button in answer.buttons] == ["explain"]


def test_what_expired_since_is_left_out(library: Library) -> None:
    writer = composer(small(library, fact("f", review_by=NEW_YEAR), term("t")))
    before, after = (writer.answer("f:f t:t x:china", EN, day) for day in dates(2))

    assert "f" in texts(before)
    assert "f" not in texts(after)


@pytest.mark.parametrize("key", ["", "f:gone x:gone", "nonsense", "x:", ":"])
@pytest.mark.parametrize("language", Language)
def test_an_issue_with_nothing_left_leads_to_an_explainer(
    library: Library, key: str, language: Language
) -> None:
    answer = composer(library).answer(key, language, NEW_YEAR)

    [card], [button] = answer.cards, answer.buttons
    assert card.notes
    assert library[language].topics[button.argument].language is language


def test_a_term_that_is_in_english_only_is_not_in_a_french_issue(library: Library) -> None:
    lent = {t.id for t in library[FR].terms.values() if t.language is EN}
    issues = daily(composer(library), Wish(FR), dates(500))

    assert not lent & {term_id for _, plan in issues for term_id in names(plan, "t")}


def test_of_many_events_two_are_told_round_anniversaries_first(library: Library) -> None:
    years = (1951, 1952, 1953, 1957, 1958)
    writer = composer(small(library, *(event(f"{year}-01-01") for year in years)))
    told = [
        names(writer.plan(Wish(EN), dt.date(year, 1, 1), 0, ""), "e") for year in range(2027, 2032)
    ]

    assert told[0] == ["on-1952-01-01", "on-1957-01-01"]
    assert {event_id[3:7] for found in told for event_id in found} == set(map(str, years))
    assert all(len(found) == 2 for found in told)


def test_of_many_events_others_are_told_the_next_year(library: Library) -> None:
    years = (1951, 1956, 1961, 1966)
    writer = composer(small(library, *(event(f"{year}-01-01") for year in years)))
    plans = [writer.plan(Wish(EN), dt.date(year, 1, 1), 0, "") for year in (2027, 2028)]

    told = [event_id[3:7] for plan in plans for event_id in names(plan, "e")]
    assert sorted(told) == ["1951", "1956", "1961", "1966"]


def test_what_happened_on_29_february_is_told_in_leap_years(library: Library) -> None:
    writer = composer(small(library, event("1988-02-29"), fact("f")))
    days = [day for day in dates(731) if names(writer.plan(Wish(EN), day, 0, ""), "e")]

    assert days == [dt.date(2028, 2, 29)]


def test_discord_takes_every_issue_and_leaves_nothing_out(
    library: Library, issues: list[Answer]
) -> None:
    for answer in issues:
        [payload] = discord_payloads.of(answer, library[answer.language].words)
        shown = json.dumps(payload["body"]["embeds"], ensure_ascii=False)

        assert list(message_problems(payload["body"])) == []
        assert all(written(escape_markdown(text)) in shown for text in texts(answer))


def test_slack_takes_every_issue_and_leaves_nothing_out(
    library: Library, issues: list[Answer]
) -> None:
    for answer in issues:
        [payload] = slack_payloads.of(answer, library[answer.language].words)
        shown = json.dumps(payload["body"]["blocks"], ensure_ascii=False)

        assert slack_guards.problems(payload["body"]) == []
        assert all(written(mrkdwn.escape(text)) in shown for text in texts(answer))
