"""The bot behind its web port, and Slack signing what it sends there."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from adapters.slack.app import serve
from adapters.web.app import listening
from bot.core import Core
from bot.digests.desk import Desk
from bot.service import Run
from tests.wire.fake_slack import PATIENCE, FakeSlack

SECRET = "signing-secret-of-the-tests"
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Port:
    """The web port as Slack reaches it."""

    session: aiohttp.ClientSession
    run: Run

    async def event(self, payload: Body) -> int:
        """Deliver an event; gives the status."""
        return (await self.send(json.dumps(payload), "application/json")).status

    async def form(self, payload: Body) -> aiohttp.ClientResponse:
        """Send a command."""
        return await self.send(urlencode(payload), FORM)

    async def press(self, payload: Body) -> aiohttp.ClientResponse:
        """Send what comes of buttons and forms."""
        return await self.send(urlencode({"payload": json.dumps(payload)}), FORM)

    async def send(self, body: str, kind: str, **changes: str) -> aiohttp.ClientResponse:
        """Send a body, signed now unless headers say otherwise."""
        headers = {**signed(body), "content-type": kind, **changes}
        return await self.raw(body.encode(), headers)

    async def raw(self, body: bytes, headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        """Send anything."""
        async with self.session.post("/slack/events", data=body, headers=headers) as response:
            await response.read()
            return response


FORM = "application/x-www-form-urlencoded"


def signed(body: str, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """The headers by which Slack signs a body, some seconds ago."""
    timestamp = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature or ""}


def settings_of(slack: FakeSlack, **changes: SecretStr | str | None) -> dict[str, Any]:
    """What makes Slack come by HTTP."""
    return {"slack_app_token": None, "slack_signing_secret": SecretStr(SECRET), **changes}


@asynccontextmanager
async def at_port(
    slack: FakeSlack, core: Core, desk: Desk | None = None, **changes: SecretStr | str | None
) -> AsyncGenerator[Port]:
    """The bot, reached over HTTP; stopped at the end."""
    settings = slack.settings(**settings_of(slack, **changes))
    run = Run(core=core, settings=settings, desk=desk)
    task = asyncio.create_task(serve(run))
    async with (
        listening(run, "127.0.0.1", 0) as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session,
    ):
        try:
            await _ready(run)
            yield Port(session, run)
        finally:
            run.stop.set()
            await asyncio.wait_for(task, 2 * PATIENCE)


async def _ready(run: Run) -> None:
    for _ in range(int(PATIENCE * 100)):
        if run.ready.get("slack"):
            return
        await asyncio.sleep(0.01)
    raise TimeoutError
