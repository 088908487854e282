"""NATO_BOT_DATABASE_URL: what may stand behind its `?`, and what is said of all else."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.database import StoreDownError, address, opened
from tests.postgres import Postgres

SERVER = "postgresql://ann:secret@127.0.0.1/nato"


async def answered(url: str, asked: str) -> str:
    """What a database says."""
    async with opened(address(url, Path())) as database, database.read() as connection:
        return str((await connection.execute(sa.text(asked))).scalar_one())


@pytest.mark.parametrize("mode", ["sslmode=disable", "sslmode=prefer", "ssl=allow"])
async def test_the_parameters_of_other_clients_work(postgres: Postgres, mode: str) -> None:
    url = f"{postgres.database()}?{mode}&application_name=nato+bot"

    assert await answered(url, "SHOW application_name") == "nato bot"


async def test_who_requires_tls_gets_no_connection_without(postgres: Postgres) -> None:
    url = f"{postgres.database()}?sslmode=require"

    with pytest.raises(StoreDownError, match="SSL"):
        await answered(url, "SELECT 1")


@pytest.mark.parametrize("mode", ["verify-full&sslrootcert=/no/such/file", "verify-ca"])
async def test_a_certificate_that_is_not_there_is_told(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    with pytest.raises(StoreError, match=r"check NATO_BOT_DATABASE_URL.*[Nn]o such file|not exist"):
        await answered(f"{SERVER}?sslmode={mode}", "SELECT 1")


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("?sslmode=yes", "one of disable, allow, prefer, require, verify-ca, verify-full"),
        ("?sslmode=require&channel_binding=require", "has channel_binding behind its ?"),
        ("?ssl_mode=require&connect_timeout=9", "has connect_timeout, ssl_mode behind its ?"),
        ("?prepared_statement_cache_size=no", "a number for prepared_statement_cache_size"),
    ],
)
def test_what_cannot_be_passed_on_is_told_in_a_line(behind: str, told: str) -> None:
    with pytest.raises(StoreError) as raised:
        address(SERVER + behind, Path())

    assert told in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["sqlite:////tmp/a.sqlite3?mode=ro", "postgresql://ann@host:port/nato", "nato", "a://b"]
)
def test_what_is_no_address_is_told_too(url: str) -> None:
    with pytest.raises(StoreError, match="NATO_BOT_DATABASE_URL"):
        address(url, Path())


def test_parameters_that_the_driver_takes_stay_as_they_are() -> None:
    url = address(f"{SERVER}?host=/run/postgresql&prepared_statement_cache_size=0", Path())

    assert dict(url.query) == {"host": "/run/postgresql", "prepared_statement_cache_size": "0"}
