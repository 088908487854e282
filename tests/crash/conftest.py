"""A stage for the crash tests: a database of either kind and a fake platform for each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.compiled import open_content
from tests import real
from tests.crash.platforms import running
from tests.crash.scene import Scene, staged

PACE = '{"lease": 3, "settle": 1, "poll": 0.1, "longest_wait": 2.0}'
"""Shorter than the real one, so that a test need not wait for a lease of 50 seconds."""


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the compiled content, which all scenes share."""
    folder = tmp_path_factory.mktemp("compiled")
    open_content(real.CONTENT, folder)
    return folder


@pytest.fixture
async def scene(database_url: str, tmp_path: Path, compiled: Path) -> AsyncIterator[Scene]:
    """Nothing subscribed yet, no sender running."""
    (tmp_path / "cache").symlink_to(compiled)
    tokens = {
        "NATO_BOT_DISCORD_TOKEN": "a.good-token_1",
        "NATO_BOT_SLACK_BOT_TOKEN": "xoxb-right",
    }
    async with running("--discord-limit", "0") as platforms:
        made = Scene(platforms, database_url, tmp_path, pace=PACE, settings=tokens)
        async with staged(made):
            yield made
