"""The bot is removed from a server, or the server has an outage, in a simulated Discord."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import discord
import pytest
from simcord.backend import serializers
from simcord.env import Env

from adapters.discord.app import DiscordApp
from bot.core import Core
from bot.digests import desk as desks
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.search.index import Index
from bot.service import Run
from bot.settings import Settings
from bot.store.database import Database
from tests.fakes import FakeClock, FakeMessenger
from tests.wire.discord_guards import guarded
from tests.wire.discord_room import Room, room

ADMIN = discord.Permissions(manage_guild=True)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what the database does is tested elsewhere, on both."""
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
async def desk(database: Database, library: Library, clock: FakeClock) -> AsyncIterator[Desk]:
    async with desks.opened(database, library, {"discord": FakeMessenger()}, clock) as desk:
        yield desk


@pytest.fixture
async def env(library: Library, index: Index, clock: FakeClock, desk: Desk) -> AsyncIterator[Env]:
    core = Core(library, index, clock, desk=desk)
    run = Run(core=core, settings=Settings(discord_api_url=None), desk=desk)
    async with guarded(DiscordApp(run)) as env:
        yield env


@pytest.fixture
async def here(env: Env) -> Room:
    """A server that has a digest."""
    there = room(env, may=ADMIN)
    await there.slash("digest set", zone="Europe/Brussels")
    return there


async def goes(here: Room, desk: Desk) -> bool:
    [digest] = await desk.of_space("discord", str(here.env.guild.id))
    return digest.next_run_at is not None


async def lose(here: Room, **more: Any) -> None:  # noqa: ANN401 -- JSON
    """Discord says that the server is gone."""
    event: Any = {"id": str(here.env.guild.id), **more}
    here.env.backend.emit("GUILD_DELETE", event)
    await here.env.settle()


async def come_back(here: Room, *, joins: bool = True, **more: Any) -> None:  # noqa: ANN401 -- JSON
    """Discord says that the server is there: for the first time, or after an outage."""
    guild = here.env.backend.get_guild(here.env.guild.id)
    event: Any = {**serializers.guild_create_payload(here.env.backend, guild), **more}
    if joins:
        del event["unavailable"]
    here.env.backend.emit("GUILD_CREATE", event)
    await here.env.settle()


async def test_an_outage_is_no_removal(here: Room, desk: Desk) -> None:
    before = len(here.sent)
    await lose(here, unavailable=True)
    await come_back(here, joins=False, system_channel_id=str(here.channel.id))

    assert await goes(here, desk)
    assert len(here.sent) == before


async def test_a_removal_stops_the_digests(here: Room, desk: Desk) -> None:
    await lose(here)

    assert not await goes(here, desk)


async def test_on_return_the_system_channel_is_asked_and_a_press_lets_them_go_on(
    here: Room, desk: Desk
) -> None:
    await lose(here)
    await come_back(here, system_channel_id=str(here.channel.id))
    asked = here.text
    channel = cast("discord.TextChannel", here.env.bot.get_channel(here.channel.id))
    [offer] = [message async for message in channel.history(limit=1)]
    await here.person.click(offer, custom_id=here.wire)

    assert "I am back" in asked
    assert here.text.strip() == "Digests that go on: 1."
    assert await goes(here, desk)


async def test_without_a_system_channel_nobody_is_asked(here: Room, desk: Desk) -> None:
    before = len(here.sent)
    await lose(here)
    await come_back(here)

    assert len(here.sent) == before
    assert not await goes(here, desk)
