"""Fixtures shared by every test: the real content, a core on it, a way to ask."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.answers import Answer
from bot.core import Core
from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.library.loader import load
from bot.requests import Language
from bot.search.index import Index
from bot.store import migrate
from bot.store.database import Database, address, opened
from tests import postgres as pg
from tests.fakes import FakeClock

CONTENT = Path(__file__).parent.parent / "content"


@pytest.fixture(scope="session")
def library() -> Library:
    return load(CONTENT, NEEDED_WORDS)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def index(library: Library) -> Index:
    return Index(library)


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


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    server: pg.Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database with our tables: the same tests run on SQLite and on PostgreSQL."""
    async with opened(address(database_url, Path())) as made:
        await migrate.upgrade(made)
        yield made
