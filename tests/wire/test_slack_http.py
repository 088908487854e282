"""Slack over HTTP: the same answers, and nothing for whoever is not Slack."""

import asyncio
import hmac
import io
import logging
import time
from hashlib import sha256
from typing import Any

import pytest

from bot.core import Core
from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, TS, FakeSlack, refused
from tests.wire.slack_fixtures import ARTICLE_5, kept, slack
from tests.wire.slack_http import FORM, SECRET, at_port, signed

__all__ = ["kept", "slack"]


async def test_a_mention_is_acknowledged_and_answered_in_its_thread(
    slack: FakeSlack, core: Core
) -> None:
    async with at_port(slack, core) as port:
        assert await port.event(slack.mention_body("what is article 5?")) == 200
        posted = await slack.posted()

    assert posted["text"].startswith(ARTICLE_5)
    assert (posted["channel"], posted["thread_ts"]) == (CHANNEL, TS)


async def test_what_needs_no_answer_is_acknowledged_while_slack_says_nothing(
    slack: FakeSlack, core: Core
) -> None:
    slack.hold = asyncio.Event()
    button = slack.press_body("n1:explain:article-5-collective-defence")
    async with at_port(slack, core) as port:
        async with asyncio.timeout(2):
            event = await port.event(slack.mention_body("what is article 5?"))
            answers = [
                await port.form(slack.command_body("explain article 5")),
                await port.press(button),
                await port.press(shortcut()),
            ]
        slack.hold.set()
        calls = [await slack.next_call() for _ in range(5)]

    assert [event, *(answer.status for answer in answers)] == [200] * 4
    assert [answer.content_length for answer in answers] == [0] * 3
    assert {call.method for call in calls} == {"chat.postMessage", "response_url", *VIEWS}


VIEWS = ("views.open", "views.update")


def shortcut() -> dict[str, Any]:
    """The payload of the menu of a message."""
    about = {"callback_id": "terms", "trigger_id": "t", "message": {"text": "SACEUR"}}
    return {"type": "message_action", **about, "team": {"id": TEAM}, "user": {"id": PERSON}}


async def test_a_command_and_a_button_are_answered(slack: FakeSlack, core: Core) -> None:
    async with at_port(slack, core) as port:
        command = await port.form(slack.command_body("explain article 5"))
        by_command = await slack.posted()
        button = await port.press(slack.press_body("n1:explain:article-5-collective-defence"))
        by_button = await slack.posted()

    assert (command.status, button.status) == (200, 200)
    assert by_command["text"].startswith(ARTICLE_5)
    assert by_button["text"].startswith(ARTICLE_5)


async def test_a_form_is_answered_in_the_response_itself(slack: FakeSlack, core: Core) -> None:
    typed = {"type": "block_suggestion", "action_id": "zone", "block_id": "zone", "value": "osl"}
    async with at_port(slack, core) as port:
        response = await port.press({**typed, "team": {"id": TEAM}, "user": {"id": PERSON}})

        assert (await response.json())["options"][0]["value"] == "Europe/Oslo"


async def test_slack_is_given_its_challenge(slack: FakeSlack, core: Core) -> None:
    async with at_port(slack, core) as port:
        body = '{"type": "url_verification", "challenge": "c1"}'
        response = await port.send(body, "application/json")

        assert await response.json() == {"challenge": "c1"}


async def test_an_event_that_nobody_handles_is_taken_all_the_same(
    slack: FakeSlack, core: Core
) -> None:
    async with at_port(slack, core) as port:
        body = slack.mention_body("hello")
        assert await port.event({**body, "event": {"type": "team_join"}}) == 200


MENTION = '{"type": "event_callback", "event": {"type": "app_mention", "text": "a secret word"}}'
STRANGE = {
    "no signature": ({"x-slack-signature": ""}, 401),
    "no time at all": ({"x-slack-request-timestamp": ""}, 401),
    "another's signature": (signed(MENTION, "another"), 401),
    "an old copy": (signed(MENTION, age=301), 401),
    "a time to come": (signed(MENTION, age=-86_400), 401),  # made long before it is sent
    "a time that is no number": ({"x-slack-request-timestamp": "soon"}, 400),
    "digits of another script": ({"x-slack-request-timestamp": "\u0661\u0662"}, 400),
    "an endless number": ({"x-slack-request-timestamp": "9" * 5_000}, 400),
}


@pytest.mark.parametrize("kind", STRANGE)
async def test_what_slack_has_not_signed_is_refused_with_one_line(
    slack: FakeSlack, core: Core, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    changes, status = STRANGE[kind]
    async with at_port(slack, core) as port:
        caplog.clear()
        response = await port.send(MENTION, "application/json", **changes)
        assert await slack.quiet(0.1)

    assert response.status == status
    assert [record.getMessage() for record in caplog.records] == ["request refused"]
    assert "secret word" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00", b"{", b"[1]", b"", b"payload=%7B", b"null", b'{"type": "event_callback"}'],
)
@pytest.mark.parametrize("kind", ["application/json", FORM])
async def test_junk_with_a_wrong_signature_never_ends_in_a_traceback(
    slack: FakeSlack, core: Core, body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_port(slack, core) as port:
        response = await port.raw(body, {**signed("other"), "content-type": kind})

    assert response.status == 401
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("body", ["{", "[1]", "null", "payload={", '{"type": 1}'])
async def test_signed_junk_never_ends_in_a_traceback(
    slack: FakeSlack, core: Core, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_port(slack, core) as port:
        response = await port.send(body, "application/json")

    assert response.status in {400, 404}
    assert not [record for record in caplog.records if record.exc_info]


async def test_signed_bytes_that_are_no_text_are_refused_with_one_line(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    body, timestamp = b'{"type": "\xff"}', str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, sha256).hexdigest()
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}"}
    async with at_port(slack, core) as port:
        response = await port.raw(body, {**headers, "content-type": "application/json"})

    assert response.status == 400
    assert [record.getMessage() for record in caplog.records] == ["request refused"]


async def test_more_than_a_megabyte_is_refused(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_port(slack, core) as port:
        caplog.clear()
        large = io.BytesIO(b"x" * (1024 * 1024 + 1))
        async with port.session.post("/slack/events", data=large) as response:
            await response.read()

    assert response.status == 413
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == [
        "request refused"
    ]


async def test_a_stop_waits_for_the_answer_and_leaves_what_comes_after(
    slack: FakeSlack, core: Core
) -> None:
    slack.hold = asyncio.Event()
    async with at_port(slack, core) as port:
        await port.event(slack.mention_body("what is article 5?"))
        await slack.posted()
        port.run.stop.set()
        await asyncio.sleep(0.1)
        late = await port.event(slack.mention_body("what is article 4?"))
        slack.hold.set()

    assert late == 404  # Slack takes that for a failure, and sends it again
    assert len(slack.called("chat.postMessage")) == 1


async def test_no_secret_and_no_question_is_ever_logged(
    slack: FakeSlack, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "adapters")
    caplog.set_level(logging.INFO)
    slack.always["chat.postMessage"] = refused("not_in_channel")
    async with at_port(slack, core) as port:
        await port.event(slack.mention_body("what is article 5?"))
        await slack.posted()
        await port.send(MENTION, "application/json", **signed(MENTION, "another"))

    for secret in ("xoxb-", "signing-secret", "article 5", "secret word", "v0="):
        assert secret not in caplog.text
