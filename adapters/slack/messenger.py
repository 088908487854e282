"""Posts to Slack's channels unasked: digests ahead of their time, notices at once.

A digest is scheduled, not posted: until its time comes, Slack lists it without any further right,
and so an attempt whose answer was lost can be looked up.
"""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_base_client import AsyncBaseClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import LEAD, refusals, render
from adapters.slack.installs import Installs, is_many
from adapters.slack.outcomes import answered
from adapters.slack.post import Send, as_card_or_text, sdk_log
from adapters.slack.recent import Recent
from bot.answers import Answer
from bot.errors import (
    CannotTellError,
    ChannelGoneError,
    InDoubtError,
    NoPermissionError,
    PlatformError,
    RefusedError,
    StoreError,
    TokenRefusedError,
    UnavailableError,
)
from bot.ports import TICK_SECONDS, Bucket, Clock, Place, Post, SystemClock
from bot.settings import Settings
from bot.store.database import Database
from bot.words import Words

TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=5)
"""Who was not reached in the shorter time has certainly stored nothing."""
RATE = 50 / 60
"""Posts a second in one workspace: chat.scheduleMessage is of tier 3, which is 50 a minute
(docs.slack.dev/apis/web-api/rate-limits). One channel takes one a second, which is more."""
SOON_SECONDS = 10
"""How far ahead a late post is scheduled; the call itself takes time."""
LATER_SECONDS = 15
"""The same where Slack says that its time has passed, so that our clock must be behind."""
PAGE, PAGES = 100, 10
PROBE, PROBE_AHEAD_SECONDS = "nato-bot", 86_400
"""The text of a message that is scheduled only to see whether it may be, and then taken back."""
RENDERED_SECONDS, RENDERED = 600.0, 200
RIGHTS = {
    "not_in_channel": "digest.right.invite",
    "no_permission": "digest.right.invite",
    "channel_not_found": "digest.right.gone",
    "is_archived": "digest.right.gone",
    "missing_scope": "digest.right.scope",
}
Clients: TypeAlias = Callable[[str], Awaitable[AsyncWebClient | None]]
"""Finds what calls Slack for a space; None where the app is not installed."""
Revoked: TypeAlias = Callable[[str, str | None], Awaitable[None]]
"""Is told of a space whose token Slack calls dead."""
REVOKED, REMOVED = {"account_inactive", "token_revoked"}, "removed"  # Slack's words, and the core's
TOKEN = re.compile(r"[\w.-]+", re.ASCII)


class SlackMessenger:
    """Implements bot.ports.Messenger."""

    lead = LEAD
    blind = 60
    """Seconds before its time when a post may be off the list already: Slack takes none back then
    (docs.slack.dev/reference/methods/chat.deleteScheduledMessage, "Restrictions")."""
    rate = 0.0
    """Slack counts by workspace."""

    def __init__(
        self, clients: AsyncWebClient | Clients, clock: Clock, revoked: Revoked | None = None
    ) -> None:
        """With one client for the one workspace, or with what finds the client of each space."""
        self._clients = clients
        self._clock = clock
        self._revoked = revoked
        self._rendered = Recent[int, tuple[Answer, Words, dict[str, Any]]](
            RENDERED_SECONDS, RENDERED
        )

    def bucket(self, place: Place) -> Bucket:
        """Each workspace has its own."""
        return Bucket(f"slack:{place.space}", RATE)

    async def post(self, post: Post) -> str:
        """Schedule it for its time, or for the next moment where that is near or past."""
        body = render.marked(self._message(post.answer, post.words), post.mark)
        try:
            soon = self._now() + SOON_SECONDS
            return await self._scheduled(post.place, max(post.show_at, soon), body)
        except RefusedError as error:
            if error.code != "time_in_past":
                raise
            return await self._scheduled(post.place, self._now() + LATER_SECONDS, body)

    async def recover(self, post: Post) -> str | None:
        """Look for it among what waits for its time; once it is shown, nobody can say."""
        tried_at = post.tried_at or 0
        if self._now() > max(post.show_at, tried_at + LATER_SECONDS):
            raise CannotTellError("shown")
        if self._now() < tried_at - TICK_SECONDS:
            raise CannotTellError("clock_set_back")  # nobody knows whether it is shown
        try:
            waiting = await self._waiting(post.place)
        except (NoPermissionError, RefusedError) as error:
            raise CannotTellError(error.code) from None
        except UnavailableError as error:
            raise InDoubtError(error.code) from None  # of the post nothing new is known
        found = next((str(m.get("id")) for m in waiting if _bears(m, post.mark)), None)
        if found is None and self._now() >= post.show_at - self.blind:
            raise CannotTellError("not_listed")
        return found

    async def missing_rights(self, place: Place) -> Sequence[str]:
        """Try it for tomorrow and take it back; to ask for it would need more scopes."""
        try:
            probe = await self._scheduled(place, self._now() + PROBE_AHEAD_SECONDS, {"text": PROBE})
        except InDoubtError:
            await self._take_back(place)
            raise
        except NoPermissionError as error:
            return [RIGHTS.get(error.code, "digest.right.send")]
        except ChannelGoneError as error:
            if error.code not in RIGHTS:
                raise
            return [RIGHTS[error.code]]
        await self._take_back(place, probe)
        return []

    async def say(self, place: Place, answer: Answer, words: Words) -> None:
        """Post it now."""
        client = await self._client(place.space)
        await _sent(
            lambda shown: client.chat_postMessage(**_address(place), **shown),
            render.message(answer, words),
            place,
        )

    async def tell(self, place: Place, person: str, answer: Answer, words: Words) -> None:
        """In the channel to this person alone, or else in their own conversation with the bot."""
        client, message = await self._client(place.space), render.message(answer, words)
        try:
            await _sent(
                lambda shown: client.chat_postEphemeral(
                    channel=place.channel, user=person, **shown
                ),
                {key: message[key] for key in ("text", "blocks")},
                place,
            )
        except (NoPermissionError, ChannelGoneError, RefusedError):
            await _sent(
                lambda shown: client.chat_postMessage(channel=person, **shown), message, place
            )

    async def _client(self, space: str) -> AsyncWebClient:
        """With the token of that workspace."""
        if isinstance(self._clients, AsyncWebClient):
            return self._clients
        try:
            client = await self._clients(space)
        except StoreError as error:
            raise UnavailableError(type(error).__name__) from None
        if client is None:
            raise ChannelGoneError("not_installed")
        return client

    def _now(self) -> int:
        return int(self._clock.now().timestamp())

    def _message(self, answer: Answer, words: Words) -> dict[str, Any]:
        """Laid out once for all the channels that get this very object.

        It is kept along with its message: no other object has its id meanwhile.
        """
        _, spoken, message = self._rendered.get(id(answer)) or (None, None, {})
        if spoken is not words:
            message = render.message(answer, words)
            self._rendered.put(id(answer), (answer, words, message))
        return message

    async def _scheduled(self, place: Place, post_at: int, body: dict[str, Any]) -> str:
        """Schedule; never with `metadata`, for Slack drops such a post (chat.scheduleMessage)."""
        client = await self._client(place.space)
        try:
            done = await _sent(
                lambda shown: client.chat_scheduleMessage(
                    **_address(place), post_at=post_at, **shown
                ),
                body,
                place,
            )
        except ChannelGoneError as error:
            if error.code in REVOKED and self._revoked:
                with suppress(StoreError):
                    await self._revoked(place.space, client.token)
                raise ChannelGoneError(REMOVED) from None
            raise
        except TokenRefusedError as error:
            if isinstance(self._clients, AsyncWebClient):
                raise
            raise UnavailableError(error.code) from None  # the other workspaces' tokens are good
        if "scheduled_message_id" not in done:
            raise InDoubtError(refusals.UNREADABLE)
        return str(done["scheduled_message_id"])

    async def _waiting(self, place: Place) -> list[dict[str, Any]]:
        """All that the bot has scheduled there.

        Slack does not say whether `oldest` and `latest` mean the time of the showing or of the
        call, so neither is used; there is never much.
        """
        client, waiting = await self._client(place.space), list[dict[str, Any]]()
        cursor: str | None = None
        organisation, _, in_it = place.space.rpartition("/")
        team = in_it if organisation else None  # which of those that share the token
        for _ in range(PAGES):
            page = await answered(
                client.chat_scheduledMessages_list(
                    channel=place.channel, limit=PAGE, cursor=cursor, team_id=team
                )
            )
            if "scheduled_messages" not in page:
                raise InDoubtError(refusals.UNREADABLE)
            waiting += page["scheduled_messages"]
            metadata: dict[str, str] = page.get("response_metadata") or {}
            cursor = metadata.get("next_cursor")
            if not cursor:
                return waiting
        raise CannotTellError("too_many_scheduled")

    async def _take_back(self, place: Place, *probes: str) -> None:
        """Delete these, and what an earlier check that broke off has left."""
        for probe in probes:
            await self._delete(place, probe)
        for message in await self._waiting(place):
            if message.get("text") == PROBE and str(message.get("id")) not in probes:
                await self._delete(place, str(message.get("id")))

    async def _delete(self, place: Place, message_id: str) -> None:
        client = await self._client(place.space)
        try:
            await answered(
                client.chat_deleteScheduledMessage(
                    channel=place.channel, scheduled_message_id=message_id
                )
            )
        except RefusedError as error:
            if error.code != "invalid_scheduled_message_id":  # which says that it is gone
                raise


@asynccontextmanager
async def opened(
    settings: Settings, database: Database | None = None, clock: Clock | None = None
) -> AsyncGenerator[SlackMessenger]:
    """A messenger with one session; PlatformError where a setting cannot be what it should be."""
    token = settings.slack_bot_token.get_secret_value().strip() if settings.slack_bot_token else ""
    many, clock = is_many(settings) and database, clock or SystemClock()
    if not many and not TOKEN.fullmatch(token):
        raise PlatformError("set NATO_BOT_SLACK_BOT_TOKEN: OAuth & Permissions shows it, xoxb-…")
    url = settings.slack_api_url or AsyncBaseClient.BASE_URL
    try:
        urlsplit(url)
    except ValueError:
        raise PlatformError(f"no address: {url}; change NATO_BOT_SLACK_API_URL") from None
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        client = AsyncWebClient(
            token=None if many else token,
            base_url=url,
            session=session,
            logger=sdk_log,
            retry_handlers=[],  # the sender decides, who knows what may have been stored
        )
        if many:
            installs = Installs(settings, many, client, clock)
            yield SlackMessenger(installs.client_of, clock, installs.revoked)
        else:
            yield SlackMessenger(client, clock)


def _address(place: Place) -> dict[str, Any]:
    return {"channel": place.channel, "thread_ts": place.thread or None}


def _bears(message: dict[str, Any], mark: str) -> bool:
    """Whether a listed message is that delivery; Slack may have made a link of the mark."""
    whole = rf"(?<![\w./-]){re.escape(mark)}(?![\w./-])"
    return re.search(whole, str(message.get("text"))) is not None


async def _sent(
    send: Send[AsyncSlackResponse], body: dict[str, Any], place: Place
) -> dict[str, Any]:
    where = {"platform": "slack", "space": place.space, "channel": place.channel}
    return await answered(as_card_or_text(send, body, where))
