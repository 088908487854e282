"""The fake that the crash tests trust: that it has the platforms' rules, and misses nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from time import time
from typing import Any

import aiohttp
import pytest

from tests.crash.platforms import Platforms, running

Body = dict[str, Any]
LIMIT = 20
NONCE_SECONDS = A_MOMENT = 0.1
FOOTER = {"text": "Unofficial · m1"}


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[Platforms]:
    journal = f"--journal={tmp_path / 'journal'}"
    async with running(f"--discord-limit={LIMIT}", journal) as fake:
        yield fake


async def said(fake: Platforms, nonce: str, channel: str = "7") -> tuple[int, Body]:
    body = {"embeds": [{"footer": FOOTER}], "nonce": nonce, "enforce_nonce": True}
    url = f"{fake.discord_url}/channels/{channel}/messages"
    async with fake.session.post(url, json=body) as reply:
        is_json = reply.headers["Content-Type"] == "application/json"
        return reply.status, await reply.json() if is_json else {}


async def listed(fake: Platforms, **query: str) -> list[Body]:
    url = f"{fake.discord_url}/channels/7/messages"
    async with fake.session.get(url, params=query) as reply:
        messages: list[Body] = await reply.json()
        return messages


async def slack(fake: Platforms, method: str, **fields: str | int) -> Body:
    async with fake.session.post(f"{fake.slack_url}{method}", json=fields) as reply:
        answer: Body = await reply.json()
        return answer


async def test_a_nonce_gives_one_message_in_its_channel_until_its_time_is_over(
    fake: Platforms,
) -> None:
    [first, again, elsewhere] = [await said(fake, "m1", channel) for channel in ("7", "7", "8")]
    report = (await fake.report())["discord"]

    assert first == again != elsewhere
    assert report["channels"] == {"7": {"m1": 1}, "8": {"m1": 1}}
    assert report["repeated"] == 1


async def test_past_its_time_a_nonce_gives_a_second_copy_and_the_report_names_it() -> None:
    async with running(f"--nonce-seconds={NONCE_SECONDS}") as fake:
        await said(fake, "m1")
        await asyncio.sleep(2 * NONCE_SECONDS)
        await said(fake, "m1")
        report = await fake.report()

    assert report["discord"]["twice"] == {"7": {"m1": 2}}


async def test_discord_refuses_what_is_above_its_limit_and_says_when_to_come_again(
    fake: Platforms,
) -> None:
    answers = [await said(fake, f"m{number}") for number in range(LIMIT + 1)]
    report = (await fake.report())["discord"]

    assert [status for status, _ in answers] == [200] * LIMIT + [429]
    assert answers[-1][1]["global"]
    assert 0 < answers[-1][1]["retry_after"] < 1
    assert report["limited"] == 1
    assert report["highest_posts_in_a_second"] == LIMIT + 1


async def test_discord_lists_the_oldest_after_an_id_newest_first_and_without_nonces(
    fake: Platforms,
) -> None:
    ids = [(await said(fake, f"m{number}"))[1]["id"] for number in range(4)]
    after = await listed(fake, after=ids[0], limit="2")
    newest = await listed(fake, limit="2")

    assert [message["id"] for message in after] == [ids[2], ids[1]]
    assert [message["id"] for message in newest] == [ids[3], ids[2]]
    assert after[0]["embeds"][0]["footer"] == FOOTER
    assert "nonce" not in after[0]


@pytest.mark.parametrize(("name", "kept"), [("stored_then_dropped", 1), ("dropped", 0)])
async def test_a_dropped_connection_leaves_stored_what_the_fault_says(
    fake: Platforms, name: str, kept: int
) -> None:
    await fake.set_faults(discord={name: {"count": 1}})
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await said(fake, "m1")

    assert (await fake.report())["discord"]["stored"] == kept
    assert (await said(fake, "m1"))[0] == 200


async def test_the_same_seed_gives_the_same_faults() -> None:
    runs: list[list[int]] = []
    for _ in range(2):
        async with running("--discord-limit=0", "--seed=5") as fake:
            await fake.set_faults(discord={"refused_503": {"probability": 0.5}})
            runs.append([(await said(fake, f"m{number}"))[0] for number in range(20)])

    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 503}


async def test_a_channel_answers_what_it_was_told_to(fake: Platforms) -> None:
    gone = {"message": "Unknown Channel", "code": 10003}
    await fake.set_refusals(discord={"7": {"status": 404, "body": gone, "on": "post"}})

    assert await said(fake, "m1") == (404, gone)
    assert (await said(fake, "m1", "8"))[0] == 200
    assert await listed(fake) == []


async def test_a_scheduled_message_is_listed_until_it_is_shown_and_counted_ever_after(
    fake: Platforms,
) -> None:
    post_at = int(time()) + 2
    sent = await slack(
        fake, "chat.scheduleMessage", channel="C1", text="Today [m1]", post_at=post_at
    )
    waiting = await slack(fake, "chat.scheduledMessages.list", channel="C1")
    await asyncio.sleep(post_at - time() + A_MOMENT)
    shown = await slack(fake, "chat.scheduledMessages.list", channel="C1")

    [listed] = waiting["scheduled_messages"]
    assert (listed["id"], listed["post_at"]) == (sent["scheduled_message_id"], post_at)
    assert shown["scheduled_messages"] == []
    assert (await fake.report())["slack"]["channels"] == {"C1": {"m1": 1}}


async def test_a_deleted_message_does_not_count(fake: Platforms) -> None:
    post_at = int(time()) + 60
    sent = await slack(
        fake, "chat.scheduleMessage", channel="C1", text="Today [m1]", post_at=post_at
    )
    deleted = {"channel": "C1", "scheduled_message_id": sent["scheduled_message_id"]}

    assert (await slack(fake, "chat.deleteScheduledMessage", **deleted))["ok"]
    assert (await fake.report())["slack"]["stored"] == 0


async def test_the_journal_has_a_line_for_every_message(fake: Platforms, tmp_path: Path) -> None:
    await said(fake, "m1")
    await slack(fake, "chat.postMessage", channel="C1", text="Today [m2]")
    lines = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]

    assert [(line["platform"], line["mark"]) for line in lines] == [
        ("discord", "m1"),
        ("slack", "m2"),
    ]
