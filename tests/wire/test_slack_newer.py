"""Newer blocks where a workspace takes them, and once the same message without where not."""

import logging

import pytest

from adapters.slack import newer
from tests.wire.fake_slack import Body, FakeSlack, Reply, refused
from tests.wire.slack_fixtures import bot, kept, slack

__all__ = ["bot", "kept", "slack"]

REASONS = ["invalid_blocks", "invalid_blocks_format", "invalid_attachments"]
pytestmark = pytest.mark.usefixtures("bot")


def kinds(posted: Body) -> set[str]:
    return set(newer.kinds(posted.get("blocks", [])))


@pytest.mark.parametrize(
    ("typed", "holds"),
    [
        ("spending Poland", newer.KINDS),
        ("compare Spain Greece", newer.KINDS),
        ("who secretary-general", {newer.TABLE}),
        ("explain article 5", set[str]()),
    ],
)
async def test_a_table_and_a_chart_go_out_as_such(
    slack: FakeSlack, typed: str, holds: set[str]
) -> None:
    await slack.command(typed)

    assert kinds(await slack.posted()) == holds
    assert await slack.quiet()


@pytest.mark.parametrize("reason", REASONS)
async def test_where_slack_refuses_them_the_same_message_goes_out_without_them(
    slack: FakeSlack, reason: str
) -> None:
    slack.replies["chat.postMessage"] = [refused(reason)]
    await slack.mention("spending of poland")
    first, then = await slack.posted(), await slack.posted()

    assert (kinds(first), kinds(then)) == (newer.KINDS, set[str]())
    assert "2026 · 4.68% (estimate)" in str(then["blocks"])
    assert {k: v for k, v in first.items() if k != "blocks"} == (
        {k: v for k, v in then.items() if k != "blocks"}
    )
    assert await slack.quiet()


async def test_the_same_holds_in_the_conversation_with_the_bot(slack: FakeSlack) -> None:
    body = slack.mention_body("spending of poland")
    direct = {"type": "message", "channel": "D1", "channel_type": "im"}
    slack.replies["chat.postMessage"] = [refused("invalid_blocks")]
    await slack.send("events_api", {**body, "event": {**body["event"], **direct}})
    first, then = await slack.posted(), await slack.posted()

    assert (kinds(first), kinds(then)) == (newer.KINDS, set[str]())
    assert then["channel"] == "D1"


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"error": "invalid_blocks"}, 400),
        refused("invalid_blocks"),
        Reply({"ok": False, "error": "invalid_blocks"}, 400),
    ],
    ids=["word", "said", "both"],
)
async def test_a_response_url_says_no_in_several_ways(slack: FakeSlack, reply: Reply) -> None:
    slack.replies["response_url"] = [reply]
    await slack.command("spending Poland")
    first, then = await slack.posted(), await slack.posted()

    assert (kinds(first), kinds(then)) == (newer.KINDS, set[str]())
    assert (then["response_type"], then["replace_original"]) == ("in_channel", False)
    assert await slack.quiet()


async def test_a_response_url_that_says_ok_in_json_is_content(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.replies["response_url"] = [Reply({"ok": True})]
    await slack.command("spending Poland")
    await slack.posted()

    assert await slack.quiet()
    assert caplog.records == []


async def test_a_workspace_that_refused_is_not_asked_again(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "adapters.slack.post")
    slack.replies["response_url"] = [Reply({"error": "invalid_blocks"}, 400)]
    await slack.command("spending Poland")
    found = [kinds(await slack.posted()), kinds(await slack.posted())]
    await slack.command("spending Poland")
    found.append(kinds(await slack.posted()))

    assert found == [newer.KINDS, set(), set()]
    assert [vars(r).get("space") for r in caplog.records if "newer" in r.message] == ["T1"]


async def test_another_workspace_is_asked_and_so_are_other_blocks(slack: FakeSlack) -> None:
    slack.replies["response_url"] = [Reply({"error": "invalid_blocks"}, 400)]
    await slack.command("spending Poland")
    await slack.posted()
    await slack.posted()
    await slack.command("spending Poland", team_id="T2")
    elsewhere = await slack.posted()
    await slack.command("who secretary-general")
    table = await slack.posted()

    assert kinds(elsewhere) == newer.KINDS
    assert kinds(table) == {newer.TABLE}


async def test_a_message_that_was_too_long_says_nothing_about_the_workspace(
    slack: FakeSlack,
) -> None:
    slack.replies["response_url"] = [Reply({"error": "msg_blocks_too_long"}, 400)]
    await slack.command("spending Poland")
    found = [kinds(await slack.posted()), kinds(await slack.posted())]
    await slack.command("spending Poland")
    found.append(kinds(await slack.posted()))

    assert found == [newer.KINDS, set(), newer.KINDS]


async def test_where_the_other_form_is_refused_as_well_the_text_goes_out(slack: FakeSlack) -> None:
    slack.replies["chat.postMessage"] = [refused("invalid_blocks"), refused("invalid_blocks")]
    await slack.mention("spending of poland")
    _, classic, text = [await slack.posted() for _ in range(3)]

    assert "blocks" not in text
    assert text["text"] == classic["text"]
    assert await slack.quiet()


@pytest.mark.parametrize("reason", ["not_in_channel", "fatal_error"])
async def test_another_refusal_is_final(slack: FakeSlack, reason: str) -> None:
    slack.replies["chat.postMessage"] = [refused(reason)]
    await slack.mention("spending of poland")
    await slack.posted()

    assert await slack.quiet()


async def test_a_connection_that_broke_is_not_tried_in_another_form(slack: FakeSlack) -> None:
    slack.lost["chat.postMessage"] = True
    await slack.mention("spending of poland")
    await slack.posted()

    assert await slack.quiet()


async def test_a_view_holds_no_newer_blocks(slack: FakeSlack) -> None:
    action = {"type": "button", "action_id": "nato:n1:spending:PL", "value": "n1:spending:PL"}
    who = {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "trigger"}
    view = {"container": {"type": "view"}, "view": {"id": "V1", "type": "modal"}}
    await slack.send("interactive", {"type": "block_actions", **who, **view, "actions": [action]})

    assert kinds((await slack.posted())["view"]) == set()
