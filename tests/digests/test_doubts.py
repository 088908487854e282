"""What is in doubt and not wanted any more: it is asked for, never taken for not posted."""

from dataclasses import dataclass

import pytest

from bot.digests.desk import Desk
from bot.ports import Post
from bot.store.rows import State
from tests.digests.test_sender import AN_HOUR, QUICK, failed_by, order, sending, settled, until
from tests.fakes import FakeClock, FakeMessenger


@dataclass
class Trusting(FakeMessenger):
    """A platform that would refuse a second copy by itself, and is not asked while it would."""

    async def recover(self, post: Post) -> str | None:
        """Leave it to the platform, where it is to be posted again."""
        return None if post.is_wanted else await super().recover(post)


@pytest.fixture
def messenger() -> FakeMessenger:
    return Trusting()


async def test_what_was_posted_and_then_paused_counts_as_posted(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    messenger.lost = 1
    clock.set_to(subscription.next_run_at or 0)
    async with sending(desk):
        await until(lambda: failed_by(desk, subscription, "lost:lost"))
        await desk.pause(subscription, None)
        clock.set_to(desk.now + 2)
        outcome = await settled(desk, subscription)

    is_posted_again = await desk.post_now(subscription)

    assert (outcome.state, outcome.message) == (State.SENT, "m1")
    assert not is_posted_again


async def test_what_was_posted_and_found_past_the_late_limit_counts_as_posted(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    messenger.lost = 1
    clock.set_to(subscription.next_run_at or 0)
    async with sending(desk):
        await until(lambda: failed_by(desk, subscription, "lost:lost"))
    clock.set_to(desk.now + QUICK.late + AN_HOUR)
    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert (outcome.state, outcome.message) == (State.SENT, "m1")
