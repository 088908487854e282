"""What `now`, `skip`, `pause` and `resume` leave to the senders, on both databases."""

import datetime as dt

import pytest

from bot.digests.compose import Wish
from bot.digests.desk import Desk
from bot.digests.orders import Order
from bot.digests.schedule import Timetable
from bot.requests import Language
from bot.store import deliveries, subscriptions
from bot.store.rows import Move, Outcome, State, Subscription
from tests.digests.test_sender import NINE, PLACE, order, sending, settled
from tests.fakes import FakeClock, FakeMessenger

TODAY = "2026-11-23"
MONDAYS = 1


async def again(desk: Desk, subscription: Subscription) -> Subscription:
    """As it stands now."""
    found = await subscriptions.one(desk.database, subscription.number)
    assert found
    return found


async def waiting(desk: Desk, subscription: Subscription) -> list[str]:
    """The dates of the issues that wait for a sender now."""
    outcomes = (await desk.standing(subscription)).outcomes
    return [row.date for row in outcomes if row.not_before == desk.now]


async def test_now_posts_however_late_in_the_day(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    clock.time = dt.time(23, 30)
    subscription = await desk.add(order())

    await desk.post_now(subscription)
    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert (outcome.date, outcome.state) == (TODAY, State.SENT)
    assert len(messenger.posts) == 1


async def test_now_posts_on_a_day_that_is_not_chosen(desk: Desk, clock: FakeClock) -> None:
    clock.today += dt.timedelta(days=1)
    timetable = Timetable(NINE, MONDAYS, "UTC")
    wish = Wish(Language.EN)
    subscription = await desk.add(Order(place=PLACE, timetable=timetable, wish=wish, by="ann"))

    await desk.post_now(subscription)
    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert (outcome.date, outcome.state) == ("2026-11-24", State.SENT)
    assert (await again(desk, subscription)).next_date == "2026-11-30"


@pytest.mark.parametrize("until", [None, dt.date(2026, 12, 24)])
async def test_now_ends_no_pause(
    desk: Desk, messenger: FakeMessenger, until: dt.date | None
) -> None:
    subscription = await desk.add(order(minute=NINE - 60))
    await desk.pause(subscription, until)
    paused = await again(desk, subscription)

    await desk.post_now(paused)
    async with sending(desk):
        await settled(desk, subscription)
    after = await again(desk, subscription)

    assert len(messenger.posts) == 1
    assert (after.next_run_at, after.next_date) == (paused.next_run_at, paused.next_date)


async def test_now_takes_back_no_skip(desk: Desk) -> None:
    subscription = await desk.add(order())
    await desk.skip(subscription)

    await desk.post_now(subscription)
    states = {row.date: row.state for row in (await desk.standing(subscription)).outcomes}

    assert (await again(desk, subscription)).next_date == "2026-11-25"
    assert states == {"2026-11-24": State.SKIPPED, TODAY: State.CLAIMED}


async def test_now_before_the_time_of_today_takes_its_place(desk: Desk) -> None:
    subscription = await desk.add(order(minute=NINE + 60))

    await desk.post_now(subscription)

    assert (await again(desk, subscription)).next_date == "2026-11-24"
    assert await waiting(desk, subscription) == [TODAY]


@pytest.mark.parametrize(
    ("state", "is_posted"),
    [
        (State.FAILED, True),
        (State.MISSED, True),
        (State.SENT, False),
        (State.UNKNOWN, False),
    ],
)
async def test_now_posts_again_only_what_is_certainly_not_there(
    desk: Desk, state: State, is_posted: bool
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    outcome = Outcome(key=(subscription.number, TODAY), state=state)
    async with desk.database.write() as connection:
        await deliveries.own(connection, [outcome.key], "one")
        await deliveries.settle(connection, [outcome], "one", desk.now)

    assert await desk.post_now(subscription) is is_posted
    assert await waiting(desk, subscription) == [TODAY] * is_posted


async def test_two_skips_leave_out_two(desk: Desk) -> None:
    subscription = await desk.add(order())

    slots = [await desk.skip(subscription), await desk.skip(subscription)]

    assert [slot.date.day for slot in slots] == [24, 25]
    assert (await again(desk, subscription)).next_date == "2026-11-26"


async def test_resume_keeps_an_issue_that_waits_for_its_turn(desk: Desk, clock: FakeClock) -> None:
    subscription = await desk.add(order())
    clock.set_to((subscription.next_run_at or 0) + 60)

    await desk.resume(subscription)

    assert await again(desk, subscription) == subscription


async def test_what_was_paused_meanwhile_is_not_moved(desk: Desk) -> None:
    subscription = await desk.add(order())
    await desk.pause(subscription, None)

    async with desk.database.write() as connection:
        await subscriptions.move(connection, [Move(subscription.number, 1, "2026-11-24")])

    assert (await again(desk, subscription)).next_run_at is None
