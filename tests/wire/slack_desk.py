"""A core that keeps digests, on SQLite, for the bot against a fake Slack; and an administrator."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core import Core
from bot.digests.compose import Wish
from bot.digests.desk import Desk, opened
from bot.digests.orders import Order
from bot.digests.schedule import Timetable
from bot.library.entries import Library
from bot.ports import Place
from bot.requests import Language
from bot.search.index import Index
from bot.store.database import Database
from tests.fakes import FakeClock, FakeMessenger
from tests.wire.fake_slack import CHANNEL, PERSON, FakeSlack


@dataclass
class SlowMessenger(FakeMessenger):
    """A platform that takes its time, where a test wants it to."""

    hold: asyncio.Event | None = None

    async def missing_rights(self, place: Place) -> list[str]:
        """As a test has set it, when it lets go."""
        if self.hold:
            await self.hold.wait()
        return await super().missing_rights(place)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind is enough: what differs between them is tested below the adapters."""
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def messenger() -> SlowMessenger:
    return SlowMessenger()


@pytest.fixture
async def desk(
    database: Database, library: Library, messenger: FakeMessenger, clock: FakeClock
) -> AsyncIterator[Desk]:
    async with opened(database, library, {"slack": messenger}, clock) as made:
        yield made


@pytest.fixture
def core(library: Library, index: Index, clock: FakeClock, desk: Desk) -> Core:
    return Core(library, index, clock, desk=desk)


@pytest.fixture
def admin(slack: FakeSlack) -> str:
    """The person who types, as an administrator in Oslo."""
    slack.admins[PERSON] = {"is_admin": True, "tz": "Europe/Oslo"}
    return PERSON


async def ordered(desk: Desk, space: str, channel: str = CHANNEL, *topics: str) -> None:
    """Set a digest in a workspace; a second one there must be about other topics."""
    table = Timetable(minute=9 * 60, weekdays=0b1111111, zone="Europe/Oslo")
    wish = Wish(language=Language.EN, topics=topics)
    place = Place("slack", space, channel)
    await desk.add(Order(place=place, timetable=table, wish=wish, by="U1"))
