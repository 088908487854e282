"""Senders and platforms that stand still for too long, on both databases."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot import errors
from bot.digests.desk import Desk
from bot.ports import Place, Post
from bot.store import senders
from bot.store.rows import State, Subscription
from tests.digests.test_sender import (
    AN_HOUR,
    QUICK,
    failed_by,
    moved_on,
    order,
    sending,
    settled,
    until,
)
from tests.fakes import FakeClock, FakeMessenger


@pytest.mark.parametrize("seconds", [math.inf, math.nan, 1e30, -1.0])
async def test_a_wait_that_is_none_becomes_an_hour(
    desk: Desk, messenger: FakeMessenger, seconds: float
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    messenger.errors.append(errors.RateLimitedError(seconds))

    async with sending(desk):
        await until(lambda: failed_by(desk, subscription, "busy:rate_limited"))
    [row] = (await desk.standing(subscription)).outcomes

    assert row.not_before == desk.now + AN_HOUR + 1


async def test_what_is_held_past_the_late_limit_is_not_posted(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    messenger.rate = 1.0
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    async with desk.database.write() as connection:
        await senders.hold(desk.database, connection, "fake", desk.now + 1)

    async with sending(desk):
        await until(lambda: _is_claimed(desk, subscription))
        clock.set_to(desk.now + QUICK.late + AN_HOUR)
        outcome = await settled(desk, subscription)

    assert (outcome.state, outcome.error) == (State.MISSED, "late")
    assert messenger.posts == []


async def _is_claimed(desk: Desk, subscription: Subscription) -> bool:
    return bool((await desk.standing(subscription)).outcomes)


SHORT = replace(QUICK, lease=2)


class Freezing(FakeMessenger):
    """Brings everything to a halt in its first post, as a machine does that is put to sleep."""

    async def post(self, post: Post) -> str:
        """Keep it."""
        if not self.posts:
            time.sleep(SHORT.lease)  # noqa: ASYNC251 -- that is the point
        return await super().post(post)


async def test_what_was_announced_before_a_halt_is_not_posted_after_it(
    desk: Desk, clock: FakeClock
) -> None:
    messenger = Freezing()
    both = [await desk.add(order(Place("fake", "space", name))) for name in ("a", "b")]
    clock.set_to(both[0].next_run_at or 0)

    async with sending(replace(desk, messengers={"fake": messenger}), SHORT):
        await until(lambda: _is_any_stalled(desk, both))
        halted = len(messenger.posts)
        outcomes = [await moved_on(desk, one) for one in both]

    assert halted == 1
    assert [outcome.state for outcome in outcomes] == [State.SENT, State.SENT]
    assert len(messenger.posts) == 2


async def _is_any_stalled(desk: Desk, subscriptions: Sequence[Subscription]) -> bool:
    return any([await failed_by(desk, one, "down:stalled") for one in subscriptions])
