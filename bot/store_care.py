"""What `nato-bot db …` does: upgrades, copies and checks the database."""

import argparse
import asyncio
import shlex
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.engine import URL

from bot import operate
from bot.errors import OperatorError, StoreError
from bot.settings import Settings
from bot.store import backup, migrate, subscriptions
from bot.store.database import Database

Action: TypeAlias = Callable[[argparse.Namespace, Settings], Awaitable[str]]
"""Gives the line to print."""


async def upgrade(_: argparse.Namespace, settings: Settings) -> str:
    """Run the migrations."""
    async with operate.store(settings, migrate.version) as database:
        before = await migrate.version(database)
        await migrate.upgrade(database)
        after = await migrate.version(database)
    if before == after:
        return f"The database is at version {after} already."
    return f"The database was at version {before or 'none'}, and is at {after} now."


async def copy(options: argparse.Namespace, settings: Settings) -> str:
    """Copy a SQLite file; PostgreSQL has a program of its own for that."""
    url = operate.url(settings)
    if url.get_backend_name() != "sqlite":
        told = f"db backup: PostgreSQL makes its own copies: run {_dump(url, options.file)}"
        raise OperatorError(told, status=2)
    size = await asyncio.to_thread(backup.copy, _existing(url), options.file)
    return f"Copied the database to {options.file}: {size:,} bytes, checked."


async def check(_: argparse.Namespace, settings: Settings) -> str:
    """Look at the tables and, in SQLite, at the file."""
    url = operate.url(settings)
    if url.get_backend_name() == "sqlite":
        _existing(url)
    async with operate.store(settings, _require_order) as database:
        version = await migrate.version(database)
        async with database.read() as connection:
            number, going = await subscriptions.counts(connection)
    digests = "1 digest" if number == 1 else f"{number:,} digests"
    return f"The database is in order: {digests}, {going:,} going, version {version}."


async def _require_order(database: Database) -> None:
    if problems := await migrate.problems(database):
        told = "db check: the database is not in order: mend this, or go back to a backup"
        raise OperatorError(told, problems)


def _existing(url: URL) -> Path:
    """The file; one that is not there is not to be made by looking for it."""
    file = Path(url.database or "")
    if not file.is_file():
        raise StoreError(f"there is no database {file} yet: `nato-bot db upgrade` makes it")
    return file


def _dump(url: URL, file: Path) -> str:
    """The command as a shell takes it, without the password, for which it asks."""
    options = {"file": str(file), "host": url.host, "port": url.port, "username": url.username}
    given = [f"--{name}={value}" for name, value in options.items() if value]
    return shlex.join(["pg_dump", "--format=custom", *given, url.database or ""])


ACTIONS: Mapping[str, Action] = {"upgrade": upgrade, "backup": copy, "check": check}
