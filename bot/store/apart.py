"""Migrates the database whose address it reads, as a process of its own: see bot.operate."""

import asyncio
import sys

from sqlalchemy.engine import make_url

from bot.errors import StoreError
from bot.store import migrate
from bot.store.database import opened


def main() -> None:
    """Upgrade; what is wrong is said in one line."""
    try:
        asyncio.run(_upgrade(sys.stdin.read()))
    except StoreError as error:
        sys.exit(str(error))


async def _upgrade(url: str) -> None:
    async with opened(make_url(url)) as database:
        await migrate.upgrade(database)


if __name__ == "__main__":
    main()
