"""A sender in a process of its own, for the tests that kill it.

It is what `nato-bot run --only digests` starts, with another pace, given as JSON.
"""

import asyncio
import json
import signal
import sys

from sqlalchemy import Engine, event

from adapters.discord import messenger as discord_messenger
from adapters.slack import messenger as slack_messenger
from bot import logs, operate
from bot.compiled import open_content
from bot.digests import service
from bot.digests.pace import Pace
from bot.settings import Settings

DRAIN_SECONDS = 5.0


class Statements:
    """Counts what the database is sent, the bounds of transactions included."""

    def __init__(self) -> None:
        self.number = 0
        event.listen(Engine, "before_cursor_execute", self._one)
        event.listen(Engine, "commit", self._two)

    def _one(self, *_: object) -> None:
        self.number += 1

    def _two(self, *_: object) -> None:
        self.number += 2

    def tell(self) -> None:
        """Print how many so far: the answer to SIGUSR1."""
        _say(str(self.number))


async def run(settings: Settings, pace: Pace) -> None:
    """Send until SIGTERM."""
    stop, statements = asyncio.Event(), Statements()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, statements.tell)
    library = open_content(settings.content, settings.data / "cache").library
    openers: dict[str, operate.Open] = {}
    if settings.discord_token:
        openers["discord"] = discord_messenger.opened
    if settings.slack_bot_token:
        openers["slack"] = slack_messenger.opened
    async with operate.desk(settings, library, openers, migrates=True) as desk:
        await service.serve(desk, stop, _ready, pace, DRAIN_SECONDS)


def _ready() -> None:
    _say("ready")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logs.configure("text")
    asyncio.run(run(Settings.read(), Pace(**json.loads(sys.argv[1]))))
