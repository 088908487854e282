"""Asks the core and posts what it answers: under an interaction, or as a reply to a message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import TypeAlias

import aiohttp
import discord

from adapters.discord import limits, parse, pictures, render
from bot.answers import Answer, Visibility
from bot.cooldown import CoolDown, Pace
from bot.core import TOO_FAST, Core
from bot.inflight import InFlight
from bot.requests import Language, Request
from bot.words import Words

log = logging.getLogger(__name__)

PATIENCE = limits.FIRST_ANSWER_SECONDS / 2
"""Seconds until a slow answer is announced; answers come from memory, in milliseconds."""
CROWD = 16
"""Answers in flight beyond which a command is acknowledged before its answer is made: with those of
all others before it, that takes too long."""
OTHERS_SECONDS = 0.5
"""For how long an announced answer lets the announcements of others go first."""
AT_ONCE = 32
"""Answers on their way at the same time; a laid-out one, with its connection, takes 0.1 MB."""
HEARD = 1_000

REFUSED = {HTTPStatus.BAD_REQUEST}
"""After which Discord may still take another form of the answer."""
FILES_REFUSED = REFUSED | {HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}

Send: TypeAlias = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer is sent, and what may be in it."""

    send: Send
    embeds: bool = True
    files: bool = True
    replaces: bool = False
    """It takes the place of what a message shows."""


class Replies:
    """Gives every request its answer, and counts it as in flight meanwhile."""

    def __init__(self, core: Core, in_flight: InFlight, patience: float) -> None:
        self._core = core
        self._in_flight = in_flight
        self._patience = patience
        self._cool_down = CoolDown()
        self._announcing = InFlight()
        self._sending = asyncio.Semaphore(AT_ONCE)
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
            if self._in_flight.count > CROWD:
                with self._announcing:
                    await self._announce(interaction, request)
                await self._announcing.drained(OTHERS_SECONDS)
            asking = asyncio.ensure_future(self._ask(interaction, request))
            await asyncio.wait({asking}, timeout=self._patience)
            if not asking.done() and not interaction.response.is_done():
                await self._announce(interaction, request)
            answer = await asking
            async with self._sending:
                way = await self._way(interaction, request, answer)
                await post(way, answer, self._core.words(answer.language))

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
            way = Way(send, parse.may_embed(message), parse.may_attach(message))
            words = self._core.words(answer.language)
            try:
                await post(way, answer, words)
            except discord.HTTPException as error:
                if error.code != limits.NO_HISTORY:
                    raise
                await post(replace(way, send=message.channel.send), answer, words)

    async def _announce(self, interaction: discord.Interaction, request: Request) -> None:
        """Acknowledge: the answer follows."""
        if _turns_a_page(interaction, request):
            await interaction.response.defer()
        else:
            private = self._is_private(interaction, request)
            await interaction.response.defer(ephemeral=private, thinking=True)

    async def _way(self, interaction: discord.Interaction, request: Request, answer: Answer) -> Way:
        """How the answer is sent: a page in the place of the one before."""
        response, private = interaction.response, answer.visibility is Visibility.ASKER
        files = interaction.guild_id is None or interaction.app_permissions.attach_files
        if _turns_a_page(interaction, request) and not answer.declined:
            in_place = interaction.edit_original_response
            send = in_place if response.is_done() else response.edit_message
            return Way(send, files=files, replaces=True)
        if not response.is_done():
            return Way(partial(response.send_message, ephemeral=private), files=files)
        if private and not self._is_private(interaction, request):
            # What follows first takes the announcement's place, and is seen by whoever saw that:
            # github.com/discord/discord-api-docs, 2866. So the place is filled, and cleared.
            await interaction.edit_original_response(content=limits.ELLIPSIS)
            await interaction.delete_original_response()
        return Way(partial(interaction.followup.send, ephemeral=private), files=files)

    def _is_private(self, interaction: discord.Interaction, request: Request) -> bool:
        """Whether the answer is for the asker alone, whatever it says."""
        command = self._core.commands.get(request.command)
        if command is None or command.is_private:
            return True
        return _is_for_one(interaction, request) and not request.is_shared

    def _note(self, message: discord.Message) -> None:
        self._heard[message.id] = None
        if len(self._heard) > HEARD:
            del self._heard[next(iter(self._heard))]

    async def _ask(self, interaction: discord.Interaction, request: Request) -> Answer:
        async def locale() -> Language:
            return parse.language(interaction.locale)

        alone = _is_for_one(interaction, request)
        return await self._core.answer(request, locale, alone=alone, in_pages=True)


async def post(way: Way, answer: Answer, words: Words) -> None:
    """Send the answer in the best form that Discord takes: with pictures, as cards or as text."""
    buttons = render.view(answer)
    drawn = way.embeds and way.files and await pictures.files(answer, words)
    if drawn:
        shown = pictures.embeds(answer, words)
        files = {"attachments" if way.replaces else "files": drawn}
        if await _taken(FILES_REFUSED, way, view=buttons, embeds=shown, **files):
            return
    if way.embeds:
        shown = render.embeds(answer, words)
        if await _taken(REFUSED, way, view=buttons, embeds=shown):
            return
    await way.send(**_whole(way, view=buttons, content=render.plain(answer, words)))


async def _taken(refusals: Container[int], way: Way, **form: object) -> bool:
    """Send it; False where Discord takes no such form."""
    try:
        await way.send(**_whole(way, **form))
    except discord.HTTPException as error:
        if error.status not in refusals or error.code == limits.NO_HISTORY:
            raise
        log.error("Discord refused a card", extra={"code": error.code})  # noqa: TRY400
        return False
    return True


def _whole(way: Way, **form: object) -> dict[str, object]:
    """All of a message: what an edit does not name would stay as it was."""
    blank: dict[str, object] = {}
    if way.replaces:
        blank = {"content": None, "embeds": [], "attachments": []}
    return {**blank, **form, "allowed_mentions": render.NO_MENTIONS}


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


def _turns_a_page(interaction: discord.Interaction, request: Request) -> bool:
    """Whether a page takes the place of the one before: where nobody else reads it."""
    is_alone = _is_ephemeral(interaction.message) or interaction.context.dm_channel
    return bool(request.page) and is_alone and not request.is_shared


def _is_for_one(interaction: discord.Interaction, request: Request) -> bool:
    """A page of what everybody sees is turned for the one who reads on."""
    return _is_ephemeral(interaction.message) or bool(request.page)


def _is_ephemeral(message: discord.Message | None) -> bool:
    return message is not None and message.flags.ephemeral
