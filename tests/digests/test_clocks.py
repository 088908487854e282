"""Senders and messengers go by one clock, or the age of an attempt would be another for each."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot import operate
from bot.library.entries import Library
from bot.ports import Clock
from bot.settings import Settings
from bot.store.database import Database
from bot.store.shared_clock import SharedClock
from tests.fakes import FakeMessenger
from tests.postgres import Postgres


async def test_a_messenger_is_given_the_clock_that_senders_set_right(
    postgres: Postgres, library: Library, tmp_path: Path
) -> None:
    given: list[Clock] = []

    @asynccontextmanager
    async def opened(_: Settings, __: Database, clock: Clock) -> AsyncGenerator[FakeMessenger]:
        given.append(clock)
        yield FakeMessenger()

    url = SecretStr(postgres.database())
    settings = Settings(database_url=url, data=tmp_path)
    async with operate.desk(settings, library, {"fake": opened}, migrates=True) as desk:
        pass

    assert given == [desk.clock]
    assert isinstance(desk.clock, SharedClock)
