"""How digests do as a whole, for whoever watches over the bot."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import delivery, subscription

A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of all processes together."""

    last_day: Mapping[str, int]
    """Slots of the last 24 hours, by what became of them."""
    backlog: int
    """What is due and not posted yet."""


async def of(database: Database, now: int) -> Figures:
    """The figures of this moment."""
    by_state = sa.select(delivery.c.state, sa.func.count()).group_by(delivery.c.state)
    by_state = by_state.where(delivery.c.run_at > now - A_DAY)
    open_ = sa.select(sa.func.count()).where(delivery.c.not_before <= now)
    due = sa.select(sa.func.count()).where(subscription.c.next_run_at <= now)
    async with database.read() as connection:
        states = {str(state): int(number) for state, number in await connection.execute(by_state)}
        waiting = sa.select(open_.scalar_subquery() + due.scalar_subquery())
        backlog = int((await connection.execute(waiting)).scalar_one())
    return Figures(last_day=states, backlog=backlog)
