"""Brings the tables to the form this release needs, and says whether they have it."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.database import Database

VERSIONS = Path(__file__).parent / "migrations" / "versions"
LOCK = 5_284_947_051
"""A number of our own, by which several processes that start at once go one after the other."""
VERSION_TABLE = "nato_bot_version"
_TABLE = sa.table(VERSION_TABLE, sa.column("version_num", sa.Text))


async def upgrade(database: Database) -> bool:
    """Bring the tables up to date; returns whether there was anything to do."""
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        return await connection.run_sync(_upgrade)


async def version(database: Database) -> str | None:
    """The version that its tables have; None where it has none."""
    async with database.read() as connection:
        return await connection.run_sync(_current)


async def is_current(database: Database) -> bool:
    """Whether the tables are those of this release."""
    return await version(database) == _head()


async def require_no_other(database: Database) -> None:
    """Make the tables of a new database; raises StoreError where they are another release's."""
    if await version(database) is None:
        await upgrade(database)
    await require_current(database)


async def problems(database: Database) -> list[str]:
    """What is wrong with the database, a line each; empty where all is well."""
    async with database.write() as connection:
        found = await connection.run_sync(_differences)
        if database.is_sqlite:
            rows = await connection.exec_driver_sql("PRAGMA integrity_check")
            found += [f"SQLite: {row[0]}" for row in rows if row[0] != "ok"]
        return found


async def require_current(database: Database) -> None:
    """Raise StoreError where the tables are not those of this release."""
    if not await is_current(database):
        raise StoreError(f"the database is {_mismatch(await version(database))}")


def _upgrade(connection: sa.Connection) -> bool:
    current = _current(connection)
    if current == _head():
        return False
    if _is_newer(current):
        raise StoreError(f"the database is {_mismatch(current)}")
    import_module("bot.store.changing").upgrade(connection)
    return True


def _differences(connection: sa.Connection) -> list[str]:
    current = _current(connection)
    if current != _head():
        return [f"the database is {_mismatch(current)}"]
    found: list[str] = import_module("bot.store.changing").differences(connection)
    return found


def _mismatch(current: str | None) -> str:
    """What is wrong with a version, and what to do."""
    text = f"at version {current or 'none'}, this release needs {_head()}: "
    if _is_newer(current):
        return f"{text}use the release that made it, or a newer one"
    return f"{text}run `nato-bot db upgrade`"


def _is_newer(current: str | None) -> bool:
    return current is not None and current not in known()


def known() -> list[str]:
    """The versions that this release can tell, the oldest first: files bear theirs in front."""
    return sorted(file.name.partition("_")[0] for file in VERSIONS.glob("[0-9]*.py"))


def _current(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(sa.select(_TABLE.c.version_num)).scalar_one_or_none()


def _head() -> str:
    return known()[-1]
