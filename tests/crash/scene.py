"""Thousands of digests due at once, a fake platform, and senders that a test may kill."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from time import time

import sqlalchemy as sa

from bot.compiled import open_content
from bot.digests import zones
from bot.digests.compose import Composer, Wish
from bot.digests.retime import NOTED
from bot.digests.schedule import Timetable, local_date
from bot.library.entries import Library
from bot.requests import Language
from bot.settings import Settings
from bot.store import migrate, senders
from bot.store.database import Database, address, opened
from bot.store.tables import channel, delivery, subscription
from tests.crash.platforms import ROOT, Platforms

HISTORIES = 60
"""Different pasts that channels have: what they have seen already."""
INSERTED_AT_ONCE = 2_000
TIMEOUT = 120.0


@dataclass(slots=True)
class Scene:
    """One database, one fake platform, any number of senders."""

    platforms: Platforms
    url: str
    data: Path
    pace: str = "{}"
    settings: dict[str, str] = field(default_factory=dict[str, str])
    running: list[asyncio.subprocess.Process] = field(
        default_factory=list[asyncio.subprocess.Process]
    )

    @asynccontextmanager
    async def database(self) -> AsyncGenerator[Database]:
        """The database, for looking into it."""
        async with opened(address(self.url, self.data)) as made:
            yield made

    async def start(self) -> asyncio.subprocess.Process:
        """Start a sender, and wait until it works."""
        environment = os.environ | {
            "NATO_BOT_DATABASE_URL": self.url,
            "NATO_BOT_DATA": str(self.data),
            "NATO_BOT_DISCORD_API_URL": self.platforms.discord_url,
            "NATO_BOT_SLACK_API_URL": self.platforms.slack_url,
            "NATO_BOT_DISCORD_RATE": "0",
            **self.settings,
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.sender", self.pace),
            env=environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        self.running.append(process)
        assert process.stdout
        async with asyncio.timeout(TIMEOUT):
            assert await process.stdout.readline() == b"ready\n"
        return process

    async def end(self, process: asyncio.subprocess.Process, how: signal.Signals) -> None:
        """End a sender, and wait until it is gone."""
        if process.returncode is None:
            process.send_signal(how)
        async with asyncio.timeout(TIMEOUT):
            await process.wait()
        self.running.remove(process)

    async def statements(self, process: asyncio.subprocess.Process) -> int:
        """How many statements a sender has sent so far."""
        assert process.stdout
        process.send_signal(signal.SIGUSR1)
        async with asyncio.timeout(TIMEOUT):
            return int(await process.stdout.readline())

    async def states(self) -> Counter[str]:
        """How many deliveries are in which state."""
        counting = sa.select(delivery.c.state, sa.func.count().label("number")).group_by(
            delivery.c.state
        )
        async with self.database() as database, database.read() as connection:
            rows = await connection.execute(counting)
            return Counter({row.state: row.number for row in rows})

    async def until_settled(self, number: int) -> Counter[str]:
        """Wait until so many deliveries are at their end."""
        async with asyncio.timeout(TIMEOUT):
            while True:
                states = await self.states()
                still = sum(states[open_] for open_ in ("claimed", "sending", "retry"))
                if sum(states.values()) >= number and not still:
                    return states
                await asyncio.sleep(0.1)


@asynccontextmanager
async def staged(scene: Scene) -> AsyncGenerator[Scene]:
    """A scene whose senders are gone afterwards."""
    async with scene.database() as database:
        await migrate.upgrade(database)
    try:
        yield scene
    finally:
        for process in list(scene.running):
            await scene.end(process, signal.SIGKILL)


async def subscribe(
    scene: Scene, numbers: dict[str, int], in_seconds: int = 0, *, spread: int = 0
) -> int:
    """Make digests, so many a platform, each for a channel of its own; gives the instant due.

    With `spread` they fall due over so many seconds instead of at one.
    """
    library = open_content(Settings.read().content, scene.data / "cache").library
    now = int(time()) + in_seconds
    timetable = Timetable(now % 86_400 // 60, 127, "UTC")
    day = local_date(timetable, now)
    async with scene.database() as database:
        seen = await _histories(database, library)
        total = sum(numbers.values())
        async with database.write() as connection:
            await senders.note(database, connection, NOTED, zones.VERSION)
            first = await connection.scalar(sa.select(sa.func.max(channel.c.id))) or 0
        platforms = [name for name, number in numbers.items() for _ in range(number)]
        for start in range(0, total, INSERTED_AT_ONCE):
            rows = range(start, min(start + INSERTED_AT_ONCE, total))
            async with database.write() as connection:
                await connection.execute(
                    sa.insert(channel),
                    [_channel(first + n + 1, platforms[n], seen[n % len(seen)]) for n in rows],
                )
                due = now if not spread else None
                await connection.execute(
                    sa.insert(subscription),
                    [
                        {
                            **_subscription(first + n + 1, platforms[n], timetable),
                            "next_run_at": due or now + n * spread // total,
                            "next_date": day.isoformat(),
                        }
                        for n in rows
                    ],
                )
    return now


async def _histories(database: Database, library: Library) -> list[tuple[int, str]]:
    """What channels have seen after some days of digests."""
    composer = Composer(library, await senders.numbers(database, Composer.names(library)))
    found: list[tuple[int, str]] = []
    timetable, wish = Timetable(540, 127, "UTC"), Wish(Language.EN)
    now = int(time())
    for past in islice(range(0, 4 * HISTORIES, 4), HISTORIES):
        seen, last = 0, ""
        for back in range(past, 0, -1):
            plan = composer.plan(wish, local_date(timetable, now - back * 86_400), seen, last)
            seen, last = plan.seen, plan.key
        found.append((seen, last))
    return found


def _channel(number: int, platform: str, seen: tuple[int, str]) -> dict[str, object]:
    shown, last = seen
    space = f"T{number}" if platform == "slack" else "7"
    where = f"C{number}" if platform == "slack" else str(1_000_000 + number)
    bits = shown.to_bytes((shown.bit_length() + 7) // 8, "little")
    row = {"id": number, "platform": platform, "space": space, "channel": where, "thread": ""}
    return {**row, "shown": bits, "last": last}


def _subscription(number: int, platform: str, timetable: Timetable) -> dict[str, object]:
    return {
        "platform": platform,
        "channel": number,
        "minute": timetable.minute,
        "weekdays": timetable.weekdays,
        "zone": timetable.zone,
        "language": "en",
        "topics": "",
        "set_by": "1",
        "set_at": 0,
    }


async def subscribe_a_million(scene: Scene, number: int, in_seconds: int) -> None:
    """Make very many digests, due over an hour, by the database itself."""
    channels = sa.text(
        "INSERT INTO channel (id, platform, space, channel, thread, shown, last) "
        "WITH RECURSIVE counted(n) AS "
        "(SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < :number) "
        "SELECT n, 'discord', '7', CAST(n AS TEXT), '', :nothing, '' FROM counted"
    )
    subscriptions = sa.text(
        "INSERT INTO subscription (platform, channel, minute, weekdays, zone, language, topics, "
        "next_run_at, next_date, strikes, set_by, set_at) "
        "SELECT 'discord', id, 540, 127, 'Europe/Brussels', 'en', '', "
        ":first + id % 3600, '2099-01-01', 0, '1', 0 FROM channel"
    )
    async with scene.database() as database, database.write() as connection:
        await connection.execute(channels, {"number": number, "nothing": b""})
        await connection.execute(subscriptions, {"first": int(time()) + in_seconds})
        await connection.execute(sa.text("ANALYZE"))
        await senders.note(database, connection, NOTED, zones.VERSION)
