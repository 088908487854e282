"""The terms of a text, found in memory and explained in one line each."""

from collections.abc import Awaitable, Callable

import pytest

from bot.answers import Answer, Visibility
from bot.requests import Language

Ask = Callable[..., Awaitable[Answer]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SACEUR briefed the NAC", ["glossary:SACEUR", "glossary:NAC"]),
        ("the JFC and the saceur", ["glossary:JFC", "glossary:SACEUR"]),
        ("KFOR, kfor and KFOR", ["glossary:KFOR"]),
    ],
)
async def test_each_term_is_found_once_in_the_order_of_the_text(
    ask: Ask, text: str, found: list[str]
) -> None:
    assert (await ask(f"terms {text}")).about == tuple(found)


@pytest.mark.parametrize("text", ["the shape of a map", "logistics matter in history", "can we?"])
async def test_ordinary_words_are_no_terms(ask: Ask, text: str) -> None:
    answer = await ask(f"terms {text}")

    assert answer.declined
    assert answer.visibility is Visibility.ASKER


async def test_an_ordinary_word_counts_where_nato_is_spoken_of(ask: Ask) -> None:
    assert "glossary:LOGISTICS" in (await ask("terms NATO and logistics")).about


async def test_every_line_has_its_source_and_there_are_ten_at_most(ask: Ask) -> None:
    terms = "SACEUR NAC KFOR IFOR SFOR ISAF PfP EAPC SNMG1 MARCOM LANDCOM AIRCOM CAOC"
    [card] = (await ask(f"terms {terms}")).cards

    assert len(card.statements) == len(card.sections) == 10
    assert all(statement.sources for statement in card.statements)
    assert "AIRCOM, CAOC, SNMG" in card.notes[0].text


async def test_a_term_behind_thousands_of_characters_is_found(ask: Ask) -> None:
    assert (await ask(f"terms {'word ' * 1500} KFOR")).about == ("glossary:KFOR",)


async def test_terms_are_explained_in_french(ask: Ask) -> None:
    [card] = (await ask("termes la KFOR et le SACEUR", Language.FR)).cards

    assert card.title == "Les termes de l'OTAN dans ce message"
    assert len(card.sections) == 2
