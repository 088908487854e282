"""A bot of many workspaces against a fake Slack that knows several, and a browser that installs."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from pydantic import SecretStr

from bot.core import Core
from bot.digests.desk import Desk
from tests.wire.fake_slack import FakeSlack, Reply
from tests.wire.slack_http import Port, at_port

KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
OLDER_KEY = "dGhpcyBpcyBub3QgYSBzZWNyZXQga2V5IGJ1dCAzMiE="
MANY: dict[str, SecretStr | str | None] = {
    "slack_bot_token": None,
    "slack_client_id": "client-1",
    "slack_client_secret": SecretStr("client-secret"),
    "encryption_key": SecretStr(KEY),
}


@asynccontextmanager
async def many(
    slack: FakeSlack, core: Core, desk: Desk, **changes: SecretStr | str | None
) -> AsyncGenerator[Port]:
    """The bot over HTTP, for whoever installs it."""
    async with at_port(slack, core, desk, **{**MANY, **changes}) as port:
        yield port


def grant(team: str, token: str, **changes: Any) -> Reply:  # noqa: ANN401 -- any JSON
    """What oauth.v2.access answers for a code."""
    body = {
        "ok": True,
        "access_token": token,
        "token_type": "bot",
        "scope": "chat:write,commands",
        "bot_user_id": f"UBOT-{team}",
        "app_id": "A1",
        "team": {"id": team, "name": team},
        "enterprise": None,
        "authed_user": {"id": "UINSTALLER"},
        "is_enterprise_install": False,
    }
    return Reply({**body, **changes})


def asked(slack: FakeSlack, team: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- any JSON
    """A mention in a workspace."""
    body = slack.mention_body("what is article 5?", team_id=team)
    return {**body, "authorizations": [{"team_id": team, "enterprise_id": None}], **more}


async def install(slack: FakeSlack, port: Port, granted: Reply) -> int:
    """Press the button and allow it, as a browser does; gives the last page's status."""
    slack.replies["oauth.v2.access"].append(granted)
    state, cookie = await begun(port)
    query = {"code": "code-of-slack", "state": state}
    return (await landed(port, query, cookie)).status


async def begun(port: Port) -> tuple[str, str]:
    """Open the page with the button; gives the state and the cookie."""
    async with port.session.get("/slack/install") as page:
        text = await page.text()
    [url] = [part.split('"')[0] for part in text.split('href="')[1:]]
    query = parse_qs(urlsplit(url.replace("&amp;", "&")).query)
    return query["state"][0], page.headers["Set-Cookie"].split(";")[0]


async def landed(port: Port, query: dict[str, str], cookie: str = "") -> aiohttp.ClientResponse:
    """Come back from Slack."""
    headers = {"Cookie": cookie} if cookie else {}
    address = "/slack/oauth_redirect"
    async with port.session.get(address, params=query, headers=headers) as page:
        await page.read()
        return page


def left(slack: FakeSlack, team: str, event_time: int, kind: str = "app_uninstalled") -> Any:  # noqa: ANN401
    """The event that tells of a removal."""
    event: dict[str, Any] = {"type": kind}
    if kind == "tokens_revoked":
        event["tokens"] = {"oauth": [], "bot": ["UBOT"]}
    body = slack.mention_body("")
    del body["authorizations"]
    return {**body, "team_id": team, "event": event, "event_time": event_time}
