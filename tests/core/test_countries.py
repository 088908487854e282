"""Questions about countries, their spending and who led NATO, with the answers that are known."""

import datetime as dt
from collections.abc import Awaitable, Callable

import pytest

from bot.answers import Answer
from bot.library.entries import Library
from bot.requests import Language

Ask = Callable[..., Awaitable[Answer]]
MEMBERS = [
    ("1949-04-04", 12),
    ("1952-02-18", 14),
    ("1955-05-06", 15),
    ("1982-05-30", 16),
    ("1999-03-12", 19),
    ("2004-03-29", 26),
    ("2009-04-01", 28),
    ("2017-06-05", 29),
    ("2020-03-27", 30),
    ("2023-04-04", 31),
    ("2024-03-07", 32),
]


@pytest.mark.parametrize(("day", "count"), MEMBERS)
def test_nato_had_so_many_members_on_that_day(library: Library, day: str, count: int) -> None:
    members = library[Language.EN].members.values()

    assert sum(m.accession <= dt.date.fromisoformat(day) for m in members) == count


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("who was secretary general in 1960", "spaak"),
        ("who was the first secretary general", "ismay"),
        ("who was secretary general in 2010", "rasmussen"),
        ("who is the secretary general now", "rutte"),
        ("who was secretary general before Rutte?", "stoltenberg"),
        ("who was saceur in 1990", "galvin"),
        ("who was the first saceur", "eisenhower"),
        ("Stoltenberg", "stoltenberg"),
    ],
)
async def test_who_led_nato_when(say: Ask, question: str, person: str) -> None:
    answer = await say(question)

    assert answer.about[0] == f"person:{person}"
    assert answer.cards[0].sources


async def test_every_year_since_1952_had_a_secretary_general(say: Ask) -> None:
    for year in range(1952, 2027):
        assert (await say(f"who was secretary general in {year}")).about[0].startswith("person:")


@pytest.mark.parametrize(
    ("question", "about", "shown"),
    [
        ("when did sweden join", "member:SE", "7 March 2024"),
        ("is norway a member of nato", "member:NO", "4 April 1949"),
        ("did the Czech Republic join in 2009?", "member:CZ", "12 March 1999"),
        ("quand la Finlande a-t-elle adhéré", "member:FI", "4 April 2023"),
    ],
)
async def test_when_a_country_joined(say: Ask, question: str, about: str, shown: str) -> None:
    answer = await say(question)

    assert answer.about[0] == about
    assert shown in str(answer.cards)


async def test_two_countries_that_are_thought_to_have_joined_together(say: Ask) -> None:
    [card] = (await say("what date did sweden and finland join together?")).cards

    assert card.table
    assert ("Joined", "7 March 2024", "4 April 2023") in card.table.rows


async def test_which_countries_joined_in_a_year(say: Ask) -> None:
    answer = await say("which countries joined in 2009?")

    assert answer.cards[0].table
    assert [row[0] for row in answer.cards[0].table.rows] == ["Albania", "Croatia"]


async def test_a_country_that_is_no_member_is_told_with_its_partnerships(say: Ask) -> None:
    answer = await say("is Serbia a member of NATO?")

    assert "Serbia is not a member of NATO." in str(answer.cards)
    assert "Partnership for Peace" in str(answer.cards)


async def test_a_country_far_away_is_no_member_either(say: Ask) -> None:
    [card] = (await say("is Brazil in NATO")).cards

    assert card.summary
    assert card.summary.text == "Brazil is not a member of NATO."
    assert card.summary.sources


@pytest.mark.parametrize("country", ["poland", "us", "germany", "iceland", ""])
async def test_a_spending_card_names_its_release(ask: Ask, country: str) -> None:
    [card] = (await ask(f"spending {country}")).cards

    if country == "iceland":
        assert "no armed forces" in card.notes[0].text
        return
    assert "Defence Investment of NATO Countries (2014-2026)" in card.notes[0].text
    assert card.table
    assert len(card.sources) == 1


async def test_poland_s_share_is_that_of_the_newest_release(ask: Ask) -> None:
    [card] = (await ask("spending poland")).cards

    assert card.table
    assert card.table.rows[:2] == (("2026", "4.68% (estimate)"), ("2025", "4.25% (estimate)"))


def test_the_releases_are_kept_apart(library: Library) -> None:
    new, old = library[Language.EN].releases

    assert (new.series["PL"][2025], old.series["PL"][2025]) == (4.25, 4.48)
    assert new.source != old.source


async def test_all_members_spending_is_ranked(say: Ask) -> None:
    [card] = (await say("which countries spend the most on defence?")).cards

    assert card.table
    assert [row[0] for row in card.table.rows[:3]] == ["Lithuania", "Estonia", "Latvia"]


async def test_two_members_side_by_side(say: Ask) -> None:
    [card] = (await say("compare Spain and Greece")).cards

    assert card.table
    assert card.table.header == ("", "Spain", "Greece")
    assert card.notes


async def test_comparing_with_a_country_that_is_none_offers_others(ask: Ask) -> None:
    answer = await ask("compare spain narnia")

    assert answer.declined
    assert all(button.command == "compare" for button in answer.buttons)


@pytest.mark.parametrize(
    ("line", "pair"),
    [
        ("compare united kingdom US", ("United Kingdom", "United States")),
        ("compare spain and greece", ("Spain", "Greece")),
        ("compare EE LV", ("Estonia", "Latvia")),
    ],
)
async def test_the_pair_stands_in_the_order_it_was_named(
    ask: Ask, line: str, pair: tuple[str, str]
) -> None:
    [card] = (await ask(line)).cards

    assert card.table
    assert card.table.header[1:] == pair


async def test_a_year_in_which_nobody_joined_is_told_so(say: Ask) -> None:
    answer = await say("which countries joined in 1998?")

    assert "No country joined" in answer.cards[0].notes[0].text


async def test_the_united_nations_have_a_secretary_general_of_their_own(say: Ask) -> None:
    answer = await say("who is the deputy secretary general")

    assert "person:rutte" not in answer.about
