"""A desk on either database, with a platform that takes what it is given."""

from collections.abc import AsyncIterator

import pytest

from bot.digests.desk import Desk, opened
from bot.library.entries import Library
from bot.store.database import Database
from tests.fakes import FakeClock, FakeMessenger


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
async def desk(
    database: Database, library: Library, messenger: FakeMessenger, clock: FakeClock
) -> AsyncIterator[Desk]:
    async with opened(database, library, {"fake": messenger}, clock) as desk:
        yield desk
