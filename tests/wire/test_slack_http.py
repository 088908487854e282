"""The same listeners behind signed HTTP requests, as with many workspaces later."""

import time
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import attach
from bot.core import Core
from bot.inflight import InFlight
from tests.wire.fake_slack import FakeSlack
from tests.wire.slack_fixtures import ARTICLE_5, kept, slack

__all__ = ["kept", "slack"]
SECRET = "signing-secret"


async def dispatch(slack: FakeSlack, core: Core, secret: str) -> int:
    """Send `/nato explain article 5`, signed with `secret`; gives Bolt's status."""
    client = AsyncWebClient(token="xoxb-right", base_url=f"{slack.url}/api/")
    app = AsyncApp(name="test", client=client, signing_secret=SECRET)
    attach(core, app, InFlight())
    body = urlencode(slack.command_body("explain article 5"))
    timestamp = str(int(time.time()))
    verifier = SignatureVerifier(secret)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": verifier.generate_signature(timestamp=timestamp, body=body) or "",
    }
    return (await app.async_dispatch(AsyncBoltRequest(body=body, headers={**headers}))).status


async def test_a_signed_command_is_answered(slack: FakeSlack, core: Core) -> None:
    assert await dispatch(slack, core, SECRET) == 200
    assert (await slack.posted())["text"].startswith(ARTICLE_5)


async def test_a_command_with_another_signature_is_refused(slack: FakeSlack, core: Core) -> None:
    assert await dispatch(slack, core, "another") == 401
    assert await slack.quiet()
