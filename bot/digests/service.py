"""The service `digests` of `nato-bot run`: a sender beside the platforms, or in a process alone."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from bot.digests.desk import Desk
from bot.digests.lock import alone
from bot.digests.pace import LEAST_LATE, Pace
from bot.digests.retime import retime
from bot.digests.sender import Sender
from bot.store.shared_clock import SharedClock


async def serve(
    desk: Desk, stop: asyncio.Event, ready: Callable[[], None], pace: Pace, drain_seconds: float
) -> None:
    """Send until the stop; raises StoreError where this database has its sender already."""
    clock = desk.clock  # the messengers' too: another one set right would leave them behind
    if not isinstance(clock, SharedClock):
        clock = SharedClock(desk.database, clock)
    pace = replace(pace, late=max(pace.late, LEAST_LATE))
    with alone(desk.database):
        await retime(desk)
        sender = Sender(replace(desk, clock=clock), pace, clock.adjust)
        await sender.adopt()
        ready()
        await sender.run(stop, drain_seconds)
