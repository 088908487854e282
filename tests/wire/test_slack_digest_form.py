"""The form behind `/nato digest set` on Slack: opened, filled in, handed over."""

import asyncio
from typing import Any

import pytest

from bot.digests.desk import Desk
from bot.ports import Place
from bot.requests import Language
from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, FakeSlack, refused
from tests.wire.slack_desk import SlowMessenger, admin, core, database_url, desk, messenger
from tests.wire.slack_fixtures import bot, kept, slack
from tests.wire.slack_forms import asked_for, chosen, filled, submit, typed

__all__ = ["admin", "bot", "core", "database_url", "desk", "kept", "messenger", "slack"]

Body = dict[str, Any]


def elements(view: Body) -> dict[str, Body]:
    return {block["block_id"]: block["element"] for block in view["blocks"]}


@pytest.mark.usefixtures("bot", "admin")
async def test_a_bare_command_opens_a_form_filled_in_as_far_as_anything_is_known(
    slack: FakeSlack,
) -> None:
    form = elements(await asked_for(slack))

    assert form["at"]["initial_time"] == "09:00"
    assert form["zone"]["initial_option"]["value"] == "Europe/Oslo"
    assert form["days"]["options"] == form["days"]["initial_options"]
    assert [day["value"] for day in form["days"]["options"]][::6] == ["mon", "sun"]
    assert form["language"]["initial_option"]["value"] == "en"
    assert form["channel"]["default_to_current_conversation"]
    assert await slack.quiet()


@pytest.mark.usefixtures("bot", "admin")
@pytest.mark.parametrize("line", ["digest set", "bulletin activer"])
async def test_the_form_speaks_the_language_of_the_person(slack: FakeSlack, line: str) -> None:
    slack.locales[PERSON] = "fr-FR"
    view = await asked_for(slack, line)
    form = elements(view)

    assert view["title"]["text"] == "/nato bulletin activer"
    assert form["language"]["initial_option"]["value"] == "fr"
    assert form["days"]["options"][0]["text"]["text"] == "lundi"


@pytest.mark.usefixtures("bot", "admin")
@pytest.mark.parametrize("zone", [None, "", "Mars/Olympus"])
async def test_a_zone_that_nobody_knows_is_left_to_choose(
    slack: FakeSlack, zone: str | None
) -> None:
    slack.admins[PERSON]["tz"] = zone
    view = await asked_for(slack)

    assert "initial_option" not in elements(view)["zone"]
    assert [b["block_id"] for b in view["blocks"] if not b["optional"]] == [
        "channel",
        "zone",
        "language",
    ]


@pytest.mark.usefixtures("bot", "admin")
async def test_a_form_handed_over_as_it_opened_sets_one_and_tells_the_person(
    slack: FakeSlack, desk: Desk
) -> None:
    acknowledged = await submit(slack, filled(await asked_for(slack)))
    call = await slack.next_call()

    [one] = await desk.of_space("slack", TEAM)
    assert acknowledged == {}
    assert (one.minute, one.zone, one.weekdays) == (9 * 60, "Europe/Oslo", 0b1111111)
    assert (one.language, one.topics) == (Language.EN, ())
    assert (one.place, one.set_by) == (Place("slack", TEAM, CHANNEL), PERSON)
    assert (call.method, call.body["channel"], call.body["user"]) == (
        "chat.postEphemeral",
        CHANNEL,
        PERSON,
    )


@pytest.mark.usefixtures("bot", "admin")
async def test_what_is_filled_in_is_what_is_set(slack: FakeSlack, desk: Desk) -> None:
    view = filled(
        await asked_for(slack),
        channel={"selected_conversation": "C2"},
        at={"selected_time": "21:30"},
        zone={"selected_option": {"value": "America/New_York"}},
        days=chosen("mon", "wed"),
        language={"selected_option": {"value": "fr"}},
        topics=chosen("nuclear-sharing", "article-5-collective-defence"),
    )
    await submit(slack, view)

    assert (await slack.posted())["channel"] == "C2"
    [one] = await desk.of_space("slack", TEAM)
    assert (one.minute, one.zone, one.weekdays) == (21 * 60 + 30, "America/New_York", 0b101)
    assert one.language is Language.FR
    assert sorted(one.topics) == ["article-5-collective-defence", "nuclear-sharing"]
    assert one.place.channel == "C2"


@pytest.mark.usefixtures("bot", "admin")
async def test_what_is_cleared_has_the_default_that_its_label_names(
    slack: FakeSlack, desk: Desk
) -> None:
    view = filled(await asked_for(slack), at={"selected_time": None}, days=chosen())
    await submit(slack, view)
    await slack.posted()

    [one] = await desk.of_space("slack", TEAM)
    assert (one.minute, one.weekdays) == (9 * 60, 0b1111111)


@pytest.mark.usefixtures("bot", "admin")
async def test_a_mistake_is_shown_in_the_form_which_stays_open(
    slack: FakeSlack, desk: Desk, messenger: SlowMessenger
) -> None:
    messenger.rights = ["digest.right.invite"]
    view = filled(await asked_for(slack))
    first = await submit(slack, view)
    messenger.rights = []
    second = await submit(slack, view)

    assert first["response_action"] == "errors"
    assert "invite it by /invite" in first["errors"]["channel"]
    assert second == {}
    assert "Digest 1 is on" in (await slack.posted())["text"]
    assert len(await desk.of_space("slack", TEAM)) == 1


@pytest.mark.usefixtures("bot", "admin")
async def test_a_form_that_orders_the_same_again_stays_open_and_says_so(
    slack: FakeSlack, desk: Desk
) -> None:
    view = filled(await asked_for(slack))
    first = await submit(slack, view)
    await slack.posted()
    second = await submit(slack, view)

    assert first == {}
    assert "this very digest, as number 1" in second["errors"]["channel"]
    assert len(await desk.of_space("slack", TEAM)) == 1


@pytest.mark.usefixtures("bot", "admin")
async def test_a_form_of_who_may_not_is_refused(slack: FakeSlack, desk: Desk) -> None:
    view = filled(await asked_for(slack))
    acknowledged = await submit(slack, view, person="U2")

    assert "those who administer this space" in acknowledged["errors"]["channel"]
    assert await desk.of_space("slack", TEAM) == []


@pytest.mark.usefixtures("bot", "admin")
async def test_a_form_is_closed_before_slack_gives_up_and_the_answer_follows(
    slack: FakeSlack, messenger: SlowMessenger
) -> None:
    messenger.hold = asyncio.Event()
    acknowledged = await submit(slack, filled(await asked_for(slack)))
    is_quiet = await slack.quiet(0.1)
    messenger.hold.set()

    assert (acknowledged, is_quiet) == ({}, True)
    assert "Digest 1 is on" in (await slack.posted())["text"]


@pytest.mark.usefixtures("bot", "admin")
async def test_who_is_not_in_the_channel_is_told_in_their_own_conversation(
    slack: FakeSlack,
) -> None:
    slack.replies["chat.postEphemeral"] = [refused("user_not_in_channel")]
    await submit(slack, filled(await asked_for(slack)))
    await slack.posted()
    call = await slack.next_call()

    assert (call.method, call.body["channel"]) == ("chat.postMessage", PERSON)


@pytest.mark.usefixtures("bot", "admin")
async def test_an_answer_that_cannot_be_told_is_one_line_of_log(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.always |= dict.fromkeys(("chat.postEphemeral", "chat.postMessage"), refused("no_text"))
    await submit(slack, filled(await asked_for(slack)))
    await slack.posted()
    await slack.posted()

    assert await slack.quiet(0.1)
    assert [(r.message, vars(r)["reason"]) for r in caplog.records] == [
        ("answer not sent", "no_text")
    ]


@pytest.mark.usefixtures("bot", "admin")
async def test_where_slack_does_not_open_the_form_the_words_are_explained(
    slack: FakeSlack, desk: Desk
) -> None:
    slack.replies["views.open"] = [refused("expired_trigger_id")]
    await slack.command("digest set")
    await slack.posted()
    posted = await slack.posted()

    assert "/nato digest set 9:00 Europe/Brussels mon-fri" in posted["text"]
    assert posted["response_type"] == "ephemeral"
    assert await desk.of_space("slack", TEAM) == []


@pytest.mark.usefixtures("bot", "admin")
async def test_zones_and_topics_are_suggested_while_somebody_types(slack: FakeSlack) -> None:
    zones = [await typed(slack, "zone", text) for text in ("", "oslo", "xyzzy")]
    topics = [await typed(slack, "topics", text) for text in ("", "nuclear sh")]

    assert zones[0][0] == "Europe/Brussels"
    assert zones[1:] == [["Europe/Oslo"], []]
    assert 20 < len(topics[0]) <= 100
    assert topics[1] == ["nuclear-sharing"]
