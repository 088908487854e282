"""Slack has had enough, or the network breaks, while it is answered: nothing is lost or doubled."""

import logging

import pytest

from bot.core import Core
from tests.wire.fake_slack import FakeSlack, Reply
from tests.wire.slack_desk import admin, core, database_url, desk, messenger
from tests.wire.slack_fixtures import ARTICLE_5, kept, serving, slack

__all__ = ["admin", "core", "database_url", "desk", "kept", "messenger", "slack"]

LIMITED = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "0"})


async def ask(slack: FakeSlack, method: str) -> None:
    """What is answered by that call."""
    match method:
        case "chat.postMessage":
            await slack.mention("what is article 5?")
        case "views.open":
            await slack.command("digest set")
        case _:
            await slack.command("explain article 5")


@pytest.mark.parametrize("method", ["chat.postMessage", "response_url", "views.open"])
@pytest.mark.usefixtures("admin")
async def test_what_slack_has_no_time_for_is_sent_again_until_it_is_taken_once(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    slack.replies[method] = [LIMITED, LIMITED]
    async with serving(slack, core):
        await ask(slack, method)
        calls = [await slack.next_call() for _ in range(3)]
        assert await slack.quiet()

    assert [call.method for call in calls] == [method] * 3
    assert len({str(call.body) for call in calls}) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("method", ["chat.postMessage", "response_url", "views.open"])
@pytest.mark.usefixtures("admin")
async def test_what_slack_may_have_stored_when_the_connection_broke_is_not_sent_again(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    slack.lost[method] = True
    async with serving(slack, core):
        await ask(slack, method)
        await slack.next_call()
        await slack.quiet()

    assert len(slack.called(method)) == 1
    [line] = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.exc_info is None


async def test_after_a_broken_connection_the_next_question_is_answered(
    slack: FakeSlack, core: Core
) -> None:
    slack.lost["chat.postMessage"] = False
    async with serving(slack, core):
        await ask(slack, "chat.postMessage")
        await slack.posted()
        await ask(slack, "chat.postMessage")

        assert (await slack.posted())["text"].startswith(ARTICLE_5)
