"""A copy of a SQLite database while others write to it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import quote

from bot.errors import StoreError
from bot.store.database import BUSY_SECONDS


def copy(source: Path, target: Path) -> int:
    """Write a consistent copy that nobody else may read; gives its size in bytes.

    The copy stands under its name once it is whole and checked; raises StoreError before that.
    """
    if target.exists() or target.is_symlink():
        raise StoreError(f"{target} is there already: name another file, or move it away")
    try:
        handle, name = mkstemp(prefix=f".{target.name}.", dir=target.parent)  # with mode 0600
        os.close(handle)
    except OSError as error:
        raise StoreError(f"cannot write {target} ({error.strerror}): name another file") from None
    unfinished = Path(name)
    try:
        _copy(source, unfinished)
        _write_through(unfinished)
        unfinished.rename(target)
        _write_through(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"the copy failed, and {target} was not made: {error}") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    # Writers go on meanwhile: in WAL mode a reader, which this is, holds nobody up.
    with closing(_connected(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with closing(_connected(target)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise sqlite3.DatabaseError("; ".join(found[:3]))


def _connected(file: Path) -> sqlite3.Connection:
    """To a file that must be there; opened read-only, SQLite 3.40 would check no constraints."""
    address = f"file:{quote(str(file.resolve()))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _write_through(path: Path) -> None:
    """SQLite does not wait until such a copy is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
