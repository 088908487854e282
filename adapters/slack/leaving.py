"""What is done when a workspace removes the app, and when it takes it back.

Its token goes at once, its digests stop, and their settings are kept for a time of grace.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack import render
from adapters.slack.installs import Installs
from adapters.slack.post import Posts
from bot.core import Core
from bot.digests.desk import Desk
from bot.errors import StoreError
from bot.handlers.digest import offer_to_resume
from bot.inflight import InFlight
from bot.requests import Origin
from bot.store.installations import Installation

log = logging.getLogger(__name__)

PLATFORM = "slack"
T = TypeVar("T")
WAITS = (0.5, 5.0, 30.0, 120.0, 600.0)
"""Seconds between two tries."""


class Leaving:
    """Takes `app_uninstalled` and `tokens_revoked`, which come in any order, and again."""

    def __init__(self, installs: Installs, core: Core, desk: Desk, in_flight: InFlight) -> None:
        self._installs = installs
        self._core = core
        self._desk = desk
        self._in_flight = in_flight
        self._posts = Posts()

    def attach(self, app: AsyncApp) -> None:
        """Listen; before those who listen to anything."""
        app.event("app_uninstalled")(self.on_uninstalled)
        app.event("tokens_revoked")(self.on_revoked)

    async def on_uninstalled(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Nobody there has the app any more."""
        with self._in_flight:
            await self._left(body, context)

    async def on_revoked(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Tokens of people are none of ours; that of the bot is all there is."""
        with self._in_flight:
            if body["event"].get("tokens", {}).get("bot"):
                await self._left(body, context)

    async def came_back(self, installed: Installation) -> None:
        """It is installed: who did it is asked once whether digests that stopped shall go on."""
        space = installed.team or installed.enterprise
        try:
            number = await self._desk.came_back(PLATFORM, space)
        except StoreError as error:
            facts = {"platform": PLATFORM, "space": space, "error": str(error)}
            log.warning("that a workspace came back is not kept", extra=facts)
            return
        if number and installed.installed_by:
            self._in_flight.start(self._ask(installed, number))

    async def look(self) -> None:
        """Find workspaces of which it is not kept that they came back."""
        for space in await self._desk.spaces_left(PLATFORM):
            if installed := await self._installs.find(space, space):
                await self.came_back(installed)

    async def _ask(self, installed: Installation, number: int) -> None:
        space = installed.team or installed.enterprise
        client = await self._installs.client_of(f"{installed.enterprise}/{installed.team}")
        if client is None:
            return
        origin = Origin(platform=PLATFORM, space=space, asker=installed.installed_by)
        words = self._core.words(await self._core.public_language(origin))
        message = render.message(offer_to_resume(number, words), words)
        await self._posts.direct(client, installed.installed_by, origin, [message])

    async def _left(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Forget a token; not one that was given after this was said."""
        enterprise, team = context.enterprise_id or "", context.team_id or ""
        if context.is_enterprise_install:
            team = ""
        said_at = int(body.get("event_time") or self._installs.now)
        space = team or enterprise
        if not await _sure(lambda: self._installs.remove(enterprise, team, said_at), space):
            return
        number = await _sure(lambda: self._desk.left(PLATFORM, space), space)
        log.info("uninstalled", extra={"platform": PLATFORM, "space": space, "digests": number})


async def _sure(write: Callable[[], Awaitable[T]], space: str) -> T | None:
    """Write, and try again while the database is away: Slack tells of a removal once."""
    for wait in WAITS:
        try:
            return await write()
        except StoreError as error:
            facts = {"platform": PLATFORM, "space": space, "error": str(error)}
            log.warning("a removal is not kept yet", extra=facts)
        await asyncio.sleep(wait)
    log.error("a removal is not kept", extra={"platform": PLATFORM, "space": space})
    return None
