"""Who asks too fast in Slack is told so once, in private, and then passed over."""

import pytest

from bot.cooldown import CHANNEL as CHANNEL_MAY
from bot.cooldown import PERSON as PERSON_MAY
from tests.wire.fake_slack import CHANNEL, PERSON, Call, FakeSlack
from tests.wire.slack_fixtures import bot, kept, slack

__all__ = ["bot", "kept", "slack"]

SLOWER = {"en": "That was a lot at once.", "fr": "Cela fait beaucoup à la fois."}
pytestmark = pytest.mark.usefixtures("bot")


async def ask(slack: FakeSlack, way: str, person: str = PERSON) -> None:
    """One request, in one of the ways there are."""
    if way == "mention":
        await slack.mention("what is kfor", user=person)
    elif way == "command":
        await slack.command("explain kfor", user_id=person)
    elif way == "button":
        await slack.press("n1:explain:kfor", user=person)
    else:
        body = slack.mention_body("what is kfor", user=person)
        direct = {"type": "message", "channel": "D1", "channel_type": "im"}
        await slack.send("events_api", {**body, "event": {**body["event"], **direct}})


async def calls(slack: FakeSlack, number: int) -> list[Call]:
    return [await slack.next_call() for _ in range(number)]


def slower(found: list[Call], language: str = "en") -> list[Call]:
    return [call for call in found if call.body["text"].startswith(SLOWER[language])]


@pytest.mark.parametrize("way", ["mention", "command", "button", "direct"])
async def test_a_person_is_told_once_and_then_passed_over(slack: FakeSlack, way: str) -> None:
    for _ in range(PERSON_MAY + 3):
        await ask(slack, way)
    found = await calls(slack, PERSON_MAY + 1)

    assert len(slower(found)) == 1
    assert await slack.quiet()


@pytest.mark.parametrize(
    ("way", "private"),
    [
        ("mention", ("chat.postEphemeral", {"channel": CHANNEL, "user": PERSON})),
        ("command", ("response_url", {"response_type": "ephemeral"})),
        ("button", ("response_url", {"response_type": "ephemeral", "replace_original": False})),
    ],
)
async def test_it_is_told_to_them_alone_and_in_their_language(
    slack: FakeSlack, way: str, private: tuple[str, dict[str, object]]
) -> None:
    slack.locales[PERSON] = "fr-FR"
    for _ in range(PERSON_MAY + 1):
        await ask(slack, way)
    [told] = slower(await calls(slack, PERSON_MAY + 1), "fr")

    method, holds = private
    assert told.method == method
    assert holds.items() <= told.body.items()


async def test_everybody_else_is_served_meanwhile(slack: FakeSlack) -> None:
    for _ in range(PERSON_MAY + 1):
        await ask(slack, "mention")
    await calls(slack, PERSON_MAY + 1)
    await ask(slack, "mention", "U2")

    assert (await slack.posted())["text"].startswith("Kosovo and KFOR")


async def test_a_channel_of_many_people_is_slowed_too(slack: FakeSlack) -> None:
    for number in range(CHANNEL_MAY + 2):
        await slack.mention("what is kfor", user=f"U{number}", ts=f"1763892000.{number:06}")
    found = await calls(slack, CHANNEL_MAY + 1)

    assert len(slower(found)) == 1
    assert await slack.quiet()
