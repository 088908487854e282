"""Slack over Bolt: connects and listens, by Socket Mode or over HTTP.

`attach` makes any Bolt app answer: the same listeners serve both ways.
"""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_base_client import AsyncBaseClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import digest_modal, early, oauth, post, refusals, render
from adapters.slack.http import EVENTS, Entrance
from adapters.slack.installs import Installs, is_many
from adapters.slack.leaving import Leaving
from adapters.slack.listeners import Listeners
from adapters.slack.oauth import Installing
from adapters.slack.surfaces import Surfaces
from bot.core import Core
from bot.errors import PlatformError, StoreError
from bot.inflight import InFlight
from bot.ports import SystemClock
from bot.routes import Route
from bot.service import DRAIN_SECONDS, Run
from bot.settings import plain
from bot.store.events import Events
from bot.store.installations import States

if TYPE_CHECKING:
    from slack_bolt.authorization import AuthorizeResult

log = logging.getLogger(__name__)

NO_PAGES: Mapping[tuple[str, str], Route] = MappingProxyType({})
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
    app.error(_failed)
    app.event("app_mention")(listeners.on_mention)
    app.command(anything)(listeners.on_command)  # Slack sends an app its own commands only
    app.action(re.compile(f"^{render.ACTION_PREFIX}"))(listeners.on_button)
    app.view(digest_modal.CALLBACK)(listeners.on_form)
    Surfaces(core, listeners, in_flight).attach(app)
    for name in digest_modal.SUGGESTED:
        app.options(name)(listeners.on_typing)
    app.event(anything)(listeners.on_other)
    app.action(anything)(listeners.on_other)
    app.shortcut(anything)(listeners.on_other)


async def _failed(error: Exception) -> None:
    """One line where the database is away; whose token it would be, nobody knows then."""
    facts = {"platform": "slack"}
    if isinstance(error, StoreError):
        log.warning("not answered", extra={**facts, "error": str(error)})
    else:
        log.error("not answered, by a mistake of ours", exc_info=error, extra=facts)


async def serve(run: Run) -> None:
    """Serve until the stop: one workspace by Socket Mode or HTTP, or many by HTTP."""
    settings = run.settings
    if is_many(settings):
        async with _client(run, None) as client:
            await _many(run, client)
        return
    token = plain(settings.slack_bot_token)
    app_token, secret = plain(settings.slack_app_token), plain(settings.slack_signing_secret)
    if not token or not (app_token or secret):
        raise PlatformError(UNSET)
    async with _client(run, token) as client:
        await _allowed(client, client.auth_test(), NEW_BOT)
        app = AsyncApp(name="nato-bot", client=client, request_verification_enabled=False)
        attach(run.core, app, run.in_flight, _events(run))
        if app_token:
            await _by_socket(run, app, app_token)
        else:
            await _by_http(run, app, secret)


async def _many(run: Run, client: AsyncWebClient) -> None:
    """Serve every workspace that installs the app; its token is looked up at each request."""
    secret, clock = plain(run.settings.slack_signing_secret), SystemClock()
    if run.desk is None or not secret:
        raise PlatformError("set NATO_BOT_SLACK_SIGNING_SECRET: Basic Information shows it")
    installs = Installs(run.settings, run.desk.database, client, clock)
    log.info("tokens sealed", extra={"platform": "slack", "spaces": await installs.reseal()})
    app = AsyncApp(
        name="nato-bot",
        client=client,
        authorize=cast("Callable[..., Awaitable[AuthorizeResult]]", installs.authorize()),
        request_verification_enabled=False,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    leaving = Leaving(installs, run.core, run.desk, run.in_flight)
    leaving.attach(app)
    await leaving.look()
    attach(run.core, app, run.in_flight, _events(run))
    installing = Installing(installs, States(run.desk.database), client, leaving)
    pages = {("GET", oauth.INSTALL): installing.begin, ("GET", oauth.REDIRECT): installing.end}
    await _by_http(run, app, secret, pages)


def _events(run: Run) -> Events | None:
    return Events(run.desk.database, SystemClock()) if run.desk else None


UNSET = (
    "set NATO_BOT_SLACK_BOT_TOKEN and NATO_BOT_SLACK_APP_TOKEN; or, for requests over HTTP, "
    "NATO_BOT_SLACK_SIGNING_SECRET instead of the app token"
)
NOT_INSTALLED = (
    "nato-bot is not installed here any more: ask an administrator to install it again. "
    "nato-bot n'est plus installé ici : demandez à un administrateur de le réinstaller."
)


@asynccontextmanager
async def _client(run: Run, token: str | None) -> AsyncGenerator[AsyncWebClient]:
    """What all of Slack is called by, on one session."""
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield AsyncWebClient(
            token=token,
            base_url=run.settings.slack_api_url or AsyncBaseClient.BASE_URL,
            session=session,
            logger=post.sdk_log,
            retry_handlers=post.retries(),
        )


NEW_BOT = (
    "Slack refuses NATO_BOT_SLACK_BOT_TOKEN ({reason}): reinstall the app to the workspace and "
    "copy its Bot User OAuth Token, xoxb-…, from OAuth & Permissions"
)
NEW_APP = (
    "Slack refuses NATO_BOT_SLACK_APP_TOKEN ({reason}): turn on Socket Mode, and make an "
    "app-level token, xapp-…, with the scope connections:write under Basic Information"
)
"""Bolt would try a bad app token for ever, and would find a bad bot token at the first question."""


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


async def _by_http(
    run: Run, app: AsyncApp, secret: str, pages: Mapping[tuple[str, str], Route] = NO_PAGES
) -> None:
    """Take requests from the web port until the stop, then finish what was begun."""
    entrance = Entrance(app, secret, run.in_flight, SystemClock())
    routes = {("POST", EVENTS): entrance.take, **pages}
    run.routes |= routes
    run.ready["slack"] = True
    await run.stop.wait()
    for route in routes:
        del run.routes[route]  # not taken any more, so Slack sends it again
    await _drained(run)


async def _drained(run: Run) -> None:
    if not await run.in_flight.drained(DRAIN_SECONDS):
        log.warning("answers given up at the stop", extra={"platform": "slack"})


async def _by_socket(run: Run, app: AsyncApp, app_token: str) -> None:
    """Connect, stay connected until the stop, then finish what was begun."""
    opening = app.client.apps_connections_open(app_token=app_token)
    opened = await _allowed(app.client, opening, NEW_APP)
    handler = AsyncSocketModeHandler(
        app, app_token, logger=post.sdk_log, web_client=app.client, ping_interval=PING_SECONDS
    )
    socket = handler.client
    socket.wss_uri = cast("str", opened["url"])

    async def taken(_: object, request: SocketModeRequest) -> None:
        with run.in_flight:  # from here to the acknowledgement; the listeners count themselves
            if early.is_bare(cast("dict[str, Any]", request.payload)):
                await _acknowledged(socket, request)
                await run_async_bolt_app(app, request)
                await asyncio.sleep(0)  # the listener begins
            else:
                await handler.handle(socket, request)

    socket.socket_mode_request_listeners[:] = [taken]
    connecting = asyncio.create_task(socket.connect())  # type: ignore[no-untyped-call]
    try:
        await _watch(run, socket)
        socket.socket_mode_request_listeners.clear()  # unacknowledged, so Slack sends it again
        await _drained(run)
    finally:
        connecting.cancel()
        await socket.close()  # type: ignore[no-untyped-call]


async def _acknowledged(socket: SocketModeClient, request: SocketModeRequest) -> None:
    """Say that it was taken; where nobody hears it, Slack sends an event again."""
    try:
        await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id))
    except ConnectionError:
        log.info("acknowledgement not heard", extra={"platform": "slack"})


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
