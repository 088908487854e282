"""What changes under a running calendar: zone rules, senders, the database's owner."""

import pytest

from bot.digests import zones
from bot.digests.compose import Wish
from bot.digests.desk import Desk
from bot.digests.lock import alone
from bot.digests.orders import Order
from bot.digests.retime import NOTED, retime
from bot.digests.schedule import Timetable
from bot.errors import StoreError
from bot.ports import Place
from bot.requests import Language
from bot.store import senders, subscriptions
from bot.store.rows import Move
from bot.store.subscriptions import move

ORDER = Order(
    place=Place("fake", "s", "c"),
    timetable=Timetable(540, 127, "Europe/Brussels"),
    wish=Wish(Language.EN),
    by="ann",
)


async def test_new_zone_rules_are_picked_up_at_the_next_start(desk: Desk) -> None:
    subscription = await desk.add(ORDER)
    async with desk.database.write() as connection:
        await senders.note(desk.database, connection, NOTED, "1999a")
        await move(connection, [Move(subscription.number, 1, subscription.next_date)])

    moved = await retime(desk)

    now = await subscriptions.one(desk.database, subscription.number)
    assert moved == 1
    assert now == subscription


async def test_known_zone_rules_are_left_alone(desk: Desk) -> None:
    await desk.add(ORDER)
    await retime(desk)

    assert await retime(desk) == 0
    assert await senders.noted(desk.database, NOTED) == zones.VERSION


async def test_what_is_paused_stays_paused(desk: Desk) -> None:
    subscription = await desk.add(ORDER)
    await desk.pause(subscription, None)

    await retime(desk)

    now = await subscriptions.one(desk.database, subscription.number)
    assert now is not None
    assert now.next_run_at is None


async def test_a_sqlite_file_has_one_sender(desk: Desk) -> None:
    with alone(desk.database):
        if not desk.database.is_sqlite:
            with alone(desk.database):
                return  # PostgreSQL has any number
        with pytest.raises(StoreError, match="NATO_BOT_DATABASE_URL"), alone(desk.database):
            pass
