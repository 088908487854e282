"""Fixtures shared by every test: the real content, a core on it, a way to ask."""

import os
import shutil
from asyncio import run
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.answers import Answer
from bot.core import Core
from bot.digests import desk as desks
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.requests import Language
from bot.search.index import Index
from bot.store import migrate
from bot.store.database import Database, address, opened
from tests import postgres as pg
from tests import real
from tests.fakes import FakeClock, FakeMessenger

# CI judges a change, so it tries the same examples for everybody; new ones are for who can look
# into what they find.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def library() -> Library:
    return real.library()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def index() -> Index:
    return real.index()


@pytest.fixture
def core(library: Library, index: Index, clock: FakeClock) -> Core:
    return Core(library, index, clock)


@pytest.fixture
def ask(core: Core) -> Callable[..., Awaitable[Answer]]:
    """Answer a line as `/nato <line>` would be."""

    async def _ask(line: str, language: Language = Language.EN) -> Answer:
        return await core.answer(core.read_line(line, language))

    return _ask


@pytest.fixture
def say(core: Core) -> Callable[..., Awaitable[Answer]]:
    """Say something to the bot, as in a mention."""

    async def _say(text: str, language: Language = Language.EN) -> Answer:
        return await core.answer(core.read_text(text, language))

    return _say


@pytest.fixture(scope="session")
def postgres() -> Iterator[pg.Postgres]:
    """A PostgreSQL server of our own; a machine of CI must have one."""
    if pg.binaries() is None and not os.environ.get("CI"):
        pytest.skip(pg.MISSING)
    with pg.running() as server:
        yield server


@pytest.fixture(scope="session")
def tables_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and nothing in them, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "tables.sqlite3"
    run(_with_tables(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def tables(postgres: pg.Postgres) -> str:
    """The name of a database of PostgreSQL with our tables and nothing in them."""
    url = postgres.database()
    run(_with_tables(url))
    return url.rpartition("/")[2]


async def _with_tables(url: str) -> None:
    async with opened(address(url, Path())) as made:
        await migrate.upgrade(made)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    server: pg.Postgres = request.getfixturevalue("postgres")
    has_tables = "database" in request.fixturenames
    return server.database(request.getfixturevalue("tables") if has_tables else None)


@pytest.fixture
async def database(database_url: str, tables_file: Path) -> AsyncIterator[Database]:
    """An empty database with our tables: the same tests run on SQLite and on PostgreSQL."""
    url = address(database_url, Path())
    if url.get_backend_name() == "sqlite":
        shutil.copy(tables_file, url.database or "")
    async with opened(url) as made:
        yield made


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
async def desk(
    database: Database, library: Library, messenger: FakeMessenger, clock: FakeClock
) -> AsyncIterator[Desk]:
    """A desk on either database, with a platform that takes what it is given."""
    async with desks.opened(database, library, {"fake": messenger}, clock) as desk:
        yield desk
