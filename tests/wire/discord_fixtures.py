"""The bot in a simulated Discord, and a server where somebody talks to it."""

from collections.abc import AsyncIterator

import pytest
from simcord.env import Env

from adapters.discord.app import DiscordApp
from bot.core import Core
from bot.service import Run
from bot.settings import Settings
from tests.wire.discord_guards import guarded
from tests.wire.discord_room import Room, room


def app(core: Core) -> DiscordApp:
    """The bot as it runs, with that core."""
    return DiscordApp(Run(core=core, settings=Settings(discord_api_url=None)))


@pytest.fixture
async def env(core: Core) -> AsyncIterator[Env]:
    async with guarded(app(core)) as env:
        yield env


@pytest.fixture
def here(env: Env) -> Room:
    return room(env)
