"""Subscriptions and the channels they post to."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ports import Place
from bot.requests import Language
from bot.store.database import Database
from bot.store.rows import Move, New, Subscription
from bot.store.tables import channel, delivery, subscription

Change: TypeAlias = "int | str | None"

_FIELDS = (
    *(c for c in subscription.c if c.name != "suspended_at"),
    *(channel.c[name] for name in ("space", "thread", "shown", "last")),
    channel.c.channel.label("where"),
)
SELECT = sa.select(*_FIELDS).join(channel, channel.c.id == subscription.c.channel)


def read(row: sa.Row[Any]) -> Subscription:
    """A row of SELECT."""
    return Subscription(
        number=row.id,
        place=Place(row.platform, row.space, row.where, row.thread),
        minute=row.minute,
        weekdays=row.weekdays,
        zone=row.zone,
        language=Language(row.language),
        topics=tuple(row.topics.split(",")) if row.topics else (),
        next_run_at=row.next_run_at,
        next_date=row.next_date,
        paused_until=row.paused_until,
        strikes=row.strikes,
        suspended=row.suspended,
        set_by=row.set_by,
        set_at=row.set_at,
        channel=row.channel,
        shown=int.from_bytes(row.shown, "little"),
        last=row.last,
    )


async def in_place(
    database: Database, connection: AsyncConnection, place: Place
) -> list[Subscription]:
    """Those that post to one place, where nobody else adds or finds any meanwhile."""
    await _add_channels(database, connection, [place])
    here = [channel.c[name] == getattr(place, name) for name in _KEY]
    await connection.execute(sa.select(channel.c.id).where(*here).with_for_update())
    rows = await connection.execute(SELECT.where(*here).order_by(subscription.c.id))
    return [read(row) for row in rows]


async def add(connection: AsyncConnection, new: New) -> int:
    """Add one to a place that `in_place` has seen; gives its number."""
    adding = _ADDING.returning(subscription.c.id)
    return int((await connection.execute(adding, _binds(new))).scalar_one())


async def add_missing(database: Database, connection: AsyncConnection, new: Sequence[New]) -> None:
    """Add those of many that are not there in the same place with the same settings."""
    if not database.is_sqlite:
        # plans are made once, for tables that may be empty now and hold all of these in the end
        await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
    if new:
        await _add_channels(database, connection, (one.place for one in new))
        await connection.execute(_ADDING_MISSING, [_binds(one) for one in new])


async def _add_channels(
    database: Database, connection: AsyncConnection, places: Iterable[Place]
) -> None:
    # in one order, so that two who add the same do not wait for one another
    keys = sorted({tuple(getattr(place, name) for name in _KEY) for place in places})
    rows = [{**dict(zip(_KEY, key, strict=True)), "shown": b""} for key in keys]
    await connection.execute(database.insert(channel).on_conflict_do_nothing(), rows)


_KEY = ("platform", "space", "channel", "thread")
"""Of a channel; Place has the same names."""
_SETTINGS = ("minute", "weekdays", "zone", "language", "topics")
_ROW = (
    *("platform", "next_run_at", "next_date", "paused_until", "set_by", "set_at"),
    *_SETTINGS,
)


def _bind(name: str) -> sa.BindParameter[Any]:
    """By another name than the column's, which an INSERT keeps for itself."""
    return sa.bindparam(f"new_{name}", type_=subscription.c[name].type)


def _adding(*conditions: sa.ColumnElement[bool]) -> sa.Insert:
    """One statement that looks up the channel's number too: sent once for thousands of rows."""
    is_there = (channel.c[name] == sa.bindparam(f"at_{name}") for name in _KEY)
    values = sa.select(channel.c.id, *map(_bind, _ROW)).where(*is_there, *conditions)
    return sa.insert(subscription).from_select(["channel", *_ROW], values)


_IS_SAME = (subscription.c[name] == _bind(name) for name in _SETTINGS)
_ADDING = _adding()
_ADDING_MISSING = _adding(~sa.exists().where(subscription.c.channel == channel.c.id, *_IS_SAME))


def _binds(new: New) -> dict[str, Any]:
    row = {
        "platform": new.place.platform,
        "minute": new.minute,
        "weekdays": new.weekdays,
        "zone": new.zone,
        "language": new.language.value,
        "topics": ",".join(new.topics),
        "next_run_at": new.next_run_at,
        "next_date": new.next_date,
        "paused_until": new.paused_until,
        "set_by": new.set_by,
        "set_at": new.set_at,
    }
    place = {f"at_{name}": getattr(new.place, name) for name in _KEY}
    return place | {f"new_{name}": value for name, value in row.items()}


async def of_space(database: Database, platform: str, space: str) -> list[Subscription]:
    """All of one space, the oldest first."""
    where = SELECT.where(channel.c.platform == platform, channel.c.space == space)
    async with database.read() as connection:
        rows = await connection.execute(where.order_by(subscription.c.id))
        return [read(row) for row in rows]


async def within(database: Database, platform: str, space: str) -> list[Subscription]:
    """All of a space, or of those that an organisation is made of, the oldest first."""
    where = SELECT.where(is_within(platform, space))
    async with database.read() as connection:
        rows = await connection.execute(where.order_by(subscription.c.id))
        return [read(row) for row in rows]


def is_within(platform: str, space: str) -> sa.ColumnElement[bool]:
    """Whether a channel is of a space, or of one of its own spaces."""
    of_own = channel.c.space.startswith(f"{space}/", autoescape=True)
    return sa.and_(channel.c.platform == platform, sa.or_(channel.c.space == space, of_own))


async def after(database: Database, number: int, limit: int) -> list[Subscription]:
    """Some of all there are, in the order of their numbers, from behind `number` on."""
    where = SELECT.where(subscription.c.id > number).order_by(subscription.c.id).limit(limit)
    async with database.read() as connection:
        return [read(row) for row in await connection.execute(where)]


async def counts(connection: AsyncConnection) -> tuple[int, int]:
    """How many there are, and how many of them go."""
    counting = sa.select(sa.func.count(), sa.func.count(subscription.c.next_run_at))
    all_, going = (await connection.execute(counting.select_from(subscription))).one()
    return int(all_), int(going)


async def one(database: Database, number: int) -> Subscription | None:
    """The subscription of that number."""
    async with database.read() as connection:
        rows = await connection.execute(SELECT.where(subscription.c.id == number))
        row = rows.one_or_none()
        return read(row) if row else None


async def locked(connection: AsyncConnection, number: int) -> Subscription | None:
    """The subscription of that number, which nobody else changes or claims meanwhile."""
    finding = SELECT.where(subscription.c.id == number).with_for_update()
    row = (await connection.execute(finding)).one_or_none()
    return read(row) if row else None


async def change(connection: AsyncConnection, number: int, **changes: Change) -> None:
    """Set columns of one."""
    changing = sa.update(subscription).where(subscription.c.id == number)
    await connection.execute(changing.values(**changes))


async def count_by(database: Database, platform: str, person: str, space: str | None) -> int:
    """How many a person has set up: in one space, where ids mean something there alone."""
    counting = sa.select(sa.func.count()).where(_set_by(platform, person, space))
    async with database.read() as connection:
        return int((await connection.execute(counting)).scalar_one())


async def forget_person(
    connection: AsyncConnection, platform: str, person: str, space: str | None
) -> None:
    """Forget who set them up; they go on."""
    forgetting = sa.update(subscription).where(_set_by(platform, person, space))
    await connection.execute(forgetting.values(set_by=""))


def _set_by(platform: str, person: str, space: str | None) -> sa.ColumnElement[bool]:
    theirs = sa.and_(subscription.c.platform == platform, subscription.c.set_by == person)
    if space is None:
        return theirs
    there = sa.select(channel.c.id).where(channel.c.platform == platform, channel.c.space == space)
    return sa.and_(theirs, subscription.c.channel.in_(there))


async def remove(connection: AsyncConnection, number: int) -> None:
    """Remove one with its deliveries; its channel too where it was the last one there."""
    finding = sa.select(subscription.c.channel).where(subscription.c.id == number)
    where = (await connection.execute(finding)).scalar_one_or_none()
    await connection.execute(sa.delete(delivery).where(delivery.c.subscription == number))
    await connection.execute(sa.delete(subscription).where(subscription.c.id == number))
    used = sa.exists().where(subscription.c.channel == where)
    await connection.execute(sa.delete(channel).where(channel.c.id == where, ~used))


async def due(
    connection: AsyncConnection, platform: str, now: int, limit: int
) -> list[Subscription]:
    """Those whose time has come, the longest waiting first; nobody else takes them meanwhile."""
    coming = SELECT.where(subscription.c.platform == platform, subscription.c.next_run_at <= now)
    coming = coming.order_by(subscription.c.next_run_at).limit(limit)
    rows = await connection.execute(coming.with_for_update(skip_locked=True))
    return [read(row) for row in rows]


async def move(connection: AsyncConnection, moves: Sequence[Move]) -> None:
    """Set when each is due next; what has been paused meanwhile stays so."""
    if moves:
        moving = sa.update(subscription).where(
            subscription.c.id == sa.bindparam("number"), subscription.c.next_run_at.is_not(None)
        )
        moving = moving.values(
            next_run_at=sa.bindparam("run_at"), next_date=sa.bindparam("next_day")
        )
        rows = [
            {"number": m.number, "run_at": m.next_run_at, "next_day": m.next_date} for m in moves
        ]
        await connection.execute(moving, rows)


async def remember(connection: AsyncConnection, seen: Iterable[tuple[int, int, str]]) -> None:
    """Keep what each channel has seen: its number, the bits, what its newest issue was."""
    rows = [
        {"number": n, "bits": bits.to_bytes((bits.bit_length() + 7) // 8, "little"), "newest": last}
        for n, bits, last in seen
    ]
    if rows:
        keeping = sa.update(channel).where(channel.c.id == sa.bindparam("number"))
        keeping = keeping.values(shown=sa.bindparam("bits"), last=sa.bindparam("newest"))
        await connection.execute(keeping, rows)
