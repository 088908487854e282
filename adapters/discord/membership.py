"""What happens when the bot is removed from a server, and when it comes back.

An outage of a server is neither: discord.py tells the two apart.
"""

import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import discord

from adapters.discord import parse
from adapters.discord.replies import Way, post, reported
from bot.core import Core
from bot.digests.desk import Desk
from bot.errors import StoreError
from bot.handlers.digest import offer_to_resume
from bot.requests import Origin

log = logging.getLogger(__name__)


class Membership:
    """Stops the digests of a server that is left, and asks about them on return."""

    def __init__(self, core: Core, desk: Desk) -> None:
        self._core = core
        self._desk = desk

    async def left(self, guild: discord.Guild) -> None:
        """The bot was removed."""
        async with _kept(guild.id):
            number = await self._desk.left(parse.PLATFORM, str(guild.id))
            facts = {"space": str(guild.id), "digests": number}
            log.info("removed from a server", extra=facts)

    async def came_back(self, guild: discord.Guild) -> None:
        """The bot is in a server: ask once whether its digests shall go on."""
        async with _kept(guild.id):
            number = await self._desk.came_back(parse.PLATFORM, str(guild.id))
            channel = guild.system_channel
            if not number or channel is None:
                return
            may = channel.permissions_for(guild.me)
            if not (may.view_channel and may.send_messages):
                return
            spoken = parse.language(guild.preferred_locale)
            origin = Origin(platform=parse.PLATFORM, space=str(guild.id), spoken=spoken)
            words = self._core.words(await self._core.public_language(origin))
            with reported():
                answer = offer_to_resume(number, words)
                await post(Way(channel.send, may.embed_links), answer, words)

    async def look(self, find: Callable[[int], discord.Guild | None]) -> None:
        """Find servers that took the bot back while it was not running."""
        async with _kept():
            for space in await self._desk.spaces_left(parse.PLATFORM):
                if guild := find(int(space)):
                    await self.came_back(guild)


@asynccontextmanager
async def _kept(guild: int | None = None) -> AsyncGenerator[None]:
    """One line where the database is away; `status` and the sender find out later."""
    try:
        yield
    except StoreError as error:
        facts = {"space": str(guild or ""), "error": str(error)}
        log.warning("that a server was left or came back is not kept", extra=facts)
