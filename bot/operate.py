"""What a process that keeps something opens: the database, the messengers, and the desk on both."""

import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeAlias

from bot.digests.desk import Desk, opened
from bot.errors import PlatformError
from bot.library.entries import Library
from bot.ports import Messenger, SystemClock
from bot.settings import Settings
from bot.store import database, migrate
from bot.store.database import Database

log = logging.getLogger(__name__)

Open: TypeAlias = Callable[[Settings], AbstractAsyncContextManager[Messenger]]


@asynccontextmanager
async def store(settings: Settings, *, migrates: bool) -> AsyncGenerator[Database]:
    """The database, with the tables of this release; raises StoreError where it has others."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    async with database.opened(database.address(url, settings.data)) as opened_:
        if migrates:
            await migrate.upgrade(opened_)
        else:
            await migrate.require_current(opened_)
        yield opened_


@asynccontextmanager
async def desk(
    settings: Settings, library: Library, openers: Mapping[str, Open], *, migrates: bool
) -> AsyncGenerator[Desk]:
    """The desk with a messenger for every platform that takes the bot's token."""
    async with AsyncExitStack() as stack:
        kept = await stack.enter_async_context(store(settings, migrates=migrates))
        messengers: dict[str, Messenger] = {}
        for name, open_ in openers.items():
            try:
                messengers[name] = await stack.enter_async_context(open_(settings))
            except PlatformError as error:
                log.error("%s: no digests: %s", name, error)  # noqa: TRY400 -- one clear line
        yield await stack.enter_async_context(opened(kept, library, messengers, SystemClock()))
