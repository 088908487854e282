"""Orders of operators: many at once, and again from what is there."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest
from sqlalchemy.exc import IntegrityError

from adapters import discord, slack
from bot.digests.compose import Wish
from bot.digests.desk import Desk, opened
from bot.digests.orders import Order
from bot.digests.schedule import Timetable
from bot.library.entries import Library
from bot.ports import Place
from bot.requests import Language
from bot.store import subscriptions
from bot.store.database import Database
from bot.store.rows import Move, Subscription
from tests.fakes import FakeClock, FakeMessenger

LEADS = {"discord": discord.LEAD, "slack": slack.LEAD}
ORDER = Order(
    place=Place("slack", "T1", "C1"),
    timetable=Timetable(9 * 60, 0b1111111, "Europe/Brussels"),
    wish=Wish(Language.EN),
    by="U1",
)


@pytest.fixture
async def desk(database: Database, library: Library, clock: FakeClock) -> AsyncIterator[Desk]:
    async with opened(database, library, {}, clock, LEADS) as desk:
        yield desk


async def the_first(desk: Desk) -> Subscription:
    one = await subscriptions.one(desk.database, 1)
    assert one
    return one


async def test_an_order_without_a_messenger_is_due_as_early_as_its_platform_wants_it(
    desk: Desk,
) -> None:
    one = await desk.add(ORDER)

    [slot] = desk.next_slots(one, 1)
    assert one.next_run_at == slot.run_at - 180
    assert dt.datetime.fromtimestamp(slot.run_at, dt.UTC).isoformat() == "2026-11-24T08:00:00+00:00"


async def test_an_open_messenger_knows_better(
    database: Database, library: Library, clock: FakeClock
) -> None:
    messengers = {"slack": FakeMessenger(lead=60)}
    async with opened(database, library, messengers, clock, LEADS) as desk:
        assert (desk.lead("slack"), desk.lead("discord")) == (60, 0)


async def test_what_is_there_is_ordered_again_as_it_was(desk: Desk) -> None:
    order = replace(ORDER, wish=Wish(Language.FR, ("nuclear-sharing", "what-is-nato")))
    await desk.add_missing([order])

    assert desk.order_again(await the_first(desk)) == order


async def test_a_day_left_out_is_not_ordered_again(desk: Desk) -> None:
    await desk.skip(await desk.add(ORDER))

    again = desk.order_again(await the_first(desk))

    assert again.not_before == dt.date(2026, 11, 25)


async def test_an_issue_that_is_on_its_way_is_not_ordered_again(
    desk: Desk, clock: FakeClock
) -> None:
    await desk.add(ORDER)
    today, tomorrow = desk.next_slots(await the_first(desk), 2)
    async with desk.database.write() as connection:
        claimed = Move(1, tomorrow.run_at - 180, tomorrow.date.isoformat())
        await subscriptions.move(connection, [claimed])
    clock.set_to(today.run_at - 60)

    assert desk.order_again(await the_first(desk)).not_before == tomorrow.date


async def test_a_pause_that_ends_by_itself_is_ordered_with_its_end(desk: Desk) -> None:
    order = replace(ORDER, not_before=dt.date(2026, 12, 24))
    await desk.add_missing([order])

    one = await the_first(desk)

    assert desk.order_again(one) == order
    assert (one.next_date, one.paused_until) == ("2026-12-24", "2026-12-24")


async def test_one_that_waits_for_somebody_is_ordered_so(desk: Desk) -> None:
    order = replace(ORDER, paused=True)
    await desk.add_missing([order])

    one = await the_first(desk)

    assert one.next_run_at is None
    assert desk.order_again(one) == order


@pytest.mark.parametrize(
    "change",
    [
        {"place": Place("slack", "T1", "C1", "17.5")},
        {"place": Place("slack", "T2", "C1")},
        {"timetable": Timetable(9 * 60 + 1, 0b1111111, "Europe/Brussels")},
        {"timetable": Timetable(9 * 60, 0b0011111, "Europe/Brussels")},
        {"timetable": Timetable(9 * 60, 0b1111111, "Europe/Paris")},
        {"wish": Wish(Language.FR)},
        {"wish": Wish(Language.EN, ("what-is-nato",))},
    ],
)
async def test_what_differs_in_anything_is_another_digest(
    desk: Desk, change: dict[str, Any]
) -> None:
    other = replace(ORDER, **change)

    assert await desk.add_missing([ORDER, other, replace(ORDER, by="U2", paused=True)]) == 2
    assert await desk.find(ORDER) != await desk.find(other)


async def test_the_order_of_topics_makes_no_other_digest(desk: Desk) -> None:
    topics = ("what-is-nato", "nuclear-sharing")
    orders = [replace(ORDER, wish=Wish(Language.EN, t)) for t in (topics, topics[::-1])]

    assert await desk.add_missing(orders) == 1
    assert all([await desk.find(order) for order in orders])


async def test_many_are_added_at_once_and_each_once(desk: Desk) -> None:
    orders = [replace(ORDER, place=Place("discord", "1", str(n % 1_500))) for n in range(2_600)]
    told: list[int] = []

    assert await desk.add_missing(orders, told.append) == 1_500
    assert told == [1_000, 2_000, 2_600]


async def test_where_one_cannot_be_added_none_is(desk: Desk) -> None:
    orders = [replace(ORDER, place=Place("discord", "1", str(n))) for n in range(1_001)]
    spoilt = replace(ORDER, by=cast("str", None))

    with pytest.raises(IntegrityError):
        await desk.add_missing([*orders, spoilt])

    assert await desk.of_space("discord", "1") == []
