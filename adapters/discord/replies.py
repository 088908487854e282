"""Asks the core and posts what it answers: under an interaction, or as a reply to a message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import TypeAlias

import aiohttp
import discord

from adapters.discord import limits, parse, render
from bot.answers import Answer, Visibility
from bot.cooldown import CoolDown, Pace
from bot.core import TOO_FAST, Core
from bot.inflight import InFlight
from bot.requests import Language, Request
from bot.words import Words

log = logging.getLogger(__name__)

PATIENCE = limits.FIRST_ANSWER_SECONDS / 2
"""Seconds until a slow answer is announced; answers come from memory, in milliseconds."""
HEARD = 1_000

Send: TypeAlias = Callable[..., Awaitable[object]]


class Replies:
    """Gives every request its answer, and counts it as in flight meanwhile."""

    def __init__(self, core: Core, in_flight: InFlight, patience: float) -> None:
        self._core = core
        self._in_flight = in_flight
        self._patience = patience
        self._cool_down = CoolDown()
        self._heard: dict[int, None] = {}
        """Messages that were answered: the gateway may hand one over twice."""

    async def give(self, interaction: discord.Interaction, request: Request) -> None:
        """Answer a command or a button.

        What was asked in private is answered in private: a button under a message that only the
        asker sees must not tell the others.
        """
        if self._cool_down.pace(request.origin) is not Pace.FINE:
            request = Request(command=TOO_FAST, origin=request.origin)
        with self._in_flight, reported():
            asking = asyncio.ensure_future(self._ask(interaction, request))
            await asyncio.wait({asking}, timeout=self._patience)
            if not asking.done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            answer = await asking
            await post(
                _way(interaction, request, answer), answer, self._core.words(answer.language)
            )

    async def press(self, interaction: discord.Interaction, wire: str) -> None:
        """Answer a button."""
        request = self._core.read_button(wire, origin=parse.origin(interaction))
        await self.give(interaction, request)

    async def reply(self, message: discord.Message, bot: discord.abc.User) -> None:
        """Answer a message where it stands, once, pinging nobody."""
        origin = parse.message_origin(message)
        pace = Pace.TOLD if message.id in self._heard else self._cool_down.pace(origin)
        self._note(message)
        if pace is Pace.TOLD:
            return
        with self._in_flight, reported():
            request = self._core.read_text(parse.question(message, bot), origin=origin)
            if pace is Pace.TOO_FAST:
                request = Request(command=TOO_FAST, origin=origin)
            alone = message.guild is None
            answer = await self._core.answer(request, alone=alone, in_pages=True)
            # The question may be deleted by now: then the answer stands alone.
            reference = message.to_reference(fail_if_not_exists=False)
            send = partial(message.channel.send, reference=reference, mention_author=False)
            words, embeds = self._core.words(answer.language), parse.may_embed(message)
            try:
                await post(send, answer, words, embeds=embeds)
            except discord.HTTPException as error:
                if error.code != limits.NO_HISTORY:
                    raise
                await post(message.channel.send, answer, words, embeds=embeds)

    def _note(self, message: discord.Message) -> None:
        self._heard[message.id] = None
        if len(self._heard) > HEARD:
            del self._heard[next(iter(self._heard))]

    async def _ask(self, interaction: discord.Interaction, request: Request) -> Answer:
        async def locale() -> Language:
            return parse.language(interaction.locale)

        # A page of what everybody sees is turned for the one who reads on.
        alone = _is_private(interaction.message) or bool(request.page)
        return await self._core.answer(request, locale, alone=alone, in_pages=True)


async def post(send: Send, answer: Answer, words: Words, *, embeds: bool = True) -> None:
    """Send the answer, with its cards or as text; as text, too, where Discord refuses the cards."""
    buttons, nobody = render.view(answer), render.NO_MENTIONS
    if embeds:
        cards = render.embeds(answer, words)
        try:
            await send(embeds=cards, view=buttons, allowed_mentions=nobody)
        except discord.HTTPException as error:
            if error.status != HTTPStatus.BAD_REQUEST or error.code == limits.NO_HISTORY:
                raise
            log.error("Discord refused a card", extra={"code": error.code})  # noqa: TRY400
        else:
            return
    await send(content=render.plain(answer, words), view=buttons, allowed_mentions=nobody)


@contextmanager
def reported() -> Generator[None]:
    """Log why an answer could not be posted: there is nobody left to tell."""
    try:
        yield
    except discord.HTTPException as error:
        facts = {"status": error.status, "code": error.code}
        log.warning("an answer could not be posted", extra=facts)
    except (aiohttp.ClientError, OSError) as error:
        log.warning("Discord was not reached", extra={"error": type(error).__name__})


def _way(interaction: discord.Interaction, request: Request, answer: Answer) -> Send:
    """How the answer is sent: a page in the place of the one before, where nobody else reads it."""
    if interaction.response.is_done():
        return partial(interaction.followup.send, ephemeral=answer.visibility is Visibility.ASKER)
    is_alone = _is_private(interaction.message) or interaction.guild_id is None
    if request.page and is_alone and not request.is_shared:
        return interaction.response.edit_message
    private = answer.visibility is Visibility.ASKER
    return partial(interaction.response.send_message, ephemeral=private)


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral
