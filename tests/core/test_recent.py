"""Questions that lean on the one before, and what is kept for them."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.core import Core
from bot.library.entries import Library
from bot.recent import MINUTES, PEOPLE, Recent
from bot.requests import Language, Origin
from bot.search.index import Index
from bot.unanswered import LONGEST, MOST, Unanswered
from tests.fakes import FakeClock

Talk = Callable[..., Awaitable[Answer]]
ANN = Origin(platform="x", space="s", channel="c", asker="ann")
BEN = Origin(platform="x", space="s", channel="c", asker="ben")


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def talk(library: Library, index: Index, seconds: Seconds) -> Talk:
    """Say something as somebody."""
    core = Core(library, index, FakeClock(), recent=Recent(seconds))

    async def _talk(text: str, origin: Origin = ANN, language: Language = Language.EN) -> Answer:
        return await core.answer(core.read_text(text, language, origin))

    return _talk


@pytest.mark.parametrize(
    ("before", "after", "about"),
    [
        ("what is article 5", "and article 6?", "article-6-scope"),
        ("what is article 4", "et le 5 ?", "article-5-collective-defence"),
        ("c'est quoi l'article 5", "et l'article 6 ?", "article-6-scope"),
        ("consensus", "more", "consensus"),
        ("what is kfor", "why?", "kosovo-kfor"),
        ("what is awacs", "when was that", "awacs"),
        ("how much does spain spend", "and italy?", "member:IT"),
        ("when did finland join nato", "what about sweden?", "member:SE"),
    ],
)
async def test_a_question_leans_on_the_one_before(
    talk: Talk, before: str, after: str, about: str
) -> None:
    await talk(before)

    assert about in (await talk(after)).about


async def test_nobody_leans_on_what_another_person_asked(talk: Talk) -> None:
    await talk("consensus", ANN)

    assert (await talk("why?", BEN)).about[:1] != ("consensus",)


async def test_after_ten_minutes_it_is_forgotten(talk: Talk, seconds: Seconds) -> None:
    await talk("consensus")
    seconds.now += MINUTES * 60

    assert (await talk("why?")).about[:1] != ("consensus",)


def test_the_people_silent_for_longest_are_forgotten_first(seconds: Seconds) -> None:
    recent = Recent(seconds)
    for number in range(PEOPLE + 1):
        recent.asked(Origin(platform="x", asker=str(number)), "nato", leans=False)

    assert not recent.before(Origin(platform="x", asker="0"))
    assert recent.before(Origin(platform="x", asker="1")) == "nato"


async def test_questions_without_an_answer_are_kept_as_text_alone(
    library: Library, index: Index, tmp_path: Path
) -> None:
    kept = Unanswered(tmp_path / "data" / "unanswered.jsonl")
    core = Core(library, index, FakeClock(), unanswered=kept)
    for text in ("<@U777> xyzzy plugh", "Xyzzy plugh!", "what is nato", "tell me a joke"):
        await core.answer(core.read_text(text))

    assert kept.most(5) == [("xyzzy plugh", 2)]
    assert kept.file.stat().st_mode & 0o777 == 0o600


def test_the_file_of_unanswered_questions_stays_short(tmp_path: Path) -> None:
    file = tmp_path / "unanswered.jsonl"
    file.write_text('"old"\n' * MOST, encoding="utf-8")
    Unanswered(file).note("x" * 999)

    texts = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(texts) == MOST // 2 + 1
    assert texts[-1] == "x" * LONGEST
