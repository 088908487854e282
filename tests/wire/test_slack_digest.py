"""`/nato digest …` on Slack, by words and by buttons: real Bolt, a real desk, a fake Slack."""

import json
from typing import Any

import pytest

from bot.digests.desk import Desk
from bot.requests import Language
from tests.fakes import FakeMessenger
from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, TS, FakeSlack, refused
from tests.wire.slack_desk import admin, core, database_url, desk, messenger
from tests.wire.slack_fixtures import bot, kept, slack

__all__ = ["admin", "bot", "core", "database_url", "desk", "kept", "messenger", "slack"]

Body = dict[str, Any]

PARENT = "1763890000.000200"
NOT_ALLOWED = "That is for those who administer this space"
NOT_HERE = "Digests are for the channels"


async def answered(slack: FakeSlack, line: str, **more: str) -> Body:
    """What `/nato line` is answered, for the asker alone."""
    await slack.command(line, **more)
    posted = await slack.posted()
    assert posted["response_type"] == "ephemeral"
    return posted


async def pressed(slack: FakeSlack, posted: Body, label: str) -> Body:
    """What the button of that label is answered."""
    rows = [block["elements"] for block in posted["blocks"] if block["type"] == "actions"]
    button = next(b for row in rows for b in row if b["text"]["text"] == label)
    await slack.press(button["value"], button["action_id"], is_ephemeral=True)
    return await slack.posted()


@pytest.mark.usefixtures("bot", "admin")
async def test_a_digest_is_set_by_words_in_any_order(slack: FakeSlack, desk: Desk) -> None:
    posted = await answered(slack, "digest set mon-fri article 5 fr Europe/Brussels 9:30")

    [one] = await desk.of_space("slack", TEAM)
    assert (one.minute, one.zone, one.weekdays) == (9 * 60 + 30, "Europe/Brussels", 0b11111)
    assert (one.language, one.topics) == (Language.FR, ("article-5-collective-defence",))
    assert (one.place.channel, one.place.thread, one.set_by) == (CHANNEL, "", PERSON)
    assert "Digest 1 is on" in posted["text"]


@pytest.mark.usefixtures("bot", "admin")
async def test_setting_one_is_asked_for_and_said_once(
    slack: FakeSlack, desk: Desk, messenger: FakeMessenger
) -> None:
    slack.locales[PERSON] = "fr-FR"
    posted = await answered(slack, "digest set 9:00")

    assert "Le bulletin 1 est activé" in posted["text"]
    assert len(await desk.of_space("slack", TEAM)) == len(messenger.said) == 1


@pytest.mark.usefixtures("bot", "admin")
async def test_the_channel_is_shown_by_its_name_and_read_aloud_as_a_word(slack: FakeSlack) -> None:
    posted = await answered(slack, "digest set 9:00")

    assert f"<#{CHANNEL}> · 09:00 · Europe/Oslo" in json.dumps(posted["blocks"], ensure_ascii=False)
    assert "Settings: the channel · 09:00 · Europe/Oslo" in posted["text"]


@pytest.mark.usefixtures("bot", "admin")
async def test_french_words_work_in_both_languages(slack: FakeSlack, desk: Desk) -> None:
    await answered(slack, "bulletin activer 9h bruxelles lun-ven")

    [one] = await desk.of_space("slack", TEAM)
    assert (one.minute, one.zone, one.weekdays) == (9 * 60, "Europe/Brussels", 0b11111)


@pytest.mark.usefixtures("bot", "admin")
@pytest.mark.parametrize("thread", [{}, {"thread_ts": PARENT}])
async def test_one_set_by_a_mention_is_for_the_channel_not_for_a_thread(
    slack: FakeSlack, desk: Desk, thread: dict[str, str]
) -> None:
    await slack.mention("digest set 9:00", **thread)
    call = await slack.next_call()

    [one] = await desk.of_space("slack", TEAM)
    assert (one.place.channel, one.place.thread) == (CHANNEL, "")
    assert (call.method, call.body.get("thread_ts")) == (
        "chat.postEphemeral",
        thread.get("thread_ts"),
    )


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"is_admin": None},
        {"is_admin": True, "team_id": "T2"},
        {"is_owner": True, "team_id": "T2", "enterprise_user": {"teams": ["T3"]}},
    ],
    ids=["member", "unsaid", "of another workspace", "of another organisation"],
)
@pytest.mark.parametrize("line", ["digest set 9:00", "digest set", "digest list", "digest"])
async def test_who_does_not_administer_the_workspace_is_refused(
    slack: FakeSlack, desk: Desk, facts: Body, line: str
) -> None:
    slack.admins[PERSON] = facts

    assert (await answered(slack, line))["text"].startswith(NOT_ALLOWED)
    assert await desk.of_space("slack", TEAM) == []


@pytest.mark.usefixtures("bot")
async def test_who_administers_the_other_side_of_a_shared_channel_is_refused(
    slack: FakeSlack, desk: Desk
) -> None:
    slack.admins[PERSON] = {"is_admin": True, "team_id": "T2"}
    await slack.mention("digest set 9:00 brussels", team_id="T2")

    assert (await slack.posted())["text"].startswith(NOT_ALLOWED)
    assert [await desk.of_space("slack", team) for team in (TEAM, "T2")] == [[], []]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "facts",
    [
        {"is_admin": True},
        {"is_owner": True},
        {"is_admin": True, "team_id": "T2", "enterprise_user": {"teams": ["T2", TEAM]}},
    ],
    ids=["administrator", "owner", "of the organisation"],
)
async def test_administrators_and_owners_may(slack: FakeSlack, desk: Desk, facts: Body) -> None:
    slack.admins[PERSON] = facts
    await answered(slack, "digest set 9:00 brussels")

    assert len(await desk.of_space("slack", TEAM)) == 1


@pytest.mark.usefixtures("bot", "admin")
async def test_who_slack_does_not_tell_of_is_refused_until_it_does(slack: FakeSlack) -> None:
    slack.replies["users.info"] = [refused("internal_error")]
    first, second = [await answered(slack, "digest list") for _ in range(2)]

    assert first["text"].startswith(NOT_ALLOWED)
    assert second["text"].startswith("There is no such digest")


@pytest.mark.usefixtures("bot", "admin")
async def test_slack_is_asked_once_for_all_of_a_persons_commands(slack: FakeSlack) -> None:
    for line in ("digest set 9:00", "digest list", "help"):
        await answered(slack, line)

    assert len(slack.called("users.info")) == 1


@pytest.mark.usefixtures("bot", "admin")
@pytest.mark.parametrize(
    "where",
    [
        {"channel_id": "D1", "channel_name": "directmessage"},
        {"channel_id": "D1"},
        {"channel_id": "C9", "channel_name": "mpdm-ann--bob-1"},
    ],
)
@pytest.mark.parametrize("line", ["digest set", "digest set 9:00", "digest list", "digest pause"])
async def test_a_direct_message_is_no_place_for_digests(
    slack: FakeSlack, desk: Desk, where: dict[str, str], line: str
) -> None:
    assert (await answered(slack, line, **where))["text"].startswith(NOT_HERE)
    assert await desk.of_space("slack", TEAM) == []


@pytest.mark.usefixtures("bot", "admin")
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("digest", "Digests of this space"),
        ("digest list", "next on Tuesday 24 November 2026"),
        ("digest preview", "looking at it spends nothing"),
        ("digest pause", "Nothing is posted until you resume it"),
        ("digest pause 1 24 December", "goes on by itself on 24 December 2026"),
        ("digest resume", "Digest 1 goes on."),
        ("digest skip", "leaves out Tuesday 24 November 2026"),
        ("digest remove", "Remove digest 1 with its settings"),
        ("digest status", "Last issue: none yet"),
        ("digest now", "posts today's issue now"),
        ("digest set 25:00", "“25:00” is no time of day"),
        ("bulletin état", "Last issue: none yet"),
    ],
)
async def test_every_command_is_answered(slack: FakeSlack, line: str, says: str) -> None:
    await answered(slack, "digest set 9:00")

    assert says in (await answered(slack, line))["text"]


@pytest.mark.usefixtures("bot", "admin")
async def test_buttons_pause_resume_and_remove(slack: FakeSlack, desk: Desk) -> None:
    posted = await answered(slack, "digest set 9:00")
    paused = await pressed(slack, posted, "Pause")
    resumed = await pressed(slack, paused, "Resume")
    asked = await pressed(slack, posted, "Remove")
    before = await desk.of_space("slack", TEAM)
    removed = await pressed(slack, asked, "Remove for good")

    assert "goes on" in resumed["text"]
    assert len(before) == 1
    assert (removed["text"], removed["response_type"]) == ("Digest 1 is removed.", "ephemeral")
    assert await desk.of_space("slack", TEAM) == []


@pytest.mark.usefixtures("bot", "admin")
async def test_a_zone_is_chosen_by_a_button_where_slack_tells_none(
    slack: FakeSlack, desk: Desk
) -> None:
    slack.admins[PERSON] = {"is_admin": True}
    posted = await answered(slack, "digest set 18:00")
    await pressed(slack, posted, "Europe/Paris")

    assert "Add a time zone such as" in posted["text"]
    [one] = await desk.of_space("slack", TEAM)
    assert (one.minute, one.zone) == (18 * 60, "Europe/Paris")


@pytest.mark.usefixtures("bot", "admin")
async def test_a_button_does_nothing_for_who_may_not(slack: FakeSlack, desk: Desk) -> None:
    await answered(slack, "digest set 9:00")
    await slack.press("n1:digest-remove:1 sure", user="U2", thread_ts=TS)
    posted = await slack.posted()

    assert posted["text"].startswith(NOT_ALLOWED)
    assert (posted["response_type"], posted["thread_ts"]) == ("ephemeral", TS)
    assert len(await desk.of_space("slack", TEAM)) == 1
