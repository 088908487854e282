"""What waits for its turn on a platform with a rate, and what happens to turns slept through."""

import pytest

from bot.digests.attempt import Attempts
from bot.digests.claim import Claimed
from bot.digests.desk import Desk
from bot.digests.line import Line
from bot.store.rows import Delivery
from tests.digests.test_sender import QUICK, order
from tests.fakes import FakeMessenger

RATE = 40
TICK = 0.03


@pytest.fixture
async def line(desk: Desk, messenger: FakeMessenger) -> Line:
    """Ten seconds of turns, from 0 on."""
    messenger.rate = RATE
    subscription = await desk.add(order())
    line = Line(Attempts(messenger, desk.composer, desk.library, QUICK), QUICK)
    rows = [Delivery(subscription=n, date="2026-11-24", run_at=0) for n in range(10 * RATE)]
    line.push(Claimed(row, subscription, start=n / RATE) for n, row in enumerate(rows))
    return line


def taken(line: Line, first: float, seconds: float) -> int:
    """How many are taken out by a sender that looks again and again."""
    return sum(
        len(list(line.ready(first + tick * TICK, 256))) for tick in range(round(seconds / TICK))
    )


async def test_a_sender_in_time_takes_each_turn(line: Line) -> None:
    assert taken(line, 0.0, 4.0) == pytest.approx(4 * RATE, abs=2)


async def test_a_sender_that_was_away_keeps_to_the_rate_all_the_same(line: Line) -> None:
    assert taken(line, 5.0, 1.0) <= 1.1 * RATE + 1
    assert line.opens_at(6.0) == pytest.approx(6.0, abs=2 / RATE)


async def test_without_a_rate_everything_that_is_due_is_taken(
    line: Line, messenger: FakeMessenger
) -> None:
    messenger.rate = 0.0

    assert len(list(line.ready(100.0, 1_000))) == 10 * RATE
