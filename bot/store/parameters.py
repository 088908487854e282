"""What stands behind the `?` of a database's address: written for libpq, handed to asyncpg.

The driver takes some of libpq's parameters as arguments, others only inside an address of its own,
and fails on the rest in words of its own code.
"""

from collections.abc import Iterable
from urllib.parse import urlencode

from sqlalchemy.engine import URL

from bot.errors import StoreError

NAME = "NATO_BOT_DATABASE_URL"
NUMBERS = frozenset({"port", "prepared_statement_cache_size"})
ARGUMENTS = NUMBERS | {"host", "user", "password", "passfile", "target_session_attrs"}
"""Taken as they are."""
INSIDE = frozenset(
    {
        *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl"),
        *("sslnegotiation", "ssl_min_protocol_version", "ssl_max_protocol_version"),
        "application_name",
    }
)
"""Taken inside an address: asyncpg reads `dsn` for what no argument says."""
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def translated(url: URL) -> URL:
    """The address as the driver takes it; raises StoreError for what it could not take."""
    given = {"sslmode" if name == "ssl" else name: value for name, value in url.query.items()}
    if unknown := sorted(given.keys() - ARGUMENTS - INSIDE):
        known = ", ".join(sorted(ARGUMENTS | INSIDE))
        raise StoreError(
            f"{NAME} has {_listed(unknown)} behind its ?, which cannot be passed on: "
            f"leave that out; {known} can be"
        )
    if given.get("sslmode", MODES[0]) not in MODES:
        raise StoreError(f"{NAME}: write one of {_listed(MODES)} for sslmode")
    if wrong := sorted(n for n in NUMBERS & given.keys() if not _is_number(given[n])):
        raise StoreError(f"{NAME}: write a number for {_listed(wrong)}")
    inside = {name: value for name, value in given.items() if name in INSIDE}
    query = {name: value for name, value in given.items() if name in ARGUMENTS}
    if inside:
        query["dsn"] = f"postgresql:///?{urlencode(inside, doseq=True)}"
    return url.set(query=query)


def refuse_any(url: URL) -> None:
    """Raise StoreError for any parameter at all: SQLite needs none."""
    if url.query:
        raise StoreError(f"{NAME}: leave out {_listed(sorted(url.query))}, and the ? before it")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _is_number(value: str | tuple[str, ...]) -> bool:
    values = (value,) if isinstance(value, str) else value
    return all(one.isascii() and one.isdecimal() for one in values)
