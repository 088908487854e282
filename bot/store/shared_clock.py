"""The database's clock: senders on several machines must agree on the time."""

import datetime as dt

from bot.ports import Clock
from bot.store import senders
from bot.store.database import Database


class SharedClock:
    """This machine's clock, set right by the database's; SQLite has no clock but the machine's."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ahead = dt.timedelta()

    def now(self) -> dt.datetime:
        """This instant, aware, in UTC."""
        return self._clock.now() + self._ahead

    async def adjust(self) -> None:
        """Measure how far the database's clock is ahead."""
        before = self._clock.now()
        if server := await senders.clock(self._database):
            middle = before + (self._clock.now() - before) / 2
            self._ahead = dt.datetime.fromtimestamp(server, dt.UTC) - middle
