"""Posts to Discord's channels unasked: digests, and what is to be said about them.

Every attempt has an end that the sender understands. What may have been stored is found again by
its mark: Discord takes it as the message's nonce for a while, and after that it stands in the last
footer of the bot's own messages.
"""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from discord.utils import DISCORD_EPOCH

from adapters.discord import LEAD, api, limits, render, rights, trouble
from adapters.discord.api import Api
from adapters.discord.bodies import Bodies, Body
from adapters.discord.parse import PLATFORM
from bot.answers import Answer
from bot.errors import (
    CannotTellError,
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    NoPermissionError,
    PlatformError,
    RefusedError,
    TokenRefusedError,
    UnavailableError,
)
from bot.ports import TICK_SECONDS, Bucket, Clock, Place, Post, SystemClock
from bot.settings import Settings
from bot.store.database import Database
from bot.words import Words

log = logging.getLogger(__name__)

Json: TypeAlias = dict[str, Any]
SURE_SECONDS = limits.NONCE_SECONDS - 10
"""Less than Discord keeps a nonce: the post that follows takes time."""
LAST_SECONDS = limits.NONCE_SECONDS - 5
"""The latest for that post; it may wait for a connection still."""
SKEW_SECONDS = 60
"""By how much our clock may be ahead of Discord's."""
PAGES = 5
"""Of messages: a channel with more since then is too busy to search in every doubt."""


class DiscordMessenger:
    """Implements bot.ports.Messenger."""

    lead = LEAD

    def __init__(self, api: Api, rate: float, clock: Clock) -> None:
        self.rate = rate
        self._api = api
        self._clock = clock
        self._bodies = Bodies()
        self._me = ""
        self._trusted: dict[str, int] = {}
        """By mark: the attempts that were left to the nonce, and when they were made."""

    def bucket(self, place: Place) -> Bucket:
        """One for all: the limit that matters is the bot's."""
        return Bucket(PLATFORM, self.rate)

    async def post(self, post: Post) -> str:
        """Post it; the id is empty where it was posted before and somebody has deleted it since."""
        trusted_at = self._trusted.pop(post.mark, None)
        if trusted_at is not None and self._now() - trusted_at >= LAST_SECONDS:
            raise InDoubtError("nonce_expired")  # a hold came between: it must be looked for now
        body = self._bodies.of(post.answer, post.words)
        try:
            return await self._send(_channel(post.place), body, post.mark)
        except RefusedError as error:
            if error.code != limits.UNKNOWN_MESSAGE:
                raise
            return ""

    async def recover(self, post: Post) -> str | None:
        """Leave it to the nonce while that is fresh; then look for the mark in the channel."""
        if post.tried_at is None:
            return None
        age = self._now() - post.tried_at
        if age < -TICK_SECONDS:
            raise CannotTellError("clock_set_back")  # nobody knows how old it is
        if post.is_wanted and age < SURE_SECONDS:
            self._trusted[post.mark] = post.tried_at
            return None
        try:
            return await self._found(post, post.tried_at - SKEW_SECONDS)
        except (NoPermissionError, RefusedError) as error:
            raise CannotTellError(error.code) from error
        except UnavailableError as error:
            raise InDoubtError(error.code) from error  # of the post nothing new is known

    async def missing_rights(self, place: Place) -> Sequence[str]:
        """Reckon the bot's permissions from those of its roles and of the channel."""
        try:
            channel = await self._get(f"/channels/{_channel(place)}")
            if channel.get("guild_id") != place.space:
                return [rights.GONE]
            if channel["type"] not in rights.POSTABLE:
                return [rights.KIND]
            in_thread = channel["type"] in rights.THREADS
            parent = await self._get(f"/channels/{channel['parent_id']}") if in_thread else channel
            guild = await self._get(f"/guilds/{place.space}")
            member = await self._get(f"/guilds/{place.space}/members/{await self.whoami()}")
        except ChannelGoneError:
            return [rights.GONE]
        except NoPermissionError:
            return [rights.VIEW if await self._is_in(place.space) else rights.GONE]
        return rights.missing(channel, parent, guild, member)

    async def say(self, place: Place, answer: Answer, words: Words) -> None:
        """Say something to everybody there."""
        await self._send(_channel(place), Body(answer, words))

    async def tell(self, place: Place, person: str, answer: Answer, words: Words) -> None:
        """Write to one person; the place has no part in a direct message."""
        to = json.dumps({"recipient_id": person}).encode()
        opened = await self._api.asked("POST", "/users/@me/channels", to)
        await self._send(opened["id"], Body(answer, words))

    async def whoami(self) -> str:
        """The bot's own id, asked for once."""
        if not self._me:
            self._me = (await self._get("/users/@me"))["id"]
        return self._me

    async def _send(self, channel: str, body: Body, mark: str = "") -> str:
        """Post it, as text where Discord refuses the cards: then nothing was posted."""
        path, was_text = f"/channels/{channel}/messages", body.is_text
        try:
            sent = await self._api.asked("POST", path, body.marked(mark))
        except RefusedError as error:
            if error.code != limits.INVALID_BODY or was_text:
                raise
            log.error("Discord refused a card", extra={"code": error.code})  # noqa: TRY400
            body.become_text()
            sent = await self._api.asked("POST", path, body.marked(mark))
        return str(sent["id"])

    async def _found(self, post: Post, since: int) -> str | None:
        me, channel = await self.whoami(), _channel(post.place)
        is_empty = True
        async for page in self._pages(channel, since):
            for message in page:
                is_empty = False
                if message["author"]["id"] == me and _bears(message, post.mark):
                    return str(message["id"])
        if is_empty and not await self._get(f"/channels/{channel}/messages?limit=1"):
            # Where the bot may not read the history, every listing is empty.
            raise CannotTellError("no_history")
        return None

    async def _pages(self, channel: str, since: int) -> AsyncIterator[list[Json]]:
        """All messages since then, the older pages first."""
        after = (since * 1000 - DISCORD_EPOCH) << 22
        for _ in range(PAGES):
            query = f"?limit={limits.PAGE}&after={after}"
            page: list[Json] = await self._get(f"/channels/{channel}/messages{query}")
            yield page
            if len(page) < limits.PAGE:
                return
            after = max(int(message["id"]) for message in page)
        raise CannotTellError("too_many_messages")

    async def _is_in(self, guild: str) -> bool:
        try:
            await self._get(f"/guilds/{guild}")
        except (ChannelGoneError, NoPermissionError):
            return False
        return True

    async def _get(self, path: str) -> Any:  # noqa: ANN401 -- any JSON
        return await self._api.asked("GET", path)

    def _now(self) -> float:
        return self._clock.now().timestamp()


@asynccontextmanager
async def opened(
    settings: Settings, _: Database | None = None, clock: Clock | None = None
) -> AsyncGenerator[DiscordMessenger]:
    """A messenger until the end; raises PlatformError where Discord does not take the token."""
    secret = settings.discord_token
    token = trouble.checked(secret.get_secret_value() if secret else "")
    async with api.opened(token, settings.discord_api_url) as connected:
        messenger = DiscordMessenger(connected, settings.discord_rate, clock or SystemClock())
        try:
            await messenger.whoami()
        except TokenRefusedError:
            raise PlatformError(trouble.REFUSED) from None
        except DeliveryError as error:
            log.warning("Discord is not reached yet", extra={"error": error.code})
        yield messenger


def _channel(place: Place) -> str:
    """A thread is a channel of its own."""
    return place.thread or place.channel


def _bears(message: Json, mark: str) -> bool:
    ending = render.marked(mark)
    footers = (embed.get("footer", {}).get("text", "") for embed in message["embeds"])
    return any(str(text).endswith(ending) for text in (message["content"], *footers))
