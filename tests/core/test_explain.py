"""`explain`, asked as a person would."""

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.answers import Answer, NoteKind, Visibility
from bot.library.entries import Library
from bot.requests import Language
from tests.fakes import FakeClock

Ask = Callable[..., Awaitable[Answer]]


async def test_every_statement_of_a_topic_names_its_source(ask: Ask) -> None:
    answer = await ask("explain article 5")

    [card] = answer.cards
    assert card.title == "Article 5: collective defence"
    assert len(card.statements) > 5
    assert all(statement.sources for statement in card.statements)


async def test_the_four_headings_stand_in_their_order(ask: Ask) -> None:
    answer = await ask("explain what is nato")

    headings = [section.heading for section in answer.cards[0].sections]
    assert headings == ["What it is", "Why it matters", "What's next", "Beyond the headlines"]


async def test_the_language_of_the_request_chooses_the_words(ask: Ask) -> None:
    answer = await ask("expliquer article 5", Language.FR)

    [card] = answer.cards
    assert card.title == "Article 5\u00a0: la défense collective"
    assert card.sources[0].part.startswith("article")


async def test_a_source_cited_twice_is_one_footnote(ask: Ask) -> None:
    [card] = (await ask("explain consensus")).cards

    assert len(set(card.sources)) == len(card.sources)
    assert sorted(card.numbered().values()) == list(range(1, len(card.sources) + 1))


async def test_an_unknown_topic_is_declined_to_the_asker_alone_with_the_nearest(ask: Ask) -> None:
    answer = await ask("explain article 55")

    assert answer.declined
    assert answer.visibility is Visibility.ASKER
    assert 1 <= len(answer.buttons) <= 3
    assert {button.command for button in answer.buttons} == {"explain"}


async def test_explain_without_a_topic_offers_where_to_begin(ask: Ask) -> None:
    answer = await ask("explain")

    assert answer.declined
    assert answer.buttons[0].argument == "what-is-nato"


async def test_a_topic_leads_to_its_neighbours_and_to_a_fact(ask: Ask, library: Library) -> None:
    answer = await ask("explain consensus")

    related = library[Language.EN].topics["consensus"].related
    assert [b.argument for b in answer.buttons] == [*related[:3], "consensus"]
    assert answer.buttons[-1].command == "fact"


async def test_a_statement_past_its_review_is_left_out_and_the_card_says_so(
    ask: Ask, clock: FakeClock
) -> None:
    before = (await ask("explain deterrence and defence")).cards[0]
    clock.today = dt.date(2040, 1, 1)
    after = (await ask("explain deterrence and defence")).cards[0]

    assert 0 < len(after.statements) < len(before.statements)
    assert NoteKind.LEFT_OUT in {note.kind for note in after.notes}
    assert NoteKind.LEFT_OUT not in {note.kind for note in before.notes}


async def test_what_can_change_says_of_which_day_it_speaks(ask: Ask) -> None:
    [card] = (await ask("explain what is nato")).cards

    [note] = [note.text for note in card.notes if note.kind is NoteKind.AS_OF]
    assert note.startswith("As of ")
    assert note.endswith("2026.")
