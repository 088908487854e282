"""Which events a platform has delivered already, for all processes together."""

import sqlalchemy as sa

from bot.ports import Clock
from bot.store.database import Database
from bot.store.tables import event

KEPT_SECONDS = 3_600
"""Slack delivers an event for the last time about five minutes after the first."""
TIDY_SECONDS = 600
"""Between two looks for what can be forgotten."""


class Events:
    """Notes every event once; what is older than an hour is forgotten by whoever notes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._tidied_at = 0

    async def note(self, platform: str, key: str) -> bool:
        """Whether this is the first time; raises StoreError where nobody can say."""
        now = int(self._clock.now().timestamp())
        noting = self._database.insert(event).values(platform=platform, key=key, seen_at=now)
        noting = noting.on_conflict_do_nothing()
        async with self._database.write() as connection:
            if now - self._tidied_at >= TIDY_SECONDS:
                self._tidied_at = now
                await connection.execute(
                    sa.delete(event).where(event.c.seen_at < now - KEPT_SECONDS)
                )
            first = await connection.execute(noting.returning(event.c.key))
            return first.one_or_none() is not None
