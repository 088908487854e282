"""Real processes of the bot on one database, reached over HTTP by a fake Slack."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.wire.fake_slack import FakeSlack
from tests.wire.slack_fixtures import kept, slack
from tests.wire.slack_http import signed
from tests.wire.slack_process import started
from tests.wire.slack_secrets import SECRETS

__all__ = ["kept", "slack"]
pytestmark = pytest.mark.crash


async def deliver(port: int, payload: dict[str, Any]) -> int:
    """Send an event to one of them; gives the status."""
    body = json.dumps(payload)
    headers = {**signed(body), "content-type": "application/json"}
    url = f"http://127.0.0.1:{port}/slack/events"
    async with aiohttp.request("POST", url, data=body, headers=headers) as response:
        return response.status


def logged(data: Path) -> str:
    """All that the processes have written."""
    return "".join(log.read_text(encoding="utf-8") for log in data.glob("*.log"))


async def test_an_event_that_both_of_two_processes_are_sent_is_answered_once(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with started(slack.url, tmp_path) as (_, one), started(slack.url, tmp_path) as (_, two):
        event = slack.mention_body("what is article 5?")
        taken = await asyncio.gather(*(deliver(port, event) for port in (one, two, one)))
        await slack.posted()
        assert await slack.quiet(2)

    assert taken == [200] * 3


async def test_sigterm_waits_for_the_answer_in_flight_and_no_log_holds_a_secret(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.hold = asyncio.Event()
    async with started(slack.url, tmp_path) as (process, port):
        await deliver(port, slack.mention_body("what is article 5?"))
        await slack.posted()
        process.terminate()
        await asyncio.sleep(1)
        assert process.returncode is None
        slack.hold.set()
        status = await asyncio.wait_for(process.wait(), 10)

    written = logged(tmp_path)
    assert (status, len(slack.called("chat.postMessage"))) == (0, 1)
    assert "answers given up" not in written
    assert not SECRETS.search(written)
