"""Deliveries: one row for each slot that was taken, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import subscriptions
from bot.store.database import Database
from bot.store.rows import Delivery, Key, Outcome, State, Subscription
from bot.store.tables import delivery, subscription

FIELDS = tuple(Delivery.__dataclass_fields__)
_COLUMNS = [delivery.c[name] for name in FIELDS]
_KEY = sa.tuple_(delivery.c.subscription, delivery.c.date)
UNSENT = (State.CLAIMED, State.RETRY)
NOT_POSTED = (State.SKIPPED, State.MISSED, State.FAILED)


async def begin(
    database: Database, connection: AsyncConnection, rows: Sequence[Delivery], owner: str | None
) -> set[Key]:
    """Write new rows; gives the keys of those that were not there before: only these are sent."""
    if not rows:
        return set()
    values = [{**{name: getattr(row, name) for name in FIELDS}, "owner": owner} for row in rows]
    adding = database.insert(delivery).on_conflict_do_nothing()
    added = await connection.execute(
        adding.returning(delivery.c.subscription, delivery.c.date), values
    )
    return {(row.subscription, row.date) for row in added}


async def ownerless(
    connection: AsyncConnection, platform: str, now: int, limit: int
) -> list[tuple[Delivery, Subscription]]:
    """Open rows that nobody has, and that may be tried now; nobody else takes them meanwhile."""
    labelled = (column.label(f"d_{column.name}") for column in _COLUMNS)
    both = subscriptions.SELECT.add_columns(*labelled)
    both = both.join(delivery, delivery.c.subscription == subscription.c.id)
    both = both.where(delivery.c.not_before <= now, delivery.c.owner.is_(None))
    both = both.where(subscription.c.platform == platform)
    both = both.order_by(delivery.c.not_before).limit(limit)
    rows = await connection.execute(both.with_for_update(of=delivery, skip_locked=True))
    return [(_read(row, "d_"), subscriptions.read(row)) for row in rows]


def _read(row: sa.Row[Any], prefix: str = "") -> Delivery:
    values: dict[str, Any] = {name: getattr(row, prefix + name) for name in FIELDS}
    values["state"] = State(values["state"])
    return Delivery(**values)


async def own(connection: AsyncConnection, keys: Collection[Key], owner: str) -> None:
    """Take rows for this sender."""
    if keys:
        await connection.execute(_of(keys).values(owner=owner))


async def intend(
    connection: AsyncConnection, keys: Collection[Key], owner: str, now: int, show_at: int
) -> set[Key]:
    """Write that these are about to be sent; gives those that are still this sender's.

    A platform that schedules shows them at their slot, or at `show_at` where that is later.
    """
    if not keys:
        return set()
    later = sa.case((delivery.c.run_at > show_at, delivery.c.run_at), else_=show_at)
    intending = _of(keys).where(delivery.c.owner == owner)
    intending = intending.values(
        state=State.SENDING,
        attempts=delivery.c.attempts + 1,
        tried_at=sa.func.coalesce(delivery.c.tried_at, now),
        show_at=later,
    ).returning(delivery.c.subscription, delivery.c.date)
    rows = await connection.execute(intending)
    return {(row.subscription, row.date) for row in rows}


async def settle(
    connection: AsyncConnection, outcomes: Sequence[Outcome], owner: str, now: int
) -> None:
    """Write what became of attempts, and let go of them."""
    if not outcomes:
        return
    settling = sa.update(delivery).where(
        delivery.c.subscription == sa.bindparam("number"),
        delivery.c.date == sa.bindparam("day"),
        delivery.c.owner == owner,
    )
    settling = settling.values(
        state=sa.bindparam("new_state"),
        owner=None,
        not_before=sa.bindparam("again"),
        message=sa.bindparam("message_id"),
        error=sa.bindparam("why"),
        settled_at=now,
        # what is certainly not posted is in doubt no more
        tried_at=sa.case(
            (sa.bindparam("new_state") == State.RETRY, None), else_=delivery.c.tried_at
        ),
    )
    rows = [
        {
            "number": outcome.key[0],
            "day": outcome.key[1],
            "new_state": outcome.state.value,
            "again": outcome.not_before,
            "message_id": outcome.message,
            "why": outcome.error,
        }
        for outcome in outcomes
    ]
    await connection.execute(settling, rows)


async def release(connection: AsyncConnection, keys: Collection[Key], owner: str, now: int) -> None:
    """Give back what was taken and not sent: another sender may take it at once."""
    if keys:
        giving = _of(keys).where(delivery.c.owner == owner)
        await connection.execute(giving.values(owner=None, not_before=now))


async def release_but(
    connection: AsyncConnection, known: Collection[Key], owner: str, now: int
) -> None:
    """Give back all that is a sender's, but for what it knows of."""
    finding = sa.select(delivery.c.subscription, delivery.c.date)
    finding = finding.where(delivery.c.not_before.is_not(None), delivery.c.owner == owner)
    rows = await connection.execute(finding)
    unknown = {(row.subscription, row.date) for row in rows}.difference(known)
    await release(connection, unknown, owner, now)


async def abandon(
    connection: AsyncConnection, owners: sa.ColumnElement[bool], now: int, settle_seconds: int
) -> None:
    """Let go of what senders had that are no more.

    What may be in the air still is left alone until it has settled.
    """
    later = sa.case((delivery.c.state == State.SENDING, now + settle_seconds), else_=now)
    letting = sa.update(delivery).where(delivery.c.not_before.is_not(None), owners)
    await connection.execute(letting.values(owner=None, not_before=later))


async def cancel(connection: AsyncConnection, number: int, why: str, now: int) -> None:
    """End what is open of a subscription and was not sent yet."""
    ending = sa.update(delivery).where(
        delivery.c.subscription == number, delivery.c.state.in_(UNSENT)
    )
    await connection.execute(
        ending.values(state=State.MISSED, error=why, owner=None, not_before=None, settled_at=now)
    )


async def skip(database: Database, connection: AsyncConnection, slot: Delivery) -> None:
    """Leave a slot out."""
    values = {name: getattr(slot, name) for name in FIELDS}
    await connection.execute(database.insert(delivery).values(values).on_conflict_do_nothing())


async def unskip(connection: AsyncConnection, number: int, date: str) -> None:
    """Take back that slots from `date` on are left out."""
    taking = sa.delete(delivery).where(
        delivery.c.subscription == number,
        delivery.c.date >= date,
        delivery.c.state == State.SKIPPED,
    )
    await connection.execute(taking)


async def clear(connection: AsyncConnection, number: int, date: str) -> None:
    """Forget a slot whose issue has certainly not been posted, nor is on its way."""
    clearing = sa.delete(delivery).where(
        delivery.c.subscription == number,
        delivery.c.date == date,
        delivery.c.state.in_(NOT_POSTED),
    )
    await connection.execute(clearing)


async def newest(database: Database, number: int, limit: int) -> list[Delivery]:
    """The newest slots of a subscription, the newest first."""
    finding = sa.select(*_COLUMNS).where(delivery.c.subscription == number)
    finding = finding.order_by(delivery.c.date.desc()).limit(limit)
    async with database.read() as connection:
        rows = await connection.execute(finding)
        return [_read(row) for row in rows]


async def forget(connection: AsyncConnection, before: int, limit: int) -> int:
    """Delete some rows of slots before an instant; gives how many."""
    old = sa.select(delivery.c.subscription, delivery.c.date)
    old = old.where(delivery.c.run_at < before, delivery.c.not_before.is_(None)).limit(limit)
    gone = await connection.execute(sa.delete(delivery).where(_KEY.in_(old)))
    return gone.rowcount


def _of(keys: Collection[Key]) -> sa.Update:
    """By dates, of which there are few: for a list of pairs SQLite would scan the whole table."""
    numbers = defaultdict[str, list[int]](list)
    for number, date in keys:
        numbers[date].append(number)
    days = (
        sa.and_(delivery.c.date == date, delivery.c.subscription.in_(found))
        for date, found in numbers.items()
    )
    return sa.update(delivery).where(sa.or_(*days))
