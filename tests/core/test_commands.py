"""The other commands, asked as a person would."""

from collections.abc import Awaitable, Callable

import pytest

from bot.answers import Answer, Visibility
from bot.core import Core
from bot.handlers import COMMANDS
from bot.library.entries import Library
from bot.requests import Language
from tests.fakes import FakeClock

Ask = Callable[..., Awaitable[Answer]]


async def test_a_term_says_what_its_letters_stand_for(ask: Ask) -> None:
    [card] = (await ask("term saceur")).cards

    assert card.title == "SACEUR (Supreme Allied Commander Europe)"
    assert card.summary
    assert card.summary.sources


async def test_a_misspelt_term_offers_the_one_meant(ask: Ask) -> None:
    answer = await ask("term SACUER")

    assert answer.declined
    assert answer.buttons[0].argument == "saceur"


async def test_a_member_shows_when_it_joined_and_what_happened_that_day(ask: Ask) -> None:
    [card] = (await ask("member Sweden")).cards

    values = {field.label: field.value for field in card.fields}
    assert values["Capital"] == "Stockholm"
    assert values["Joined"] == "7 March 2024 (deposited its instrument of accession)"


async def test_a_member_is_known_by_its_old_name_too(ask: Ask) -> None:
    [card] = (await ask("member Turkey")).cards

    assert card.title == "Türkiye"


async def test_member_alone_lists_all_thirty_two(ask: Ask) -> None:
    [card] = (await ask("member")).cards

    assert card.table
    assert len(card.table.rows) == 32
    assert card.table.rows[-1] == ("Sweden", "7 March 2024")


async def test_a_country_that_does_not_exist_is_declined(ask: Ask) -> None:
    answer = await ask("member Atlantis")

    assert answer.declined
    assert answer.buttons[-1].command == "member"


async def test_the_fact_of_the_day_is_the_same_all_day_and_another_tomorrow(
    ask: Ask, clock: FakeClock
) -> None:
    first, again = await ask("fact"), await ask("fact")
    clock.today = clock.today.replace(day=24)

    assert first == again
    assert (await ask("fact")).cards != first.cards


async def test_pressing_another_fact_walks_through_all_of_them(
    core: Core, library: Library, ask: Ask
) -> None:
    answer, seen = await ask("fact"), set[str]()
    for _ in library[Language.EN].facts:
        [card] = answer.cards
        assert card.summary
        seen.add(card.summary.text)
        answer = await core.answer(core.read_button(answer.buttons[-1].wire))

    assert len(seen) == len(library[Language.EN].facts)


async def test_facts_about_a_topic_stay_with_that_topic(core: Core, ask: Ask) -> None:
    answer = await ask("fact consensus")
    following = await core.answer(core.read_button(answer.buttons[-1].wire))

    assert "consensus" in {button.argument for button in following.buttons}
    assert following.cards != answer.cards


async def test_sources_lists_the_documents_of_a_topic_with_their_day(ask: Ask) -> None:
    [card] = (await ask("sources article 5")).cards

    assert card.sources
    assert card.fields[0].label == "The North Atlantic Treaty, Article 5"
    assert card.fields[0].value == "NATO, 4 April 1949"


async def test_sources_alone_says_how_they_are_chosen(ask: Ask) -> None:
    [card] = (await ask("sources")).cards

    assert card.fields[0].label == "NATO"
    assert int(card.fields[0].value) > 10


async def test_help_names_every_command_to_the_asker_alone(ask: Ask) -> None:
    answer = await ask("help")

    labels = " ".join(field.label for field in answer.cards[0].fields)
    assert all(command.name.rpartition("-")[2] in labels for command in COMMANDS.values())
    assert answer.visibility is Visibility.ASKER


async def test_help_for_a_group_lists_its_commands(ask: Ask) -> None:
    [card] = (await ask("help digest")).cards

    assert len(card.fields) == sum(command.group == "digest" for command in COMMANDS.values())


async def test_help_for_one_command_in_french(ask: Ask) -> None:
    [card] = (await ask("aide expliquer", Language.FR)).cards

    [field] = card.fields
    assert field.label == "/nato expliquer <sujet>"


@pytest.mark.parametrize("line", ["hepl", "/hepl", "/explan article 5", "help trem"])
async def test_a_mistyped_command_offers_the_right_one(ask: Ask, line: str) -> None:
    answer = await ask(line)

    assert answer.declined
    assert answer.buttons
    assert all(button.command == "help" for button in answer.buttons)
