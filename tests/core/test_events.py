"""Events are noted once, in both kinds of database."""

import asyncio

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.events import KEPT_SECONDS, Events
from bot.store.tables import event
from tests.fakes import FakeClock


async def test_an_event_is_new_once(database: Database, clock: FakeClock) -> None:
    noted = [await Events(database, clock).note("slack", "T1/Ev1") for _ in range(3)]

    assert noted == [True, False, False]


async def test_of_two_that_note_at_once_one_is_first(database: Database, clock: FakeClock) -> None:
    senders = [Events(database, clock) for _ in range(5)]
    noted = await asyncio.gather(*(one.note("slack", "T1/Ev1") for one in senders))

    assert sorted(noted) == [False] * 4 + [True]


async def test_spaces_and_platforms_do_not_share_events(
    database: Database, clock: FakeClock
) -> None:
    events = Events(database, clock)

    assert await events.note("slack", "T1/Ev1")
    assert await events.note("slack", "T2/Ev1")
    assert await events.note("discord", "T1/Ev1")


async def test_what_is_older_than_an_hour_is_forgotten(
    database: Database, clock: FakeClock
) -> None:
    events = Events(database, clock)
    await events.note("slack", "T1/Ev1")
    clock.set_to(clock.now().timestamp() + KEPT_SECONDS + 1)
    await events.note("slack", "T1/Ev2")

    async with database.read() as connection:
        kept = (await connection.execute(sa.select(event.c.key))).scalars().all()
    assert kept == ["T1/Ev2"]
