"""What senders share: who is alive, whose turn it is, and what was noted for the next start."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import deliveries
from bot.store.database import Database
from bot.store.rows import Turns
from bot.store.tables import bucket, delivery, entry, meta, replica, subscription

FARTHEST = 2 * 3600 * 1000
"""Milliseconds, more than any platform is held: a turn farther ahead is of a clock that was wrong
and has been set back since."""


async def beat(database: Database, connection: AsyncConnection, sender: str, now: int) -> None:
    """Note that a sender is alive."""
    noting = database.insert(replica).values(id=sender, beat=now)
    noting = noting.on_conflict_do_update(index_elements=["id"], set_={"beat": now})
    await connection.execute(noting)


async def bury(connection: AsyncConnection, before: int, now: int, settle_seconds: int) -> None:
    """Delete the senders that have not beaten since `before`, and let go of what they had."""
    dead = await connection.execute(
        sa.delete(replica).where(replica.c.beat < before).returning(replica.c.id)
    )
    if senders := [row.id for row in dead]:
        theirs = delivery.c.owner.in_(senders)
        await deliveries.abandon(connection, theirs, now, settle_seconds)


async def bury_all(connection: AsyncConnection, now: int, settle_seconds: int) -> None:
    """On a database that one process alone uses: whoever was there before is no more."""
    await connection.execute(sa.delete(replica))
    owned = delivery.c.owner.is_not(None)
    await deliveries.abandon(connection, owned, now, settle_seconds)


async def bury_strays(connection: AsyncConnection, now: int, settle_seconds: int) -> None:
    """Let go of what senders had that nobody knows any more."""
    living = delivery.c.owner.in_(sa.select(replica.c.id))
    await deliveries.abandon(connection, ~living, now, settle_seconds)


async def leave(connection: AsyncConnection, sender: str, now: int, settle_seconds: int) -> None:
    """Note that a sender ends, and let go of what it could not finish."""
    await connection.execute(sa.delete(replica).where(replica.c.id == sender))
    theirs = delivery.c.owner == sender
    await deliveries.abandon(connection, theirs, now, settle_seconds)


async def clock(database: Database) -> float | None:
    """The server's UTC seconds; None where the database has no clock but this machine's."""
    if database.is_sqlite:
        return None
    async with database.read() as connection:
        asked = sa.select(sa.func.extract("epoch", sa.func.clock_timestamp()))
        return float((await connection.execute(asked)).scalar_one())


async def has_work(database: Database, platforms: Sequence[str], now: int) -> set[str]:
    """The platforms among these that have something due, in one cheap statement.

    It asks for the earliest instants, which an index holds first. Asked whether any row is due,
    PostgreSQL would guess that one in three is, and look through the table for it.
    """
    if not platforms:
        return set()
    earliest = [
        sa.select(sa.func.min(subscription.c.next_run_at))
        .where(subscription.c.platform == platform)
        .scalar_subquery()
        for platform in platforms
    ]
    # SQLite uses the index of open rows only where the statement says that it wants no others
    is_free = delivery.c.not_before.is_not(None) & delivery.c.owner.is_(None)
    ownerless = sa.select(sa.func.min(delivery.c.not_before)).where(is_free)
    async with database.read() as connection:
        row = (await connection.execute(sa.select(ownerless.scalar_subquery(), *earliest))).one()
    left, *first = (instant is not None and instant <= now for instant in row)
    return set(platforms) if left else {p for p, due in zip(platforms, first, strict=True) if due}


async def reserve(
    database: Database, connection: AsyncConnection, wanted: Mapping[str, Turns], now: float
) -> dict[str, float]:
    """Reserve turns in each bucket; gives the UTC seconds of the first one.

    The generic cell rate algorithm, with no burst: a bucket holds when its next turn is.
    """
    if not wanted:
        return {}
    moment = int(now * 1000)
    lengths = {key: round(turns.number * turns.apart * 1000) for key, turns in wanted.items()}
    taking = database.insert(bucket)
    length = taking.excluded.next_at - moment
    is_ahead = sa.between(bucket.c.next_at, moment, moment + FARTHEST)
    after = sa.case((is_ahead, bucket.c.next_at), else_=moment) + length
    taking = taking.on_conflict_do_update(index_elements=["key"], set_={"next_at": after})
    values = [{"key": key, "next_at": moment + length} for key, length in sorted(lengths.items())]
    rows = await connection.execute(taking.returning(bucket.c.key, bucket.c.next_at), values)
    return {row.key: (row.next_at - lengths[row.key]) / 1000 for row in rows}


async def hold(database: Database, connection: AsyncConnection, key: str, until: float) -> None:
    """Give no turn of a bucket before an instant."""
    moment = int(until * 1000)
    holding = database.insert(bucket).values(key=key, next_at=moment)
    later = sa.case((bucket.c.next_at > moment, bucket.c.next_at), else_=moment)
    holding = holding.on_conflict_do_update(index_elements=["key"], set_={"next_at": later})
    await connection.execute(holding)


async def forget_buckets(connection: AsyncConnection, before: float) -> None:
    """Delete buckets that have been full since an instant."""
    await connection.execute(sa.delete(bucket).where(bucket.c.next_at < int(before * 1000)))


async def numbers(database: Database, names: Sequence[str]) -> dict[str, int]:
    """The permanent number of each entry that can be shown; new ones are given theirs."""
    known = await _numbers(database)
    if missing := [name for name in names if name not in known]:
        async with database.write() as connection:
            adding = database.insert(entry).on_conflict_do_nothing()
            await connection.execute(adding, [{"name": name} for name in missing])
        known = await _numbers(database)
    return known


async def _numbers(database: Database) -> dict[str, int]:
    async with database.read() as connection:
        rows = await connection.execute(sa.select(entry.c.name, entry.c.number))
        return {row.name: row.number for row in rows}


async def noted(database: Database, key: str) -> str | None:
    """What was noted under a key."""
    async with database.read() as connection:
        rows = await connection.execute(sa.select(meta.c.value).where(meta.c.key == key))
        return rows.scalar_one_or_none()


async def note(database: Database, connection: AsyncConnection, key: str, value: str) -> None:
    """Note something for the next start."""
    noting = database.insert(meta).values(key=key, value=value)
    noting = noting.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    await connection.execute(noting)
