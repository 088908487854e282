"""Pages turned and private answers shown to all, wherever Slack shows the button."""

from typing import Any

import pytest

from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, Body, FakeSlack
from tests.wire.slack_fixtures import ARTICLE_5, bot, kept, slack

__all__ = ["bot", "kept", "slack"]

ASKED = {"en": "what is article 5?", "fr": "c'est quoi l'article 5 ?"}
SECOND = "n1.2:explain:article-5-collective-defence"
FRENCH = f"{SECOND} in french"
TITLE = {"en": ARTICLE_5, "fr": "Article 5\u00a0: la défense collective"}
BACK = {"en": "◀ In short (1/2)", "fr": "◀ En bref (1/3)"}
SHARE = {"en": "Show to the channel", "fr": "Montrer au canal"}
PARENT = "1763890000.000200"
EACH = pytest.mark.parametrize("language", ["en", "fr"])
pytestmark = pytest.mark.usefixtures("bot")


def wires(shown: Body) -> dict[str, str]:
    """What each button of a message or a view asks for, by its label."""
    rows = [block for block in shown["blocks"] if block["type"] == "actions"]
    return {e["text"]["text"]: e["value"] for row in rows for e in row["elements"]}


def following(shown: Body) -> str:
    """What turns to the next page."""
    return next(wire for label, wire in wires(shown).items() if label.endswith("▶"))


def title(shown: Body) -> str:
    return str(next(b["text"]["text"] for b in shown["blocks"] if b["type"] == "header"))


async def pressed_in(slack: FakeSlack, wire: str, **where: Any) -> None:  # noqa: ANN401 -- any JSON
    """Somebody presses a button elsewhere than in a channel."""
    await slack.send("interactive", {**slack.press_body(wire), **where})


async def pressed_in_view(slack: FakeSlack, wire: str, kind: str = "modal") -> None:
    """Somebody presses a button in a modal or in App Home: it has no response_url."""
    action = {"type": "button", "action_id": f"nato:{wire}", "value": wire}
    who = {"team": {"id": TEAM}, "user": {"id": PERSON}, "trigger_id": "trigger"}
    where = {"container": {"type": "view", "view_id": "V7"}, "view": {"id": "V7", "type": kind}}
    await slack.send("interactive", {"type": "block_actions", **who, **where, "actions": [action]})


@EACH
async def test_a_page_of_a_public_answer_is_turned_for_the_reader_and_the_card_stays(
    slack: FakeSlack, language: str
) -> None:
    await slack.mention(ASKED[language])
    first = await slack.posted()
    await slack.press(following(first))
    second = await slack.posted()

    assert (second["response_type"], second["replace_original"]) == ("ephemeral", False)
    assert (title(first), title(second)) == (TITLE[language],) * 2
    assert {BACK[language], SHARE[language]} <= set(wires(second))


@EACH
async def test_in_an_ephemeral_message_a_page_takes_the_place_of_the_one_before(
    slack: FakeSlack, language: str
) -> None:
    await slack.press(FRENCH if language == "fr" else SECOND)
    back = wires(await slack.posted())[BACK[language]]
    await slack.press(back, is_ephemeral=True)
    first = await slack.posted()

    assert (first["response_type"], first["replace_original"]) == ("ephemeral", True)
    assert title(first) == TITLE[language]
    assert following(first)


@EACH
async def test_in_the_conversation_with_the_bot_a_page_takes_the_place_of_the_one_before(
    slack: FakeSlack, language: str
) -> None:
    slack.locales[PERSON] = language
    await pressed_in(slack, SECOND, channel={"id": "D1", "name": "directmessage"})
    second = await slack.posted()

    assert (second["response_type"], second["replace_original"]) == ("in_channel", True)
    assert title(second) == TITLE[language]
    assert SHARE[language] not in wires(second)


async def test_in_the_conversation_with_the_bot_an_answer_stays(slack: FakeSlack) -> None:
    slack.locales[PERSON] = "fr"
    await pressed_in(slack, "n1:member:NO", channel={"id": "D1", "name": "directmessage"})
    posted = await slack.posted()

    assert (posted["response_type"], posted["replace_original"]) == ("in_channel", False)
    assert posted["text"].startswith("Norvège")


@EACH
async def test_in_a_modal_a_page_updates_the_view_and_is_for_nobody_else(
    slack: FakeSlack, language: str
) -> None:
    slack.locales[PERSON] = language
    await pressed_in_view(slack, SECOND)
    call = await slack.next_call()

    assert (call.method, call.body["view_id"]) == ("views.update", "V7")
    assert title(call.body["view"]) == TITLE[language]
    assert BACK[language] in wires(call.body["view"])
    assert SHARE[language] not in wires(call.body["view"])


@pytest.mark.parametrize(("kind", "method"), [("modal", "views.push"), ("home", "views.open")])
async def test_an_answer_on_a_view_is_in_the_readers_language_and_cannot_be_shown_to_all(
    slack: FakeSlack, kind: str, method: str
) -> None:
    slack.locales[PERSON] = "fr"
    await pressed_in_view(slack, "n1:explain:article-5-collective-defence", kind)
    call = await slack.next_call()

    assert (call.method, title(call.body["view"])) == (method, TITLE["fr"])
    assert SHARE["fr"] not in wires(call.body["view"])


@EACH
async def test_a_private_answer_is_shown_to_the_channel_on_request_and_stays(
    slack: FakeSlack, language: str
) -> None:
    await slack.press(FRENCH if language == "fr" else SECOND, thread_ts=PARENT)
    private = await slack.posted()
    share = wires(private)[SHARE[language]]
    await slack.press(share, is_ephemeral=True, thread_ts=PARENT)
    shown = await slack.posted()

    assert (shown["response_type"], shown["replace_original"]) == ("in_channel", False)
    assert (title(shown), shown["thread_ts"]) == (TITLE[language], PARENT)
    assert SHARE[language] not in wires(shown)


async def test_what_is_shown_to_the_channel_speaks_the_channels_language(slack: FakeSlack) -> None:
    slack.locales[PERSON] = "fr"
    await slack.press("n1:member:NO", is_ephemeral=True)
    private = await slack.posted()
    await slack.press(wires(private)[SHARE["fr"]], is_ephemeral=True)

    assert private["text"].startswith("Norvège")
    assert (await slack.posted())["text"].startswith("Norway")


async def test_where_few_persons_talk_a_page_is_turned_for_one_of_them(slack: FakeSlack) -> None:
    await pressed_in(slack, SECOND, channel={"id": CHANNEL, "name": "mpdm-ann--bob-1"})
    posted = await slack.posted()

    assert (posted["response_type"], posted["replace_original"]) == ("ephemeral", False)
