"""What is in flight is waited for, from the moment it is started."""

import asyncio

from bot.inflight import InFlight


async def test_work_that_is_only_just_started_is_waited_for() -> None:
    in_flight, done = InFlight(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0.05)
        done.set()

    in_flight.start(work())

    assert await in_flight.drained(5)
    assert done.is_set()


async def test_work_that_fails_is_not_in_flight_any_more() -> None:
    in_flight = InFlight()

    async def work() -> None:
        raise ValueError

    in_flight.start(work())

    assert await in_flight.drained(5)
