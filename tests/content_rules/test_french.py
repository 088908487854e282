"""French, complete: no English is left in anything that a French reader sees."""

import asyncio
import re
from collections.abc import Iterator

import pytest

from bot.answers import Answer, Card
from bot.core import Core
from bot.export import every_request
from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.requests import Language
from bot.search.index import Index
from tests.fakes import FakeClock

ENGLISH = re.compile(
    r"\b(?:the|and|with|which|from|this|that|are|was|were|has|have|by|of|its|their|members|allies"
    r"|treaty|forces of)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\([^)]*\)")
"""Names of documents and English terms are quoted, or stand in brackets behind the French ones."""
SPACED = re.compile(r"(?<![\u00a0\u202f/])[;?!»](?=[\s,.)]|$)|(?<=[\w»)]) :|«(?!\u00a0)")


@pytest.fixture(scope="module")
def answers(library: Library, index: Index) -> list[Answer]:
    """Every answer of the library in French."""
    core = Core(library, index, FakeClock())
    requests = [r for r in every_request(library) if r.language is Language.FR]

    async def _all() -> list[Answer]:
        return [await core.answer(request) for request in requests]

    return asyncio.run(_all())


def labels(answer: Answer) -> Iterator[str]:
    """What the bot itself says."""
    yield from (button.label for button in answer.buttons)
    for card in answer.cards:
        yield card.title
        yield from (section.heading for section in card.sections)
        titles = {source.title for source in card.sources}
        yield from (field.label for field in card.fields if field.label not in titles)
        yield from (note.text for note in card.notes)


def texts(card: Card) -> Iterator[str]:
    """What a card says, the titles of sources left out."""
    yield from (statement.text for statement in card.statements)
    yield from (f.value for f in card.fields if f.label not in {s.title for s in f.sources})
    yield from (note.text for note in card.notes)


def test_no_label_is_english(answers: list[Answer], library: Library) -> None:
    english, french = (library[lang].words for lang in (Language.EN, Language.FR))
    keys = [key for key, fills in NEEDED_WORDS.items() if not fills]
    alien = {english.say(k) for k in keys} - {french.say(k) for k in keys}

    said = {label for answer in answers for label in labels(answer)}

    assert said & alien == set()


def test_no_english_words_are_left_in_statements(answers: list[Answer]) -> None:
    said = {text for answer in answers for card in answer.cards for text in texts(card)}

    left = {text for text in said if len(ENGLISH.findall(QUOTED.sub("", text))) > 1}

    assert left == set()


def test_every_answer_is_in_french(answers: list[Answer], library: Library) -> None:
    only = library[Language.FR].words.say("note.english_only")

    told = [a for a in answers if any(n.text == only for c in a.cards for n in c.notes)]

    assert answers
    assert told == []


def test_french_marks_stand_behind_a_no_break_space(answers: list[Answer]) -> None:
    said = {text for answer in answers for card in answer.cards for text in texts(card)}

    assert {text for text in said if SPACED.search(text)} == set()
