"""Brings every calendar up to date when the rules of the world's clocks have changed."""

import datetime as dt
import logging

from bot.digests import zones
from bot.digests.desk import Desk
from bot.digests.orders import timetable_of
from bot.digests.schedule import next_slot, resolve
from bot.digests.zones import UnknownZoneError
from bot.store import senders, subscriptions
from bot.store.rows import Move, Subscription

log = logging.getLogger(__name__)

NOTED = "tzdata"
AT_ONCE = 1_000
"""Subscriptions a transaction: the senders beside it must not wait."""


async def retime(desk: Desk) -> int:
    """Compute every next slot anew if the zone data is another than last time; gives how many."""
    if await senders.noted(desk.database, NOTED) == zones.VERSION:
        return 0
    number = moved = 0
    while found := await subscriptions.after(desk.database, number, AT_ONCE):
        moves = [move for one in found if (move := _move_or_log(one, desk))]
        async with desk.database.write() as connection:
            await subscriptions.move(connection, moves)
        number, moved = found[-1].number, moved + len(moves)
    async with desk.database.write() as connection:
        await senders.note(desk.database, connection, NOTED, zones.VERSION)
    log.info("calendars brought up to date", extra={"tzdata": zones.VERSION, "digests": moved})
    return moved


def _move_or_log(subscription: Subscription, desk: Desk) -> Move | None:
    try:
        return _move(subscription, desk)
    except UnknownZoneError as error:
        facts = {"digest": subscription.number, "zone": str(error)}
        log.error("a digest's zone is unknown to this edition", extra=facts)  # noqa: TRY400
        return None


def _move(subscription: Subscription, desk: Desk) -> Move | None:
    if subscription.next_date is None or subscription.next_run_at is None:
        return None
    day, timetable = dt.date.fromisoformat(subscription.next_date), timetable_of(subscription)
    run_at = resolve(timetable, day)
    if run_at is None:
        slot = next_slot(timetable, desk.now, not_before=day)
        day, run_at = slot.date, slot.run_at
    lead = desk.lead(subscription.place.platform)
    move = Move(subscription.number, run_at - lead, day.isoformat())
    before = Move(subscription.number, subscription.next_run_at, subscription.next_date)
    return move if move != before else None
