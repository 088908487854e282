"""Connections: SQLite by default, with one writer; PostgreSQL by NATO_BOT_DATABASE_URL."""

import sqlite3
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store import parameters

FILE = "nato-bot.sqlite3"
BUSY_SECONDS = 30
"""How long one writer waits for another process: a backup, or the command line."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
)
OURS = (exc.IntegrityError, exc.ProgrammingError, exc.DataError, exc.NotSupportedError)
"""What the database says where the mistake is in our SQL."""
DOWN = "the database does not answer: see that it runs, and check NATO_BOT_DATABASE_URL"

Errors: TypeAlias = tuple[type[Exception], ...]
NO_ERRORS: Errors = ()
AWAY: Errors = (exc.DBAPIError, exc.TimeoutError, OSError)
Insert: TypeAlias = "postgresql.Insert | sqlite.Insert"


class StoreDownError(StoreError):
    """The database cannot be reached now; it may be back in a moment."""


def address(url: str | None, data: Path) -> URL:
    """The address with its driver; raises StoreError for what is no address we know."""
    if url is None:
        return URL.create("sqlite+aiosqlite", database=str(data / FILE))
    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):  # for a port that is no number
        raise StoreError(WRONG) from None
    drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+asyncpg"}
    drivers["postgresql"] = drivers["postgres"]
    driver = drivers.get(parsed.drivername.partition("+")[0])
    if driver is None or not parsed.database:
        raise StoreError(WRONG)
    parsed = parsed.set(drivername=driver)
    if parsed.get_backend_name() == "sqlite":
        parameters.refuse_any(parsed)
        return parsed
    return parameters.translated(parsed)


WRONG = (
    "NATO_BOT_DATABASE_URL is no address of a database: write "
    "postgresql://user:password@host/name, or sqlite:////folder/file"
)


@asynccontextmanager
async def opened(url: URL) -> AsyncGenerator["Database"]:
    """The database while inside; raises StoreError where it cannot be used."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


class Database:
    """Reads and transactions; raises StoreDownError where the database is away."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _make_file(Path(url.database or ""))
        self._away, self._misset = AWAY, NO_ERRORS
        if not self.is_sqlite:  # the driver takes 3 MB; a refused connection is said in its words
            driver: Any = import_module("asyncpg.exceptions")
            self._away = (*AWAY, driver.PostgresError)
            self._misset = (driver.ClientConfigurationError,)
        self._writer = self._engine(pool_size=1 if self.is_sqlite else 5)
        self._reader = self._engine(isolation_level="AUTOCOMMIT")
        if self.is_sqlite:
            event.listen(self._writer.sync_engine, "begin", _begin)

    def _engine(self, **options: Any) -> AsyncEngine:  # noqa: ANN401 -- SQLAlchemy's own
        most = {"pool_size": 5, "max_overflow": 0, "pool_timeout": BUSY_SECONDS}
        engine = create_async_engine(self.url, **{**most, **options})
        if self.is_sqlite:
            event.listen(engine.sync_engine, "connect", _connected)
        return engine

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A connection to read by, each statement for itself."""
        with _worded(self._away, self._misset):
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """One transaction: all of it is kept, or nothing."""
        with _worded(self._away, self._misset):
            async with self._writer.begin() as connection:
                yield connection

    def insert(self, table: sa.Table) -> Insert:
        """An INSERT that knows ON CONFLICT, which both databases write alike."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    async def close(self) -> None:
        """Close every connection."""
        await self._reader.dispose()
        await self._writer.dispose()


@contextmanager
def _worded(away: Errors, misset: Errors) -> Generator[None]:
    """Tell a database that is away from one whose address is wrong, and from a mistake of ours."""
    try:
        yield
    except OURS:
        raise
    except misset as error:
        raise StoreError(f"check {parameters.NAME}: {error}") from None
    except away as error:
        text = str(getattr(error, "orig", None) or error) or type(error).__name__
        raise StoreDownError(f"{DOWN} ({' '.join(text.split())[:200]})") from error


def _make_file(file: Path) -> None:
    """Nobody else may read it: it will hold tokens."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"cannot write {file} ({error.strerror}): set NATO_BOT_DATA to a folder of your own"
        ) from None


def _connected(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions of its own
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
