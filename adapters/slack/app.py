"""Slack over Bolt: listens, asks the core, sends. Here with one workspace, by Socket Mode.

`attach` makes any Bolt app answer; the same listeners serve HTTP and many workspaces.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any, cast

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_base_client import AsyncBaseClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import limits, parse, post, refusals, render
from adapters.slack.languages import Languages
from adapters.slack.recent import Recent
from bot.answers import Answer, Visibility
from bot.core import Core
from bot.errors import PlatformError
from bot.inflight import InFlight
from bot.requests import Request
from bot.service import DRAIN_SECONDS, Run

log = logging.getLogger(__name__)

PING_SECONDS = 5.0
"""How often the library looks whether the connection lives; it reconnects in that time."""
LOOK_SECONDS = 0.1
FRESH_ADDRESS_AFTER = 300
"""Looks without a connection. The library tries one address until it works, though that is good
for one connection and a short time; without it, the library asks Slack for another."""
CALL_SECONDS = 10.0
REMEMBERED_EVENTS = 10_000
PASSING = {
    "ratelimited",
    "service_unavailable",
    "fatal_error",
    "internal_error",
    "request_timeout",
    refusals.UNREADABLE,
}
"""Refusals that say nothing about a token."""


class Listeners:
    """What the bot does when it is mentioned, commanded or pressed."""

    def __init__(self, core: Core, in_flight: InFlight) -> None:
        self._core = core
        self._in_flight = in_flight
        self._languages = Languages()
        self._answered = Recent[tuple[str, str], bool](limits.REDELIVERY_SECONDS, REMEMBERED_EVENTS)

    async def on_mention(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer in the thread; once, however often Slack delivers the event."""
        with self._in_flight:
            key = parse.event_key(body)
            if self._answered.get(key):
                return
            self._answered.put(key, True)
            request = parse.mention(body, self._core)
            if request is None:
                return
            answer = await self._answer(request, client)
            if answer.visibility is Visibility.ASKER:
                in_a_thread = parse.is_in_thread(body)
                await post.to_asker(
                    client, request.origin, self._message(answer), in_a_thread=in_a_thread
                )
            else:
                await post.in_thread(client, request.origin, self._message(answer))

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer in the channel, or to the asker alone."""
        with self._in_flight:
            await ack()  # Slack shows an error after 3 s
            request = parse.command(body, self._core)
            await self._respond(body, request, await self._answer(request, client), client)

    async def on_button(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer below the message of the button, which stays; who asked alone is told alone."""
        with self._in_flight:
            await ack()
            request = parse.button(body, self._core)
            answer = await self._answer(request, client, private=parse.is_private(body))
            await self._respond(body, request, answer, client)

    async def on_other(self, ack: AsyncAck) -> None:
        """Take note of what nobody handles: Slack sends it again otherwise."""
        await ack()

    async def _answer(
        self, request: Request, client: AsyncWebClient, *, private: bool = False
    ) -> Answer:
        """Answer in public in the language of the request, and in private in the asker's own.

        Only the answer knows whether it is private, so it is asked for again in the other language;
        that takes milliseconds. Slack is asked for the language only where it is used.
        """
        answer = await self._core.answer(request)
        if answer.visibility is Visibility.CHANNEL and not private:
            return answer
        language = await self._languages.of(request.origin, client)
        if language is not request.language:
            answer = await self._core.answer(replace(request, language=language))
        return replace(answer, visibility=Visibility.ASKER)

    async def _respond(
        self, body: dict[str, Any], request: Request, answer: Answer, client: AsyncWebClient
    ) -> None:
        seen_by = "ephemeral" if answer.visibility is Visibility.ASKER else "in_channel"
        message = {"response_type": seen_by, **self._message(answer)}
        await post.to_url(client, body["response_url"], request.origin, message)

    def _message(self, answer: Answer) -> dict[str, Any]:
        return render.message(answer, self._core.words(answer.language))


def attach(core: Core, app: AsyncApp, in_flight: InFlight) -> None:
    """Make a Bolt app answer from our core."""
    listeners = Listeners(core, in_flight)
    anything = re.compile("")
    app.event("app_mention")(listeners.on_mention)
    app.command(anything)(listeners.on_command)  # Slack sends an app its own commands only
    app.action(re.compile(f"^{render.ACTION_PREFIX}"))(listeners.on_button)
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
        attach(run.core, app, run.in_flight)
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
