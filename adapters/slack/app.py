"""Slack over Bolt: connects and listens. Here with one workspace, by Socket Mode.

`attach` makes any Bolt app answer; the same listeners serve HTTP and many workspaces.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable
from typing import cast

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_base_client import AsyncBaseClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import digest_modal, post, refusals, render
from adapters.slack.listeners import Listeners
from bot.core import Core
from bot.errors import PlatformError
from bot.inflight import InFlight
from bot.ports import SystemClock
from bot.service import DRAIN_SECONDS, Run
from bot.store.events import Events

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""How often the library looks whether the connection lives; it reconnects in that time."""
LOOK_SECONDS = 0.1
FRESH_ADDRESS_AFTER = 300
"""Looks without a connection. The library tries one address until it works, though that is good
for one connection and a short time; without it, the library asks Slack for another."""
CALL_SECONDS = 10.0
PASSING = {
    "ratelimited",
    "service_unavailable",
    "fatal_error",
    "internal_error",
    "request_timeout",
    refusals.UNREADABLE,
}
"""Refusals that say nothing about a token."""


def attach(core: Core, app: AsyncApp, in_flight: InFlight, events: Events | None = None) -> None:
    """Make a Bolt app answer from our core."""
    listeners = Listeners(core, in_flight, events)
    anything = re.compile("")
    app.event("app_mention")(listeners.on_mention)
    app.command(anything)(listeners.on_command)  # Slack sends an app its own commands only
    app.action(re.compile(f"^{render.ACTION_PREFIX}"))(listeners.on_button)
    app.view(digest_modal.CALLBACK)(listeners.on_form)
    for name in digest_modal.SUGGESTED:
        app.options(name)(listeners.on_typing)
    app.event(anything)(listeners.on_other)
    app.action(anything)(listeners.on_other)
    app.shortcut(anything)(listeners.on_other)


async def serve(run: Run) -> None:
    """Serve one workspace by Socket Mode until the stop."""
    settings = run.settings
    if settings.slack_bot_token is None or settings.slack_app_token is None:
        raise PlatformError("set NATO_BOT_SLACK_BOT_TOKEN and NATO_BOT_SLACK_APP_TOKEN")
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(
            token=settings.slack_bot_token.get_secret_value().strip(),
            base_url=settings.slack_api_url or AsyncBaseClient.BASE_URL,
            session=session,
            logger=post.sdk_log,
            retry_handlers=post.retries(),
        )
        app_token = settings.slack_app_token.get_secret_value().strip()
        address = await _checked(client, app_token)
        app = AsyncApp(name="nato-bot", client=client)
        events = Events(run.desk.database, SystemClock()) if run.desk else None
        attach(run.core, app, run.in_flight, events)
        await _serve(run, app, app_token, address)


async def _checked(client: AsyncWebClient, app_token: str) -> str:
    """Try both tokens; returns an address to connect to.

    Bolt would try a bad app token for ever, and would find a bad bot token at the first question.
    """
    await _allowed(
        client,
        client.auth_test(),
        "Slack refuses NATO_BOT_SLACK_BOT_TOKEN ({reason}): reinstall the app to the workspace and "
        "copy its Bot User OAuth Token, xoxb-…, from OAuth & Permissions",
    )
    opened = await _allowed(
        client,
        client.apps_connections_open(app_token=app_token),
        "Slack refuses NATO_BOT_SLACK_APP_TOKEN ({reason}): turn on Socket Mode, and make an "
        "app-level token, xapp-…, with the scope connections:write under Basic Information",
    )
    return cast("str", opened["url"])


async def _allowed(
    client: AsyncWebClient, call: Awaitable[AsyncSlackResponse], refusal: str
) -> AsyncSlackResponse:
    """What Slack answers; raises PlatformError saying which setting to change."""
    try:
        return await call
    except SlackApiError as error:
        reason = refusals.reason(error)
        if reason in PASSING:
            raise PlatformError(
                f"{client.base_url} gives {reason} for an answer: check NATO_BOT_SLACK_API_URL if "
                "it is set, else start again in some minutes"
            ) from None
        raise PlatformError(refusal.format(reason=reason)) from None
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise PlatformError(
            f"Slack cannot be reached at {client.base_url} ({type(error).__name__}): check the "
            "network, and NATO_BOT_SLACK_API_URL if it is set"
        ) from None


async def _serve(run: Run, app: AsyncApp, app_token: str, address: str) -> None:
    """Connect, stay connected until the stop, then finish what was begun."""
    handler = AsyncSocketModeHandler(
        app, app_token, logger=post.sdk_log, web_client=app.client, ping_interval=PING_SECONDS
    )
    socket = handler.client
    socket.wss_uri = address

    async def counted(_: object, request: SocketModeRequest) -> None:
        with run.in_flight:  # from here to the acknowledgement; the listeners count themselves
            await handler.handle(socket, request)

    socket.socket_mode_request_listeners[:] = [counted]
    connecting = asyncio.create_task(socket.connect())  # type: ignore[no-untyped-call]
    try:
        await _watch(run, socket)
        socket.socket_mode_request_listeners.clear()  # unacknowledged, so Slack sends it again
        if not await run.in_flight.drained(DRAIN_SECONDS):
            log.warning("answers given up at the stop", extra={"platform": "slack"})
    finally:
        connecting.cancel()
        await socket.close()  # type: ignore[no-untyped-call]


async def _watch(run: Run, socket: SocketModeClient) -> None:
    """Keep `run.ready` true to the connection until the stop."""
    looks_without = 0
    while not run.stop.is_set():
        connected = await socket.is_connected()
        if connected is not run.ready.get("slack", False):
            log.info("connected" if connected else "connection lost", extra={"platform": "slack"})
        run.ready["slack"] = connected
        looks_without = 0 if connected else looks_without + 1
        if looks_without and looks_without % FRESH_ADDRESS_AFTER == 0:
            socket.wss_uri = None
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await run.stop.wait()
        except TimeoutError:
            continue
