"""`nato-bot db …`: upgrades, copies while others write, and what is wrong."""

import sqlite3
import stat
import subprocess
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TypeAlias

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store import backup, changing, migrate
from bot.store.database import Database
from tests.terminal.test_command_line import nato_bot

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
def db(file: Path) -> Run:
    """Run `nato-bot db …` on a SQLite file."""
    return lambda *words: nato_bot("db", *words, NATO_BOT_DATABASE_URL=f"sqlite:///{file}")


@contextmanager
def writing(file: Path) -> Generator[None]:
    """Write two tables in step while inside, one transaction after the other."""
    stop, begun = Event(), Event()

    def write() -> None:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            while not stop.is_set():
                with connection:
                    for table in ("one", "two"):
                        connection.execute(f"INSERT INTO {table} VALUES (randomblob(200))")  # noqa: S608
                begun.set()

    thread = Thread(target=write)
    thread.start()
    begun.wait()
    yield
    stop.set()
    thread.join()


def counted(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        [(number,)] = connection.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
        return int(number)


def test_an_upgrade_says_from_where_to_where(database_url: str) -> None:
    first, second = (
        nato_bot("db", "upgrade", NATO_BOT_DATABASE_URL=database_url) for _ in range(2)
    )

    assert first.stdout == "The database was at version none, and is at 0002 now.\n"
    assert second.stdout == "The database is at version 0002 already.\n"


def test_a_copy_made_while_others_write_is_consistent(tmp_path: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE one (x)")
        connection.execute("CREATE TABLE two (x)")
    copies = [tmp_path / f"copy{n}" for n in range(5)]

    with writing(file):
        for copy in copies:
            backup.copy(file, copy)

    numbers = [counted(copy, "one") for copy in copies]
    assert numbers == [counted(copy, "two") for copy in copies]
    assert 0 < numbers[0] < numbers[-1] <= counted(file, "one")


def test_a_backup_is_a_database_that_only_its_owner_reads(db: Run, file: Path) -> None:
    db("upgrade")
    copy = file.with_name("copy of it.sqlite3")

    done = db("backup", str(copy))

    assert done.stdout.startswith(f"Copied the database to {copy}: ")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    checked = nato_bot("db", "check", NATO_BOT_DATABASE_URL=f"sqlite:///{copy}")
    assert checked.stdout == "The database is in order: 0 digests, 0 going, version 0002.\n"


def test_a_backup_overwrites_nothing(tmp_path: Path, file: Path) -> None:
    sqlite3.connect(file).close()
    there = tmp_path / "there"
    there.write_text("precious")

    with pytest.raises(StoreError, match="there is there already: name another file"):
        backup.copy(file, there)

    assert there.read_text() == "precious"


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"x" * 5_000])
def test_a_backup_that_fails_leaves_nothing_behind(
    tmp_path: Path, file: Path, content: bytes
) -> None:
    file.write_bytes(content)

    with pytest.raises(StoreError, match="was not made"):
        backup.copy(file, tmp_path / "copy")

    assert list(tmp_path.iterdir()) == [file]


def test_a_damaged_database_gives_no_backup(tmp_path: Path, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE one (x CHECK (x > 0))")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("INSERT INTO one VALUES (-1)")
        connection.commit()

    with pytest.raises(StoreError, match="CHECK constraint failed in one"):
        backup.copy(file, tmp_path / "copy")


def test_postgresql_is_copied_by_its_own_program() -> None:
    url = "postgresql://ann:secret@db.example:6432/nato?prepared_statement_cache_size=0"

    done = nato_bot("db", "backup", "/b/my copy", NATO_BOT_DATABASE_URL=url)

    assert done.returncode == 2
    command = "pg_dump --format=custom '--file=/b/my copy' --host=db.example --port=6432"
    assert f"{command} --username=ann nato\n" in done.stderr
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


async def test_a_check_finds_what_is_not_as_it_was_made(
    database: Database, database_url: str
) -> None:
    async with database.write() as connection:
        await connection.execute(sa.text("DROP INDEX subscription_due"))

    done = nato_bot("db", "check", NATO_BOT_DATABASE_URL=database_url)

    assert done.returncode == 1
    assert "subscription_due" in done.stderr.splitlines()[0]
    assert "db check: the database is not in order" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("words", [["check"], ["backup", "/nowhere/copy"]])
def test_looking_for_a_database_makes_none(words: list[str], db: Run, file: Path) -> None:
    done = db(*words)

    assert done.returncode == 1
    assert "there is no database" in done.stderr
    assert not file.exists()


@pytest.mark.parametrize("words", [["db", "upgrade"], ["digest", "list"]])
def test_a_server_that_does_not_answer_is_told_in_one_line(words: list[str]) -> None:
    done = nato_bot(*words, NATO_BOT_DATABASE_URL="postgresql://ann:secret@127.0.0.1:1/nato")

    assert done.returncode == 1
    assert done.stderr.startswith("nato-bot: the database does not answer: see that it runs")
    assert "secret" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_newer_database_is_left_alone(db: Run, file: Path) -> None:
    db("upgrade")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE nato_bot_version SET version_num = '9999'")
        connection.commit()

    done = db("upgrade")

    assert done.returncode == 1
    assert "at version 9999, this release needs 0002: use the release that made it" in done.stderr


def test_run_without_migrating_refuses_tables_that_are_not_there(file: Path) -> None:
    settings = {"NATO_BOT_DATABASE_URL": f"sqlite:///{file}", "NATO_BOT_DISCORD_TOKEN": "a.b.c"}

    done = nato_bot("run", "--only", "digests", "--no-migrate", **settings)

    assert done.returncode == 1
    assert "the database is at version none, this release needs 0002: run" in done.stderr


def test_every_migration_is_known_by_the_name_of_its_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(changing.MIGRATIONS))
    revisions = ScriptDirectory.from_config(config).walk_revisions()

    assert [revision.revision for revision in revisions] == migrate.known()[::-1]
