"""How the Slack adapter connects, stays connected, and stops."""

import asyncio

import pytest
from pydantic import SecretStr

from adapters.slack.app import serve
from adapters.slack.post import sdk_log
from bot.core import Core
from bot.errors import PlatformError
from bot.service import Run, serve_all
from tests.wire.fake_slack import FakeSlack, refused
from tests.wire.slack_fixtures import ARTICLE_5, kept, serving, slack

__all__ = ["kept", "slack"]


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("auth.test", "invalid_auth", "NATO_BOT_SLACK_BOT_TOKEN (invalid_auth)"),
        ("auth.test", "account_inactive", "xoxb-"),
        ("apps.connections.open", "invalid_auth", "NATO_BOT_SLACK_APP_TOKEN (invalid_auth)"),
        ("apps.connections.open", "missing_scope", "connections:write"),
        ("auth.test", "service_unavailable", "start again in some minutes"),
    ],
)
async def test_a_refusal_at_the_start_is_one_line_that_says_what_to_do(
    slack: FakeSlack, core: Core, method: str, error: str, said: str
) -> None:
    slack.always[method] = refused(error)

    with pytest.raises(PlatformError) as raised:
        await serve(Run(core=core, settings=slack.settings()))

    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/api/", "http://[::1/", "http://x.invalid/"])
async def test_an_address_that_does_not_answer_is_one_line_that_names_the_setting(
    slack: FakeSlack, core: Core, url: str
) -> None:
    with pytest.raises(PlatformError, match="NATO_BOT_SLACK_API_URL"):
        await serve(Run(core=core, settings=slack.settings(slack_api_url=url)))


async def test_a_web_server_that_is_not_slack_is_told_from_a_bad_token(
    slack: FakeSlack, core: Core
) -> None:
    settings = slack.settings(slack_api_url=f"{slack.url}/elsewhere/")

    with pytest.raises(PlatformError, match="check NATO_BOT_SLACK_API_URL"):
        await serve(Run(core=core, settings=settings))


async def test_a_token_with_a_line_break_inside_does_not_end_in_a_traceback(
    slack: FakeSlack, core: Core
) -> None:
    settings = slack.settings(slack_bot_token=SecretStr("xoxb-\nx"))

    with pytest.raises(PlatformError):
        await serve(Run(core=core, settings=settings))


async def test_each_token_is_used_for_its_own_calls(slack: FakeSlack, core: Core) -> None:
    async with serving(slack, core):
        await slack.mention("what is article 5?")
        await slack.posted()

    tokens = {call.method: call.token for call in slack.calls}
    assert tokens["apps.connections.open"] == "xapp-right"
    assert tokens["auth.test"] == tokens["chat.postMessage"] == "xoxb-right"


async def test_the_service_says_when_it_is_ready_and_when_no_more(
    slack: FakeSlack, core: Core
) -> None:
    run = Run(core=core, settings=slack.settings())
    service = asyncio.create_task(serve_all(run, {"slack": serve}, {"slack"}))
    await slack.connected()
    await slack.mention("what is article 5?")
    await slack.posted()
    await asyncio.sleep(0.1)
    ready_while_it_answers = run.ready["slack"]
    run.stop.set()

    assert await service == 0
    assert ready_while_it_answers
    assert run.ready == {"slack": False}


async def test_a_stop_waits_for_the_answer_that_is_being_sent(slack: FakeSlack, core: Core) -> None:
    slack.hold = asyncio.Event()
    async with serving(slack, core) as (run, service):
        await slack.mention("what is article 5?")
        await slack.posted()
        run.stop.set()
        await asyncio.sleep(0.6)
        assert not service.done()
        slack.hold.set()
        await service

    assert len(slack.called("chat.postMessage")) == 1


async def test_what_comes_after_the_stop_is_left_for_slack_to_send_again(
    slack: FakeSlack, core: Core
) -> None:
    slack.hold = asyncio.Event()
    async with serving(slack, core) as (run, _):
        await slack.mention("what is article 5?")
        await slack.posted()
        run.stop.set()
        await asyncio.sleep(0.6)
        late = await slack.mention("what is article 5?")
        assert await slack.quiet()
        slack.hold.set()

    assert late not in slack.acks


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_after_a_disconnect_message_it_answers_over_a_new_connection(
    slack: FakeSlack, core: Core, reason: str
) -> None:
    async with serving(slack, core):
        await slack.say_disconnect(reason)
        await slack.connected()
        await slack.mention("what is article 5?")

        assert (await slack.posted())["text"].startswith(ARTICLE_5)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_an_event_whose_acknowledgement_was_lost_is_answered_once(
    slack: FakeSlack, core: Core, reason: str
) -> None:
    slack.deaf = True
    async with serving(slack, core):
        envelope = await slack.mention("what is article 5?")
        await slack.posted()
        await slack.say_disconnect(reason)
        await slack.connected()
        slack.deaf = False
        await slack.send_again()

        assert await slack.acknowledged(envelope)
        assert await slack.quiet()


async def test_an_event_that_is_sent_while_it_connects_anew_is_answered_when_it_comes_again(
    slack: FakeSlack, core: Core
) -> None:
    async with serving(slack, core):
        slack.drop()
        envelope = await slack.mention("what is article 5?")
        await slack.connected()
        await slack.send_again()

        assert (await slack.posted())["text"].startswith(ARTICLE_5)
        assert await slack.acknowledged(envelope)
        assert await slack.quiet()


async def test_after_a_dropped_connection_it_answers_over_a_new_one(
    slack: FakeSlack, core: Core
) -> None:
    async with serving(slack, core):
        slack.drop()
        await slack.connected()
        await slack.mention("what is article 5?")

        assert (await slack.posted())["text"].startswith(ARTICLE_5)


def test_what_the_library_logs_is_a_line_without_address_and_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = ConnectionResetError("gone")
    sdk_log.error("Failed (url: %s\nRetrying...", "wss://x.int/?ticket=secret", exc_info=lost)

    [line] = caplog.records
    assert (line.getMessage(), line.exc_info) == ("Failed (url: … Retrying...", None)
