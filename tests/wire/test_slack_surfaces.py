"""Direct messages, the shortcut of a message, App Home, and the buttons in them."""

from typing import Any

import pytest

from bot.digests.desk import Desk
from bot.handlers import COMMANDS
from tests.wire.fake_slack import PERSON, TEAM, FakeSlack, refused
from tests.wire.slack_desk import admin, core, database_url, desk, messenger, ordered
from tests.wire.slack_fixtures import ARTICLE_5, bot, kept, slack

__all__ = ["admin", "bot", "core", "database_url", "desk", "kept", "messenger", "slack"]

FROM = {"team": {"id": TEAM}, "user": {"id": PERSON}, "trigger_id": "trigger"}


async def written(slack: FakeSlack, text: str, **changes: Any) -> None:  # noqa: ANN401 -- any JSON
    """Somebody writes to the bot alone."""
    body = slack.mention_body(text)
    message = {"type": "message", "channel": "D1", "channel_type": "im", "text": text, **changes}
    await slack.send("events_api", {**body, "event": {**body["event"], **message}})


async def opened(slack: FakeSlack, tab: str = "home") -> None:
    """Somebody opens App Home."""
    body = slack.mention_body("")
    event = {"type": "app_home_opened", "user": PERSON, "tab": tab, "channel": "D1"}
    await slack.send("events_api", {**body, "event": event})


async def pressed(slack: FakeSlack, view: str) -> None:
    """Somebody presses a button in a view."""
    wire = "n1:explain:article-5-collective-defence"
    action = {"type": "button", "action_id": f"nato:{wire}", "value": wire}
    where = {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", "type": view}}
    await slack.send("interactive", {"type": "block_actions", **FROM, **where, "actions": [action]})


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_answered_in_the_conversation(slack: FakeSlack) -> None:
    await written(slack, "what is article 5?")
    call = await slack.next_call()

    assert (call.method, call.body["channel"]) == ("chat.postMessage", "D1")
    assert call.body["text"].startswith(ARTICLE_5)
    assert "thread_ts" not in call.body


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "changes",
    [{"channel_type": "channel"}, {"bot_id": "B1"}, {"subtype": "message_changed"}, {"user": ""}],
)
async def test_messages_to_others_of_bots_and_about_messages_are_not_answered(
    slack: FakeSlack, changes: dict[str, str]
) -> None:
    await written(slack, "what is article 5?", **changes)

    assert await slack.quiet()


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_answered_in_the_language_of_the_reader(slack: FakeSlack) -> None:
    slack.locales[PERSON] = "fr-FR"
    await written(slack, "article 5")

    assert (await slack.posted())["text"].startswith("Article 5\u00a0: la défense collective")


@pytest.mark.usefixtures("bot")
async def test_app_home_says_what_it_is_and_what_it_keeps(slack: FakeSlack) -> None:
    await opened(slack)
    call = await slack.next_call()

    assert (call.method, call.body["user_id"]) == ("views.publish", PERSON)
    shown = str(call.body["view"]["blocks"])
    for part in ("explains how NATO works", "Did you know?", "does not keep what people write"):
        assert part in shown


@pytest.mark.usefixtures("bot", "admin")
async def test_app_home_lists_the_digests_for_an_administrator(
    slack: FakeSlack, desk: Desk
) -> None:
    await ordered(desk, TEAM)
    await opened(slack)

    assert "09:00" in str((await slack.posted())["view"])


@pytest.mark.usefixtures("bot")
async def test_the_other_tab_of_app_home_is_left_alone(slack: FakeSlack) -> None:
    await opened(slack, "messages")

    assert await slack.quiet()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("view", "method"), [("home", "views.open"), ("modal", "views.push")])
async def test_a_button_in_a_view_opens_its_answer_on_it(
    slack: FakeSlack, view: str, method: str
) -> None:
    await pressed(slack, view)
    call = await slack.next_call()

    assert (call.method, call.body["trigger_id"]) == (method, "trigger")
    assert call.body["view"]["title"]["text"].startswith("Article 5")


@pytest.mark.usefixtures("bot")
async def test_a_view_that_slack_refuses_is_one_line(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.always["views.publish"] = refused("invalid_arguments")
    await opened(slack)
    await slack.posted()
    await slack.quiet()

    assert "view refused" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


MESSAGE = {"text": "The NAC met, and SACEUR spoke of Article 5.", "ts": "1.2", "user": "U2"}


async def shortcut(slack: FakeSlack) -> None:
    """Somebody chooses "Explain NATO terms" at a message."""
    body = {"type": "message_action", "callback_id": "terms", "message": MESSAGE}
    channel = {"channel": {"id": "C1", "name": "general"}, "response_url": f"{slack.url}/respond"}
    await slack.send("interactive", {**body, **FROM, **channel})


@pytest.mark.usefixtures("bot")
async def test_the_shortcut_opens_a_modal_at_once_and_fills_it(slack: FakeSlack) -> None:
    await shortcut(slack)
    first, then = await slack.next_call(), await slack.next_call()

    assert (first.method, then.method) == ("views.open", "views.update")
    assert "One moment" in str(first.body["view"])
    assert then.body["view_id"] == "V1"


@pytest.mark.usefixtures("bot")
@pytest.mark.skipif("terms" not in COMMANDS, reason="the registry has no command `terms` yet")
async def test_the_shortcut_explains_the_terms_of_the_message(slack: FakeSlack) -> None:
    await shortcut(slack)
    await slack.next_call()

    assert "North Atlantic Council" in str((await slack.posted())["view"])
