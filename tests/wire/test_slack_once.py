"""However often Slack delivers an event, and to whom: it is answered once."""

import pytest

from bot.core import Core
from bot.digests.desk import Desk
from bot.metrics import Counted
from tests.wire.fake_slack import TS, FakeSlack
from tests.wire.slack_desk import core, database_url, desk, messenger
from tests.wire.slack_fixtures import ARTICLE_5, kept, serving, slack

__all__ = ["core", "database_url", "desk", "kept", "messenger", "slack"]
EVENT = {"event_id": "Ev7", "ts": TS}


async def test_an_event_that_comes_three_times_gives_one_answer(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with serving(slack, core, desk):
        envelopes = [await slack.mention("what is article 5?", **EVENT) for _ in range(3)]
        assert (await slack.posted())["text"].startswith(ARTICLE_5)

        assert await slack.quiet()
        assert await slack.acknowledged(*envelopes)
    assert core.metrics.counts[Counted.REPEATED_EVENTS, "slack"] == 2


async def test_an_event_that_comes_again_after_a_restart_is_not_answered_again(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with serving(slack, core, desk):
        await slack.mention("what is article 5?", **EVENT)
        await slack.posted()
    async with serving(slack, core, desk):
        await slack.mention("what is article 5?", **EVENT)

        assert await slack.quiet()


async def test_two_processes_give_one_answer(slack: FakeSlack, core: Core, desk: Desk) -> None:
    async with serving(slack, core, desk):
        await slack.mention("what is article 5?", **EVENT)
        async with serving(slack, core, desk):
            await slack.mention("what is article 5?", **EVENT)
            await slack.posted()

            assert await slack.quiet()


async def test_while_the_database_is_away_the_process_remembers_by_itself(
    slack: FakeSlack, core: Core, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(slack, core, desk):
        async with desk.database.write() as connection:
            await connection.exec_driver_sql("DROP TABLE event")
        for _ in range(3):
            await slack.mention("what is article 5?", **EVENT)
        await slack.posted()

        assert await slack.quiet()
    assert "events are remembered here alone" in caplog.text
