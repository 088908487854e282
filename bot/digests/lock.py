"""One sender for one SQLite file: a second process would take the first one's work for orphaned."""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.store.database import Database


@contextmanager
def alone(database: Database) -> Generator[None]:
    """Be the only sender while inside; raises StoreError where another process is one."""
    if not database.is_sqlite:
        yield
        return
    with Path(f"{database.url.database}.sender").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                "another nato-bot sends the digests of this SQLite file: end it, or set "
                "NATO_BOT_DATABASE_URL to a PostgreSQL, which several can share"
            ) from None
        yield
