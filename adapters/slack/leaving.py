"""What is done when a workspace removes the app: its token goes, its digests stop."""

import logging
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.slack.installs import Installs
from bot.digests.desk import Desk
from bot.inflight import InFlight

log = logging.getLogger(__name__)

GONE = "gone"
"""As in bot.digests.reasons: what people are told of such a suspension."""


class Leaving:
    """Takes `app_uninstalled` and `tokens_revoked`, which come in any order, and again."""

    def __init__(self, installs: Installs, desk: Desk, in_flight: InFlight) -> None:
        self._installs = installs
        self._desk = desk
        self._in_flight = in_flight

    def attach(self, app: AsyncApp) -> None:
        """Listen; before those who listen to anything."""
        app.event("app_uninstalled")(self.on_uninstalled)
        app.event("tokens_revoked")(self.on_revoked)

    async def on_uninstalled(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Nobody there has the app any more."""
        with self._in_flight:
            await self._left(body, context, "app_uninstalled")

    async def on_revoked(self, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Tokens of people are none of ours; that of the bot is all there is."""
        with self._in_flight:
            if body["event"].get("tokens", {}).get("bot"):
                await self._left(body, context, "tokens_revoked")

    async def _left(self, body: dict[str, Any], context: AsyncBoltContext, why: str) -> None:
        """Forget a token; not one that was given after this was said."""
        enterprise, team = context.enterprise_id or "", context.team_id or ""
        if context.is_enterprise_install:
            team = ""
        said_at = int(body.get("event_time") or self._installs.now)
        if not await self._installs.remove(enterprise, team, said_at):
            return
        space = team or enterprise
        number = await self._desk.suspend("slack", space, f"{GONE}:{why}")
        log.info("uninstalled", extra={"platform": "slack", "space": space, "digests": number})
