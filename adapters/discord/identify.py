"""Lets processes that share a database connect their shards one after the other.

Discord takes one IDENTIFY in five seconds for each bucket: shard id modulo max_concurrency
(docs.discord.com/developers/events/gateway#sharding-max-concurrency). discord.py keeps to that
inside one process alone.
"""

import asyncio
import logging

from bot.errors import StoreError
from bot.store.common_lock import held
from bot.store.database import Database

log = logging.getLogger(__name__)

SECONDS = 5.5
"""Between two in a bucket: a little more than Discord asks for."""


class Turns:
    """Waits for a shard's turn; without a PostgreSQL only this process is waited for."""

    def __init__(self, database: Database | None, seconds: float = SECONDS) -> None:
        self._database = None if database is None or database.is_sqlite else database
        self._seconds = seconds
        self._held = set[asyncio.Task[None]]()

    async def wait(self, bucket: int, *, first: bool) -> None:
        """Come back when a shard may identify; nobody else of its bucket may for a while."""
        if self._database is None:
            await asyncio.sleep(0 if first else self._seconds)
            return
        taken = asyncio.Event()
        holding = asyncio.create_task(self._hold(self._database, bucket, taken))
        self._held.add(holding)
        holding.add_done_callback(self._held.discard)
        await taken.wait()

    async def _hold(self, database: Database, bucket: int, taken: asyncio.Event) -> None:
        try:
            async with held(database, bucket):
                taken.set()
                await asyncio.sleep(self._seconds)
        except StoreError as error:
            log.warning("shards connect without a common lock", extra={"error": str(error)})
            await asyncio.sleep(self._seconds)
        finally:
            taken.set()

    async def close(self) -> None:
        """Let go at the stop."""
        for task in self._held:
            task.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)
