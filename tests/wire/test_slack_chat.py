"""The Slack adapter as it runs: `serve` with real Bolt, over a socket, against a fake Slack."""

import json
import logging

import pytest

from bot.core import Core
from tests.wire.fake_slack import CHANNEL, PERSON, TS, FakeSlack, Reply, refused
from tests.wire.slack_fixtures import ARTICLE_5, bot, kept, serving, slack

__all__ = ["bot", "kept", "slack"]

BUTTON = "n1:explain:article-5-collective-defence"
NONSENSE = "what is the best pizza in town"
PARENT = "1763890000.000200"


@pytest.mark.usefixtures("bot")
async def test_a_mention_is_answered_to_all_in_a_thread_below_it(slack: FakeSlack) -> None:
    await slack.mention("what is article 5?")
    call = await slack.next_call()

    assert call.method == "chat.postMessage"
    assert call.body["text"].startswith(ARTICLE_5)
    assert (call.body["channel"], call.body["thread_ts"]) == (CHANNEL, TS)


@pytest.mark.usefixtures("bot")
async def test_a_mention_in_a_thread_is_answered_there(slack: FakeSlack) -> None:
    await slack.mention("what is article 5?", thread_ts=PARENT)

    assert (await slack.posted())["thread_ts"] == PARENT


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("explain article 5", ARTICLE_5),
        ("expliquer article 5", ARTICLE_5),
        ("what happens if an ally is attacked? article 5", ARTICLE_5),
        ("fact article 5", "Did you know?"),
        ("fait article 5", "Did you know?"),
        ("member Norway", "Norway"),
        ("membre Norvège", "Norway"),
        ("member", "Members of NATO"),
        ("sources article 5", f"Sources: {ARTICLE_5}"),
        ("battlegroup", "Battlegroup"),
    ],
)
async def test_a_command_is_answered_in_the_channel(
    slack: FakeSlack, typed: str, title: str
) -> None:
    envelope = await slack.command(typed)
    posted = await slack.posted()

    assert posted["text"].startswith(title)
    assert (posted["response_type"], posted["replace_original"]) == ("in_channel", False)
    assert await slack.acknowledged(envelope)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["", "   ", "help", "aide", NONSENSE, "hepl", "explain", "term"])
async def test_help_and_declines_are_for_the_asker_alone(slack: FakeSlack, typed: str) -> None:
    await slack.command(typed)

    assert (await slack.posted())["response_type"] == "ephemeral"


@pytest.mark.usefixtures("bot")
async def test_a_declined_mention_in_a_channel_is_answered_there_to_the_asker_alone(
    slack: FakeSlack,
) -> None:
    await slack.mention(NONSENSE)
    call = await slack.next_call()

    assert call.method == "chat.postEphemeral"
    assert (call.body["channel"], call.body["user"]) == (CHANNEL, PERSON)
    assert "thread_ts" not in call.body  # Slack would not show it in a thread without replies


@pytest.mark.usefixtures("bot")
async def test_a_declined_mention_in_a_thread_is_answered_in_it_to_the_asker_alone(
    slack: FakeSlack,
) -> None:
    await slack.mention(NONSENSE, thread_ts=PARENT)
    call = await slack.next_call()

    assert (call.method, call.body["thread_ts"]) == ("chat.postEphemeral", PARENT)


@pytest.mark.usefixtures("bot")
async def test_a_button_posts_a_new_answer_in_the_thread_of_its_message(slack: FakeSlack) -> None:
    envelope = await slack.press(BUTTON, thread_ts=PARENT)
    posted = await slack.posted()

    assert posted["text"].startswith(ARTICLE_5)
    assert (posted["response_type"], posted["replace_original"]) == ("in_channel", False)
    assert posted["thread_ts"] == PARENT
    assert await slack.acknowledged(envelope)


@pytest.mark.usefixtures("bot")
async def test_every_button_of_an_answer_leads_somewhere(slack: FakeSlack) -> None:
    await slack.command("explain article 5")
    buttons = (await slack.posted())["blocks"][-1]["elements"]
    for button in buttons:
        await slack.press(button["value"], button["action_id"])

    answers = [await slack.posted() for _ in buttons]

    pages = [button for button in buttons if button["value"].startswith("n1.")]
    private = [answer for answer in answers if answer["response_type"] == "ephemeral"]
    assert len(private) == len(pages) == 1


@pytest.mark.usefixtures("bot")
async def test_a_button_of_a_private_answer_is_answered_in_private(slack: FakeSlack) -> None:
    await slack.press(BUTTON, is_ephemeral=True)

    assert (await slack.posted())["response_type"] == "ephemeral"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("wire", ["n0:explain:x", "n1:nothing", "", "junk"])
async def test_an_old_or_broken_button_gets_a_polite_answer(slack: FakeSlack, wire: str) -> None:
    await slack.press(wire)

    assert (await slack.posted())["text"].startswith("That button is from an earlier version")


@pytest.mark.usefixtures("bot")
async def test_private_answers_speak_the_askers_language_and_public_ones_do_not(
    slack: FakeSlack,
) -> None:
    slack.locales[PERSON] = "fr-FR"
    await slack.command("help")
    await slack.command("explain article 5")

    texts = sorted([(await slack.posted())["text"], (await slack.posted())["text"]])

    assert texts[0].startswith(ARTICLE_5)
    assert texts[1].startswith("Comment demander")


@pytest.mark.usefixtures("bot")
async def test_slack_is_asked_for_a_persons_language_once_and_only_for_private_answers(
    slack: FakeSlack,
) -> None:
    for typed in ("explain article 5", "help", "help"):
        await slack.command(typed)
        await slack.posted()

    [call] = slack.called("users.info")
    assert call.body["user"] == PERSON


@pytest.mark.usefixtures("bot")
async def test_without_the_scope_for_languages_the_answer_is_in_english(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.always["users.info"] = refused("missing_scope", needed="users:read")
    await slack.command("help")

    assert (await slack.posted())["text"].startswith("How to ask")
    assert [r.message for r in caplog.records] == ["language refused"]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("author", [{"bot_id": "B9"}, {"user": ""}])
async def test_messages_of_bots_are_not_answered(slack: FakeSlack, author: dict[str, str]) -> None:
    envelope = await slack.mention("what is article 5?", **author)

    assert await slack.acknowledged(envelope)
    assert await slack.quiet()


@pytest.mark.usefixtures("bot")
async def test_an_event_delivered_three_times_is_answered_once(slack: FakeSlack) -> None:
    envelopes = [await slack.mention("what is article 5?", event_id="EvSame") for _ in range(3)]
    await slack.posted()

    assert await slack.acknowledged(*envelopes)
    assert await slack.quiet()


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("events_api", {"type": "event_callback", "event": {"type": "reaction_added"}}),
        ("events_api", {"type": "event_callback", "event": {"type": "message", "text": "hi"}}),
        ("interactive", {"type": "block_actions", "actions": [{"action_id": "other"}]}),
        ("interactive", {"type": "shortcut", "callback_id": "other"}),
    ],
)
async def test_what_nobody_handles_is_acknowledged(
    slack: FakeSlack, kind: str, payload: dict[str, object]
) -> None:
    envelope = await slack.send(kind, {"team_id": "T1", "user": {"id": PERSON}, **payload})

    assert await slack.acknowledged(envelope)


INJECTIONS = [
    "@everyone",
    "<!channel> <!here> <@U2>",
    "[x](javascript:alert(1))",
    "<javascript:alert(1)|click>",
    "*_~`> quote",
    "x" * 40_000,
    "😀🎉",
    "\x00\x1b[31m\x7f",
    "\u202eevil\u202c\u2066\u200b",
    "&lt;!channel&gt;",
]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
async def test_nothing_that_is_typed_comes_back(slack: FakeSlack, text: str) -> None:
    await slack.mention(text)
    await slack.command(text)
    sent = json.dumps([await slack.posted(), await slack.posted()], ensure_ascii=False)

    assert text not in sent
    assert not [
        mark for mark in ("!channel", "javascript", "\u202e", "\x1b", "xxx") if mark in sent
    ]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("missing_scope", "add the scope"),
        ("not_in_channel", "invite the bot"),
        ("is_archived", "nothing to do"),
        ("account_inactive", "reinstall"),
        ("something_new", "report"),
    ],
)
async def test_a_refused_answer_is_one_line_of_log_and_the_rest_goes_on(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture, error: str, advice: str
) -> None:
    slack.replies["chat.postMessage"] = [refused(error)]
    for _ in range(2):
        await slack.mention("what is article 5?")
        await slack.posted()

    [line] = caplog.records
    assert line.exc_info is None
    assert (vars(line)["reason"], advice in vars(line)["advice"]) == (error, True)


@pytest.mark.usefixtures("bot")
async def test_a_used_up_response_url_is_one_line_of_log(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.replies["response_url"] = [Reply({"error": "used_url"}, 404)]
    for _ in range(2):
        await slack.command("explain article 5")
        await slack.posted()

    assert [vars(r)["reason"] for r in caplog.records] == ["used_url"]


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_comes_too_fast_is_sent_again_when_slack_allows(
    slack: FakeSlack,
) -> None:
    limited = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "0"})
    slack.replies["chat.postMessage"] = [limited]
    await slack.mention("what is article 5?")

    assert await slack.posted() == await slack.posted()
    assert await slack.quiet()


@pytest.mark.usefixtures("bot")
async def test_a_card_that_slack_refuses_is_answered_as_text(slack: FakeSlack) -> None:
    slack.replies["chat.postMessage"] = [refused("invalid_blocks")]
    await slack.mention("what is article 5?")
    card, text = await slack.posted(), await slack.posted()

    assert "blocks" in card
    assert "blocks" not in text
    assert text["text"] == card["text"]
    assert text["thread_ts"] == card["thread_ts"]


@pytest.mark.usefixtures("bot")
async def test_a_table_is_read_aloud_too(slack: FakeSlack) -> None:
    await slack.command("compare Spain Greece")
    posted = await slack.posted()

    assert "Capital · Madrid · Athens" in posted["text"]


async def test_nothing_that_is_typed_and_no_token_is_logged(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with serving(slack, core):
        slack.replies["chat.postEphemeral"] = [refused("user_not_in_channel")]
        await slack.mention("my secret weapon")
        await slack.posted()

    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "answer not sent" in logged
    assert not [word for word in ("secret weapon", "xoxb-", "xapp-", "/respond") if word in logged]
