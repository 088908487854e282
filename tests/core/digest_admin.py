"""Somebody who administers a space and says `digest …` there; for tests to import."""

from collections.abc import Awaitable, Callable

import pytest

from bot.answers import Answer
from bot.core import Core
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.requests import Language, Origin
from bot.search.index import Index
from tests.fakes import FakeClock

ADMIN = Origin(platform="fake", space="s1", channel="c1", asker="ann", may_administer=True)
Say = Callable[..., Awaitable[Answer]]


@pytest.fixture
def admin(library: Library, index: Index, clock: FakeClock, desk: Desk) -> Say:
    """Ask as `/nato <line>` would be, as somebody who administers the space."""
    core = Core(library, index, clock, desk=desk)

    async def _say(line: str, origin: Origin = ADMIN, language: Language = Language.EN) -> Answer:
        return await core.answer(core.read_line(line, language, origin))

    return _say


async def pressed(admin: Say, answer: Answer, label: str) -> Answer:
    """Press the button that says so."""
    button = next(b for b in answer.buttons if b.label == label)
    group, _, name = button.command.partition("-")
    return await admin(f"{group} {name} {button.argument}")


def text(answer: Answer) -> str:
    """Everything the cards say of the bot itself."""
    notes = [note.text for card in answer.cards for note in card.notes]
    return "\n".join([*notes, *(f"{f.label}: {f.value}" for c in answer.cards for f in c.fields)])
