"""Many digests at once: each workspace has its own pace, and none waits for another's."""

import asyncio
from collections import Counter
from dataclasses import replace
from itertools import islice

from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.requests import Language
from tests.digests.test_sender import QUICK, sending
from tests.fakes import FakeClock
from tests.wire.fake_slack import PATIENCE, FakeSlack
from tests.wire.slack_desk import database_url, desk, ordered
from tests.wire.slack_digests import messenger
from tests.wire.slack_fixtures import kept, slack

__all__ = ["database_url", "desk", "kept", "messenger", "slack"]
SCHEDULE = "chat.scheduleMessage"
BATCH = 4
"""Subscriptions of one claim here."""


async def posted(slack: FakeSlack, number: int) -> Counter[str]:
    """By channel, what was handed over as soon as it is so much."""
    async with asyncio.timeout(PATIENCE):
        while len(slack.called(SCHEDULE)) < number:  # noqa: ASYNC110 -- nobody tells
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    return Counter(call.body["channel"] for call in slack.called(SCHEDULE))


async def test_a_crowd_in_one_workspace_has_its_pace_and_others_do_not_wait_for_it(
    slack: FakeSlack, desk: Desk, clock: FakeClock, library: Library
) -> None:
    for topic_id in islice(library[Language.EN].topics, 2 * BATCH):
        await ordered(desk, "T1", "CROWD", topic_id)
    await ordered(desk, "T2", "ALONE")
    [alone] = await desk.of_space("slack", "T2")
    start = alone.next_run_at or 0
    clock.set_to(start)
    async with sending(desk, replace(QUICK, batch=BATCH, horizon=0.5)):
        at_once = await posted(slack, 2)
        clock.set_to(start + 1.2)
        then = await posted(slack, 3)

    assert at_once == {"CROWD": 1, "ALONE": 1}
    assert then == {"CROWD": 2, "ALONE": 1}
