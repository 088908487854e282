"""What a process that keeps something opens: the database, the messengers, and the desk on both."""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeAlias

from sqlalchemy.engine import URL

from bot.digests.desk import NO_LEADS, Desk, opened
from bot.errors import PlatformError, StoreError
from bot.library.entries import Library
from bot.ports import Clock, Messenger, SystemClock
from bot.settings import Settings
from bot.store import database, migrate
from bot.store.database import Database, address
from bot.store.shared_clock import SharedClock

log = logging.getLogger(__name__)

Open: TypeAlias = Callable[[Settings, Database, Clock], AbstractAsyncContextManager[Messenger]]
"""The database is for the tokens that a platform gives for each space; the clock is the senders'.

How old an attempt is can only be told by the clock that its time was written by.
"""


Prepare: TypeAlias = Callable[[Database], Awaitable[object]]
"""What is done before a database is used; raises StoreError where it cannot be."""


def url(settings: Settings) -> URL:
    """Where the database is; raises StoreError where no database can be there."""
    given = settings.database_url.get_secret_value() if settings.database_url else None
    return address(given, settings.data)


@asynccontextmanager
async def store(settings: Settings, prepare: Prepare) -> AsyncGenerator[Database]:
    """The database that the settings name, prepared."""
    async with database.opened(url(settings)) as opened_:
        await prepare(opened_)
        yield opened_


async def upgrade_apart(database: Database) -> None:
    """Run the migrations in a process of its own: Alembic's 9 MB would stay in this one."""
    if await migrate.is_current(database):
        return
    # The address goes by a pipe: an argument would show its password to whoever lists processes.
    upgrading = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.store.apart"),
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    given = database.url.render_as_string(hide_password=False)
    _, said = await upgrading.communicate(given.encode())
    if upgrading.returncode:
        raise StoreError(said.decode().strip().rpartition("\n")[2])


@asynccontextmanager
async def desk(
    settings: Settings,
    library: Library,
    openers: Mapping[str, Open],
    *,
    migrates: bool,
    leads: Mapping[str, int] = NO_LEADS,
) -> AsyncGenerator[Desk]:
    """The desk with a messenger for every platform that takes the bot's token."""
    async with AsyncExitStack() as stack:
        prepare = upgrade_apart if migrates else migrate.require_current
        kept = await stack.enter_async_context(store(settings, prepare))
        clock = SharedClock(kept, SystemClock())
        messengers: dict[str, Messenger] = {}
        for name, open_ in openers.items():
            try:
                messengers[name] = await stack.enter_async_context(open_(settings, kept, clock))
            except PlatformError as error:
                log.error("%s: no digests: %s", name, error)  # noqa: TRY400 -- one clear line
        opening = opened(kept, library, messengers, clock, leads)
        yield await stack.enter_async_context(opening)


@asynccontextmanager
async def desk_alone(
    settings: Settings, library: Library, leads: Mapping[str, int]
) -> AsyncGenerator[Desk]:
    """The desk without any messenger; the tables are made where there are none."""
    async with (
        store(settings, migrate.require_no_other) as kept,
        opened(kept, library, {}, SystemClock(), leads) as alone,
    ):
        yield alone
