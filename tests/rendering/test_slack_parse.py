"""Slack's payloads as requests."""

from typing import Any

import pytest

from adapters.slack import parse
from adapters.slack.recent import Recent
from bot.core import Core
from bot.requests import Language, Origin


def mention(text: str, **event: str) -> dict[str, Any]:
    """A message that names the bot."""
    said = {"user": "U1", "text": text, "ts": "1.1", "channel": "C1", **event}
    return {"team_id": "T1", "event_id": "Ev1", "event": said}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("<@UBOT> what is article 5?", "what is article 5?"),
        ("hey <@UBOT|nato-bot>", "hey"),
        ("<@UBOT>", ""),
        ("<https://nato.int|nato.int> &amp; &lt;Allies&gt;", "nato.int & <Allies>"),
        ("&amp;lt;", "&lt;"),
        ("<!channel> <#C1|general> hello", "hello"),
        ("3 &lt; 5 or 2 < 4", "3 < 5 or 2 < 4"),
    ],
)
def test_what_the_person_wrote_is_read_without_slacks_marks(raw: str, text: str) -> None:
    assert parse.text(raw) == text


def test_a_mention_comes_from_its_workspace_channel_thread_and_person(core: Core) -> None:
    request = parse.mention(mention("<@UBOT> hello"), core)

    assert request
    assert request.origin == Origin(
        platform="slack",
        space="T1",
        channel="C1",
        thread="1.1",
        asker="U1",
        spoken=Language.EN,
        people_are_local=True,
    )


@pytest.mark.parametrize("text", ["help", "aide"])
def test_a_mention_can_be_a_command(core: Core, text: str) -> None:
    request = parse.mention(mention(f"<@UBOT> {text}"), core)

    assert request
    assert request.command == "help"


@pytest.mark.parametrize(
    ("typed", "command"),
    [("", "help"), ("explain article 5", "explain"), ("fait", "fact"), ("why nato", "ask")],
)
def test_a_command_line_is_read_in_every_language_and_answered_in_one(
    core: Core, typed: str, command: str
) -> None:
    request = parse.command({"text": typed, "team_id": "T1", "user_id": "U1"}, core)

    assert (request.command, request.language) == (command, Language.EN)


def test_a_thing_is_forgotten_after_its_time() -> None:
    now = [0.0]
    recent = Recent[str, int](10, 100, lambda: now[0])
    recent.put("a", 1)

    now[0] = 10
    assert recent.get("a") == 1
    now[0] = 10.1
    assert recent.get("a") is None


def test_the_oldest_is_forgotten_where_there_is_too_much() -> None:
    recent = Recent[int, int](10, 3)
    for number in range(5):
        recent.put(number, number)

    assert [recent.get(number) for number in range(5)] == [None, None, 2, 3, 4]
