"""Connects to Discord's gateway and serves one application in all its servers and messages."""

import asyncio
import logging
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord import buttons, parse, trouble
from adapters.discord.commands import FrenchNames, Tree
from adapters.discord.identify import Turns
from adapters.discord.membership import Membership
from adapters.discord.publish import publish
from adapters.discord.replies import PATIENCE, Replies
from bot.requests import Language
from bot.service import DRAIN_SECONDS, Run
from bot.settings import shards_of

NAME = "discord"
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None is privileged: Discord gives the text of messages that mention the bot or go to it."""
LEAVE_SECONDS = 2.0
"""A gateway that does not answer our goodbye would be waited for 30 s."""
ANEW_SECONDS = 5.0
"""Before a connection from the start: Discord counts them."""

log = logging.getLogger(__name__)


async def serve(run: Run) -> None:
    """Serve until the stop; raises PlatformError where Discord will not have us."""
    secret = run.settings.discord_token
    token = trouble.checked(secret.get_secret_value() if secret else "")
    with _api_at(run.settings.discord_api_url), trouble.in_one_line():
        while not run.stop.is_set():
            try:
                await _serve(run, token)
            except ReconnectWebSocket:
                # discord.py gives up where a gateway that it comes back to says no hello.
                log.warning("Discord's gateway is out of order: connecting anew")
                with suppress(TimeoutError):
                    await asyncio.wait_for(run.stop.wait(), ANEW_SECONDS)


async def _serve(run: Run, token: str) -> None:
    async with DiscordApp(run) as client:
        serving = asyncio.create_task(client.start(token))
        stopping = asyncio.create_task(run.stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if run.stop.is_set():
            await _leave(client, run)
        stopping.cancel()
        serving.cancel()
        await client.close()  # discord.py swallows a cancellation while it reconnects
        [ended, _] = await asyncio.gather(serving, stopping, return_exceptions=True)
        if not run.stop.is_set():
            raise trouble.explained(ended) from None


class DiscordApp(discord.AutoShardedClient):
    """The gateway client: its events, nothing more."""

    def __init__(self, run: Run, patience: float = PATIENCE) -> None:
        # The bot has no voice, so that the libraries for it are missing is no news.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=INTENTS,
            **_part(run.settings.discord_shards),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.service = run
        self.replies = Replies(run.core, run.in_flight, patience)
        self.tree = Tree(self, run.core, self.replies.give)
        self.membership = Membership(run.core, run.desk) if run.desk else None
        self._turns = Turns(run.desk.database if run.desk else None)
        self._buckets = 1
        self._connected = set[int]()

    async def setup_hook(self) -> None:
        """Publish the commands before the gateway opens."""
        self.add_dynamic_items(buttons.button(self.replies.press))
        if self.service.settings.discord_api_url:
            # discord.py asks for the address once, and reconnects to its default one.
            _, address, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = URL(address)
        await self.tree.set_translator(FrenchNames(self.service.core.words(Language.FR)))
        desk = self.service.desk
        await publish(self.tree, self.application_id or 0, desk.database if desk else None)
        if self.shard_ids:
            self._buckets = (await self.fetch_session_start_limits()).max_concurrency

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for this shard's turn: discord.py asks before each IDENTIFY."""
        await self._turns.wait((shard_id or 0) % self._buckets, first=initial)

    async def close(self) -> None:
        """Leave, and hold up no other process."""
        await self._turns.close()
        await super().close()

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to the bot."""
        if self.user and parse.is_for(message, self.user):
            await self.replies.reply(message, self.user)

    async def on_ready(self) -> None:
        """Look which servers are there again."""
        if self.membership:
            await self.membership.look(self.get_guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop what is posted there; discord.py does not call it for an outage."""
        if self.membership:
            await self.membership.left(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Ask whether it shall go on."""
        if self.membership:
            await self.membership.came_back(guild)

    async def on_shard_connect(self, shard: int) -> None:
        """Note that a shard is there: all of them make the bot ready."""
        self._note(self._connected | {shard})

    async def on_shard_resumed(self, shard: int) -> None:
        """Note that a shard is back."""
        self._note(self._connected | {shard})

    async def on_shard_disconnect(self, shard: int) -> None:
        """Note that a shard is gone; discord.py brings it back."""
        self._note(self._connected - {shard})

    def _note(self, connected: set[int]) -> None:
        self._connected = connected
        self.service.ready[NAME] = len(connected) == len(
            self.shard_ids or range(self.shard_count or 1)
        )


def _part(shards: str | None) -> dict[str, Any]:
    """discord.py asks Discord for their number where none is given, and takes all of them."""
    ids, count = shards_of(shards) if shards else ((), 0)
    return {"shard_ids": list(ids), "shard_count": count} if ids else {}


async def _leave(client: DiscordApp, run: Run) -> None:
    """Leave the gateway first: nothing new comes in, while answers in flight still go out."""
    if client.shards:
        leaving = [asyncio.create_task(shard.disconnect()) for shard in client.shards.values()]
        _, late = await asyncio.wait(leaving, timeout=LEAVE_SECONDS)
        for task in late:
            task.cancel()
    await run.in_flight.drained(DRAIN_SECONDS)


@contextmanager
def _api_at(url: str | None) -> Generator[None]:
    """Another address for Discord's API: discord.py keeps the one it has in a class."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = url.rstrip("/") if url else Route.BASE
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
