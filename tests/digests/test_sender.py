"""The sender against a platform that fails in every way there is, on both databases."""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import errors
from bot.digests.compose import Wish
from bot.digests.desk import Desk
from bot.digests.orders import Order
from bot.digests.pace import Pace
from bot.digests.schedule import Timetable
from bot.digests.sender import Sender
from bot.ports import Place, Post
from bot.requests import Language
from bot.store.rows import Delivery, State, Subscription
from tests.fakes import FakeClock, FakeMessenger

NINE = 9 * 60
PLACE = Place("fake", "space", "channel")
QUICK = Pace(poll=0.01, lease=5, settle=0, write=0.005, longest_wait=0.1)
AN_HOUR = 3600


def order(place: Place = PLACE, minute: int = NINE) -> Order:
    wish = Wish(Language.EN)
    return Order(place=place, timetable=Timetable(minute, 127, "UTC"), wish=wish, by="ann")


@asynccontextmanager
async def sending(desk: Desk, pace: Pace = QUICK) -> AsyncGenerator[Sender]:
    """A sender at work."""
    sender, stop = Sender(desk, pace), asyncio.Event()
    task = asyncio.create_task(sender.run(stop, drain_seconds=1))
    try:
        yield sender
    finally:
        stop.set()
        await asyncio.wait_for(task, 5)


async def until(claim: Callable[[], Awaitable[object]]) -> None:
    """Wait until something is true, at most five seconds."""
    async with asyncio.timeout(5):
        while not await claim():  # noqa: ASYNC110 -- the sender tells nobody
            await asyncio.sleep(0.01)


async def settled(desk: Desk, subscription: Subscription) -> Delivery:
    """The newest issue, once it is at its end."""
    found: list[Delivery] = []

    async def is_there() -> bool:
        found[:] = (await desk.standing(subscription)).outcomes
        return bool(found) and found[0].not_before is None

    await until(is_there)
    return found[0]


async def test_a_due_issue_is_posted_once(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)

    async with sending(desk):
        outcome = await settled(desk, subscription)
        await asyncio.sleep(0.1)

    assert outcome.state is State.SENT
    assert [post.mark for post in messenger.posts] == ["1/2026-11-24"]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (errors.RateLimitedError(0.01), State.SENT),
        (errors.UnavailableError("503"), State.SENT),
        (errors.InDoubtError("502"), State.SENT),
        (errors.RefusedError("400"), State.FAILED),
        (errors.NoPermissionError("50013"), State.FAILED),
        (errors.ChannelGoneError("10003"), State.FAILED),
    ],
)
async def test_an_error_ends_an_issue_or_is_tried_again(
    desk: Desk, messenger: FakeMessenger, error: errors.DeliveryError, state: State
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    messenger.errors.append(error)

    async with sending(desk):
        outcome = await moved_on(desk, subscription)

    assert outcome.state is state
    assert len(messenger.posts) == (1 if state is State.SENT else 0)


async def moved_on(desk: Desk, subscription: Subscription) -> Delivery:
    """As `settled`, while the clock goes on."""
    clock = desk.clock
    assert isinstance(clock, FakeClock)
    going = asyncio.create_task(_go(clock))
    try:
        return await settled(desk, subscription)
    finally:
        going.cancel()


async def _go(clock: FakeClock) -> None:
    while True:
        await asyncio.sleep(0.02)
        clock.set_to(clock.now().timestamp() + 1)


async def test_a_post_whose_answer_was_lost_is_found_and_not_posted_again(
    desk: Desk, messenger: FakeMessenger
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    messenger.lost = 1

    async with sending(desk):
        outcome = await moved_on(desk, subscription)

    assert outcome.state is State.SENT
    assert outcome.message == "m1"
    assert len(messenger.posts) == 1


async def test_where_nobody_can_tell_the_issue_is_unknown_and_not_posted_again(
    desk: Desk, messenger: FakeMessenger
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    messenger.lost, messenger.can_tell = 1, False

    async with sending(desk):
        outcome = await moved_on(desk, subscription)

    assert outcome.state is State.UNKNOWN
    assert len(messenger.posts) == 1


async def test_what_was_paused_while_in_doubt_is_not_posted_again(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    messenger.errors.append(errors.InDoubtError("502"))

    async with sending(desk):
        await until(lambda: failed_by(desk, subscription, "lost:502"))
        await desk.pause(subscription, None)
        outcome = await moved_on(desk, subscription)

    assert outcome.state is State.MISSED
    assert messenger.posts == []


async def failed_by(desk: Desk, subscription: Subscription, error: str) -> bool:
    """Whether an attempt has failed so."""
    return any(row.error == error for row in (await desk.standing(subscription)).outcomes)


class Silent(FakeMessenger):
    """Stores, and never says so."""

    async def recover(self, post: Post) -> str | None:
        """Say nothing now either."""
        assert post.mark
        raise errors.InDoubtError("500")


async def test_a_doubt_that_nobody_clears_up_ends_with_the_late_limit(
    desk: Desk, clock: FakeClock
) -> None:
    messenger = Silent(lost=1)
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)

    async with sending(replace(desk, messengers={"fake": messenger})):
        await until(lambda: failed_by(desk, subscription, "lost:lost"))
        clock.set_to(clock.now().timestamp() + QUICK.late + AN_HOUR)
        outcome = await settled(desk, subscription)

    assert (outcome.state, outcome.error) == (State.UNKNOWN, "lost:500")
    assert len(messenger.posts) == 1


async def test_after_downtime_there_is_one_issue_and_the_others_are_missed(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to((subscription.next_run_at or 0) + 3 * 86_400 + AN_HOUR)

    async with sending(desk):
        await settled(desk, subscription)
    outcomes = (await desk.standing(subscription)).outcomes

    assert [row.state for row in outcomes] == [State.SENT, *[State.MISSED] * 3]
    assert len(messenger.posts) == 1


async def test_later_than_the_late_limit_nothing_is_posted(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to((subscription.next_run_at or 0) + QUICK.late + 1)

    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert (outcome.state, outcome.error) == (State.MISSED, "late")
    assert messenger.posts == []


async def test_the_third_forbidden_issue_suspends_and_is_told_once(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    messenger.errors += [errors.NoPermissionError("50013") for _ in range(3)]

    async with sending(desk):
        for day in range(3):
            clock.set_to((subscription.next_run_at or 0) + day * 86_400)
            date = (dt.date(2026, 11, 24) + dt.timedelta(days=day)).isoformat()
            await until(lambda date=date: _failed_on(desk, subscription, date))
        await until(lambda: _is(len(messenger.told) == 1))
    [now] = await desk.of_space("fake", "space")

    assert (now.suspended, now.next_run_at) == ("forbidden:50013", None)


async def _failed_on(desk: Desk, subscription: Subscription, date: str) -> bool:
    outcomes = (await desk.standing(subscription)).outcomes
    return any(row.date == date and row.state is State.FAILED for row in outcomes)


async def _is(claim: bool) -> bool:
    return claim
