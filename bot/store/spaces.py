"""Spaces that the bot was removed from: their digests stop, and all is kept for a time of grace.

When it left which space stands in the table `meta`. A space may be an organisation; the ids of its
own spaces begin with its id and a slash.
"""

from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import deliveries, languages, subscriptions
from bot.store.database import Database
from bot.store.rows import Subscription
from bot.store.tables import channel, meta, subscription

Space: TypeAlias = tuple[str, str]
"""The platform and the id."""
REMOVED, REMOVED_STOPPED = "gone:removed", "gone:removed_stopped"
"""Why a digest is suspended: one that was going, and one that stood still before."""
_PREFIX = "left/"


async def leave(database: Database, space: Space, now: int) -> int:
    """Suspend all digests of a space, and note when; gives how many were going."""
    digests = await subscriptions.within(database, *space)
    going = [one for one in digests if one.next_run_at is not None]
    async with database.write() as connection:
        noting = database.insert(meta).values(key=_key(space), value=str(now))
        await connection.execute(noting.on_conflict_do_nothing())
        for one in digests:
            await _suspend(connection, one, now)
    return len(going)


async def _suspend(connection: AsyncConnection, one: Subscription, now: int) -> None:
    if (one.suspended or "").startswith("gone:"):
        return
    why = REMOVED if one.next_run_at is not None else REMOVED_STOPPED
    changes = {"next_run_at": None, "suspended": why, "suspended_at": now}
    await subscriptions.change(connection, one.number, **changes)
    await deliveries.cancel(connection, one.number, why, now)


async def come_back(database: Database, space: Space) -> bool:
    """Note that the bot is in a space again; whether it had left. True for one asker alone.

    What stood still before it left stands still as it did.
    """
    was_paused = subscription.c.suspended == REMOVED_STOPPED
    clearing = sa.update(subscription).where(was_paused, subscription.c.channel.in_(_of(space)))
    async with database.write() as connection:
        gone = await connection.execute(sa.delete(meta).where(meta.c.key == _key(space)))
        await connection.execute(clearing.values(suspended=None, suspended_at=None))
        return gone.rowcount > 0


async def left(database: Database, platform: str) -> list[str]:
    """The spaces of a platform that the bot has left."""
    start = _key((platform, ""))
    asked = sa.select(meta.c.key).where(meta.c.key.startswith(start, autoescape=True))
    async with database.read() as connection:
        return [str(key).removeprefix(start) for key in await connection.scalars(asked)]


async def purge(database: Database, before: int) -> None:
    """Forget all about the spaces that were left before an instant."""
    asked = sa.select(meta).where(meta.c.key.startswith(_PREFIX, autoescape=True))
    async with database.read() as connection:
        rows = list(await connection.execute(asked))
    for row in rows:
        if int(row.value) < before:
            _, platform, space = row.key.split("/", 2)
            await _forget(database, (platform, space), before)


async def _forget(database: Database, space: Space, before: int) -> None:
    """In one transaction, and only where the bot has not come back meanwhile."""
    digests = sa.select(subscription.c.id).where(subscription.c.channel.in_(_of(space)))
    async with database.write() as connection:
        noted = meta.c.key == _key(space)
        since = (await connection.execute(sa.select(meta.c.value).where(noted))).scalar()
        if since is None or int(since) >= before:
            return
        for number in list(await connection.scalars(digests)):
            await subscriptions.remove(connection, number)
        await languages.forget_space(connection, *space)
        await languages.forget_people(connection, *space)
        await connection.execute(sa.delete(meta).where(noted))


def _of(space: Space) -> sa.Select[tuple[int]]:
    """The numbers of its channels."""
    return sa.select(channel.c.id).where(subscriptions.is_within(*space))


def _key(space: Space) -> str:
    return f"{_PREFIX}{space[0]}/{space[1]}"
