"""Asks the core and posts what it answers: under an interaction, or as a reply to a message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import TypeAlias

import aiohttp
import discord

from adapters.discord import limits, parse, render
from bot.answers import Answer, Visibility
from bot.core import Core
from bot.handlers.command import ArgumentKind, Command
from bot.inflight import InFlight
from bot.requests import Language, Request
from bot.words import Words

log = logging.getLogger(__name__)

PATIENCE = limits.FIRST_ANSWER_SECONDS / 2
"""Seconds until a slow answer is announced; answers come from memory, in milliseconds."""

Send: TypeAlias = Callable[..., Awaitable[object]]


class Replies:
    """Gives every request its answer, and counts it as in flight meanwhile."""

    def __init__(self, core: Core, in_flight: InFlight, patience: float) -> None:
        self._core = core
        self._in_flight = in_flight
        self._patience = patience

    async def give(self, interaction: discord.Interaction, request: Request) -> None:
        """Answer a command or a button, whose request is in the asker's language.

        What was asked in private is answered in private: a button under a message that only the
        asker sees must not tell the others.
        """
        with self._in_flight, _reported():
            asking = asyncio.ensure_future(self._ask(interaction, request))
            await asyncio.wait({asking}, timeout=self._patience)
            if not asking.done():
                await interaction.response.defer(ephemeral=True, thinking=True)
            answer = await asking
            send: Send = interaction.response.send_message
            if interaction.response.is_done():
                send = interaction.followup.send
            private = answer.visibility is Visibility.ASKER or _is_private(interaction.message)
            await post(partial(send, ephemeral=private), answer, self._core.words(answer.language))

    async def press(self, interaction: discord.Interaction, wire: str) -> None:
        """Answer a button."""
        language, origin = parse.language(interaction.locale), parse.origin(interaction)
        await self.give(interaction, self._core.read_button(wire, language, origin))

    async def reply(self, message: discord.Message, bot: discord.abc.User) -> None:
        """Answer a message where it stands, pinging nobody."""
        with self._in_flight, _reported():
            language, origin = parse.message_language(message), parse.message_origin(message)
            text = parse.question(message, bot)
            answer = await self._core.answer(self._core.read_text(text, language, origin))
            # The question may be deleted by now: then the answer stands alone.
            reference = message.to_reference(fail_if_not_exists=False)
            send = partial(message.channel.send, reference=reference, mention_author=False)
            words, embeds = self._core.words(language), parse.may_embed(message)
            try:
                await post(send, answer, words, embeds=embeds)
            except discord.HTTPException as error:
                if error.code != limits.NO_HISTORY:
                    raise
                await post(message.channel.send, answer, words, embeds=embeds)

    async def _ask(self, interaction: discord.Interaction, request: Request) -> Answer:
        """The answer in the right language: see `parse`.

        Who sees it is known only when it is there. So the asker's language comes first, and a
        public answer is asked for again in the server's. What is for administrators changes
        something, which must not happen twice: its answer is private, whatever it says.
        """
        shared = parse.shared_language(interaction)
        command = self._core.commands.get(request.command)
        if command and command.admins_only:
            answer = await self._core.answer(_for_all(request, command, shared))
            return replace(answer, visibility=Visibility.ASKER)
        answer = await self._core.answer(request)
        if shared is request.language or answer.visibility is Visibility.ASKER:
            return answer
        if _is_private(interaction.message):
            return answer
        public = await self._core.answer(replace(request, language=shared))
        # What was found in one language and not in the other is told to the asker alone.
        return replace(answer, visibility=Visibility.ASKER) if public.declined else public


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
def _reported() -> Generator[None]:
    """Log why an answer could not be posted: there is nobody left to tell."""
    try:
        yield
    except discord.HTTPException as error:
        facts = {"status": error.status, "code": error.code}
        log.warning("an answer could not be posted", extra=facts)
    except (aiohttp.ClientError, OSError) as error:
        log.warning("Discord was not reached", extra={"error": type(error).__name__})


def _for_all(request: Request, command: Command, shared: Language) -> Request:
    """What is ordered for a channel is in the server's language, if no other is asked for."""
    named = (a.name for a in command.arguments if a.kind is ArgumentKind.LANGUAGE)
    missing = {name: shared.value for name in named if not request.arguments.get(name)}
    return replace(request, arguments={**request.arguments, **missing})


def _is_private(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral
