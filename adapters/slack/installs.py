"""The bot's token in each workspace that installed it: sealed in the database, renewed in time."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, cast

import aiohttp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import refusals
from adapters.slack.recent import Recent
from bot.errors import PlatformError
from bot.ports import Clock
from bot.settings import Settings, plain
from bot.store import spaces
from bot.store.database import Database
from bot.store.installations import Installation, Installations

log = logging.getLogger(__name__)

REMEMBERED_SECONDS, REMEMBERED = 60.0, 10_000
"""How long a change made by another process may go unnoticed."""
RENEWED_BEFORE_SECONDS = 2 * 3_600
"""Tokens live for twelve hours: docs.slack.dev/authentication/using-token-rotation."""
LEASE_SECONDS = 30
LOOKS, LOOK_SECONDS = 20, 0.25
"""For the token that another process is renewing, where the old one is good no more."""
BAD_KEY = (
    "NATO_BOT_ENCRYPTION_KEY is no key: make one by `openssl rand -base64 32 | tr '+/' '-_'`, and "
    "write an older one behind it, with a comma between, until the next start has gone well"
)


def is_many(settings: Settings) -> bool:
    """Whether many workspaces are served, each by its own token."""
    return bool(settings.slack_client_id) and not settings.slack_app_token


class Installs:
    """Finds and keeps tokens. Nothing else in the program sees them sealed."""

    def __init__(
        self, settings: Settings, database: Database, client: AsyncWebClient, clock: Clock
    ) -> None:
        """Raises PlatformError where a setting is missing or is no key."""
        secret, client_id = plain(settings.slack_client_secret), settings.slack_client_id or ""
        if not client_id or not secret:
            raise PlatformError("set NATO_BOT_SLACK_CLIENT_ID and NATO_BOT_SLACK_CLIENT_SECRET")
        self.client_id, self._secret = client_id, secret
        self._seals = _seals(settings)
        self._database = database
        self._kept = Installations(database, client_id)
        self._client = client
        self._clock = clock
        self._known = Recent[tuple[str, str], Installation](REMEMBERED_SECONDS, REMEMBERED)

    @property
    def now(self) -> int:
        """UTC seconds."""
        return int(self._clock.now().timestamp())

    async def save(self, answer: Mapping[str, Any], bot: str) -> Installation:
        """Keep what oauth.v2.access has answered; `bot` is the id that auth.test gives."""
        whole = bool(answer.get("is_enterprise_install"))
        lifetime = answer.get("expires_in")
        opened = Installation(
            app=self.client_id,
            enterprise=_id_of(answer, "enterprise"),
            team="" if whole else _id_of(answer, "team"),
            token=str(answer["access_token"]),
            refresh=answer.get("refresh_token") or None,
            expires_at=self.now + int(lifetime) if lifetime else None,
            bot=bot,
            bot_user=str(answer.get("bot_user_id") or ""),
            scopes=str(answer.get("scope") or ""),
            installed_by=_id_of(answer, "authed_user"),
            installed_at=self.now,
        )
        await self._kept.save(self._sealed(opened))
        self._known.clear()
        return opened

    async def find(self, enterprise: str, team: str) -> Installation | None:
        """With tokens to be used; None where the app is not installed, or its key is lost."""
        if known := self._known.get((enterprise, team)):
            return known
        kept = await self._kept.find(enterprise, team)
        opened = self._opened(kept) if kept else None
        if kept and opened and self._is_old(opened):
            opened = await self._renewed(kept, opened)
        if opened and not self._is_old(opened):
            self._known.put((enterprise, team), opened)
        return opened

    async def remove(self, enterprise: str, team: str, before: int) -> bool:
        """Forget it, unless it was installed anew since."""
        self._known.clear()
        return await self._kept.remove(enterprise, team, before)

    async def revoked(self, space: str, token: str | None) -> None:
        """Do for a removal that nobody told us of what is done for one that was told.

        Not where a newer token is there, and not for an organisation's, which may live on in its
        other workspaces.
        """
        kept = await self._kept.find("", space)
        opened = kept and self._opened(kept)
        if not opened or opened.token != token:
            return
        if await self.remove(opened.enterprise, opened.team, opened.installed_at):
            await spaces.leave(self._database, ("slack", space), self.now)

    def authorize(self) -> Callable[..., Awaitable[AuthorizeResult | None]]:
        """For Bolt, which takes a plain function, and reads the names of its arguments."""

        async def authorized(
            context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
        ) -> AuthorizeResult | None:
            team = "" if context.is_enterprise_install else team_id
            found = await self.find(enterprise_id or "", team or "")
            if found is None:
                return None
            return AuthorizeResult(  # as Slack said it at the installation
                enterprise_id=enterprise_id,
                team_id=team_id,
                bot_user_id=found.bot_user,
                bot_id=found.bot,
                bot_token=found.token,
                bot_scopes=found.scopes,
            )

        return authorized

    async def exchange(self, **given: str) -> dict[str, Any]:
        """Ask oauth.v2.access for tokens; raises SlackApiError where it gives none.

        The library's own way asks aiohttp for an authorisation that is on its way out.
        """
        app = b64encode(f"{self.client_id}:{self._secret}".encode()).decode()
        headers = {"Authorization": f"Basic {app}"}
        response = await self._client.api_call("oauth.v2.access", params=given, headers=headers)
        answer = cast("dict[str, Any]", response.data)
        if not answer.get("access_token"):
            raise SlackApiError("oauth.v2.access", {"error": refusals.UNREADABLE})  # type: ignore[no-untyped-call]
        return answer

    async def client_of(self, space: str) -> AsyncWebClient | None:
        """What calls Slack with the token of a space; None where the app is not installed."""
        enterprise, _, team = space.rpartition("/")
        found = await self.find(enterprise, team)
        if found is None:
            return None
        return AsyncWebClient(
            token=found.token,
            base_url=self._client.base_url,
            session=self._client.session,
            logger=self._client.logger,
            retry_handlers=self._client.retry_handlers,
        )

    async def reseal(self) -> int:
        """Seal everything by the newest key, so that the older ones may go; gives how many."""
        number = 0
        for kept in await self._kept.all():
            try:
                token = self._seals.rotate(kept.token.encode()).decode()
                refresh = kept.refresh and self._seals.rotate(kept.refresh.encode()).decode()
            except InvalidToken:
                _log_lost_key(kept)
                continue
            await self._kept.reseal(kept, token, refresh)
            number += 1
        return number

    def _is_old(self, opened: Installation) -> bool:
        soon = self.now + RENEWED_BEFORE_SECONDS
        return opened.expires_at is not None and opened.expires_at <= soon

    async def _renewed(self, kept: Installation, opened: Installation) -> Installation:
        """The token renewed, by one process alone: a refresh token is good for one use.

        The others go on with the old one while it lives, or else wait for the new one.
        """
        if await self._kept.lease(kept, self.now, LEASE_SECONDS):
            return await self._exchanged(kept, opened)
        for _ in range(LOOKS):
            if (opened.expires_at or 0) > self.now:
                break
            await asyncio.sleep(LOOK_SECONDS)
            newer = await self._kept.find(kept.enterprise, kept.team)
            if newer and newer.token != kept.token:
                return self._opened(newer) or opened
        return opened

    async def _exchanged(self, kept: Installation, opened: Installation) -> Installation:
        facts = {"platform": "slack", "space": opened.team or opened.enterprise}
        try:
            answer = await self.exchange(
                grant_type="refresh_token", refresh_token=opened.refresh or ""
            )
        except SlackApiError as error:
            log.error("token not renewed", extra={**facts, **refusals.facts(error)})  # noqa: TRY400
            return opened
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("token not renewed", extra={**facts, "reason": type(error).__name__})
            return opened
        renewed = replace(
            opened,
            token=str(answer["access_token"]),
            refresh=answer.get("refresh_token"),
            expires_at=self.now + int(answer.get("expires_in") or 0),
        )
        sealed = self._sealed(renewed)
        await self._kept.renew(kept, sealed.token, sealed.refresh or "", renewed.expires_at or 0)
        log.info("token renewed", extra=facts)
        return renewed

    def _sealed(self, opened: Installation) -> Installation:
        refresh = opened.refresh and self._seals.encrypt(opened.refresh.encode()).decode()
        return replace(
            opened, token=self._seals.encrypt(opened.token.encode()).decode(), refresh=refresh
        )

    def _opened(self, kept: Installation) -> Installation | None:
        try:
            refresh = kept.refresh and self._seals.decrypt(kept.refresh.encode()).decode()
            token = self._seals.decrypt(kept.token.encode()).decode()
        except InvalidToken:
            _log_lost_key(kept)
            return None
        return replace(kept, token=token, refresh=refresh)


def _id_of(answer: Mapping[str, Any], name: str) -> str:
    """The id of a part that may be absent or null."""
    part: Mapping[str, Any] = answer.get(name) or {}
    return str(part.get("id") or "")


def _log_lost_key(kept: Installation) -> None:
    facts = {"platform": "slack", "space": kept.team or kept.enterprise}
    advice = "add the key it was sealed by to NATO_BOT_ENCRYPTION_KEY, or install the app again"
    log.error("token cannot be opened", extra={**facts, "advice": advice})


def _seals(settings: Settings) -> MultiFernet:
    given = plain(settings.encryption_key)
    try:
        return MultiFernet([Fernet(key.strip()) for key in given.split(",") if key.strip()])
    except ValueError:
        raise PlatformError(BAD_KEY) from None
