"""A lock that all processes on one PostgreSQL share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from bot.store.database import Database

OURS = 0x6E61746F
"""The first half of every lock's name, which keeps it apart from those of others."""


@asynccontextmanager
async def held(database: Database, name: int) -> AsyncGenerator[None]:
    """Wait for it, and hold it while inside.

    It goes with its transaction: a process that dies holds nobody up.
    """
    async with database.write() as connection:
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(OURS, name)))
        yield
