"""Measures the digests: how many a second, what waiting costs, and whether the rate holds."""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.digests.schedule import Timetable, next_slot
from tests import postgres
from tests.crash.platforms import running
from tests.crash.scene import Scene, staged, subscribe, subscribe_a_million

DUE = 10_000
SUBSCRIBED = 1_000_000
WAITING_SECONDS = 60
RATE, RATED = 45, 1_350
"""Half a minute at the limit."""
STARTING_SECONDS = 12
TOKEN = {"NATO_BOT_DISCORD_TOKEN": "a.good-token_1"}
TICKS = os.sysconf("SC_CLK_TCK")

Line = Callable[[str, str], None]


async def measure(line: Line) -> None:
    """Print one line a figure."""
    found = postgres.binaries()
    if found is None:
        line("PostgreSQL", postgres.MISSING)
    _planning(line)
    await throughput(line, None, 1)
    await rate(line)
    await waiting(line, None)
    if found:
        with postgres.running(is_measured=True) as server:
            await throughput(line, server, 1)
            await throughput(line, server, 2)
            await waiting(line, server)


async def throughput(line: Line, server: postgres.Postgres | None, senders: int) -> None:
    """10,000 due at one minute, and nothing that holds them back."""
    async with _stage(server, limit=0) as scene:
        at = await subscribe(scene, {"discord": DUE}, STARTING_SECONDS)
        for _ in range(senders):
            await scene.start()
        await asyncio.sleep(max(0.0, at - time.time()))
        await scene.until_settled(DUE)
        report = (await scene.platforms.report())["discord"]
        seconds = report["last_at"] - at
        assert (report["stored"], report["twice"]) == (DUE, {})
        what = f"{DUE:,} due, {_name(server)}, senders: {senders}"
        line(what, f"{DUE / seconds:,.0f} digests/s")


async def rate(line: Line) -> None:
    """What is due is held to the rate, and Discord never says that it is too much."""
    async with _stage(None) as scene:
        scene.settings["NATO_BOT_DISCORD_RATE"] = str(RATE)
        at = await subscribe(scene, {"discord": RATED}, STARTING_SECONDS)
        await scene.start()
        await scene.until_settled(RATED)
        report = (await scene.platforms.report())["discord"]
        seconds = report["last_at"] - at
        line(f"{RATED:,} due, limit {RATE}/s", f"{RATED / seconds:.1f} digests/s")
        line("the same, 429s", str(report["limited"]))


async def waiting(line: Line, server: postgres.Postgres | None) -> None:
    """A million digests, none of them due."""
    async with _stage(server) as scene:
        await subscribe_a_million(scene, SUBSCRIBED, 6 * 3600)
        process = await scene.start()
        await asyncio.sleep(STARTING_SECONDS)  # what a start costs is not what waiting costs
        watched = [process.pid, *(server.processes() if server else [])]
        before, said = _seconds(watched), await scene.statements(process)
        await asyncio.sleep(WAITING_SECONDS)
        spent = _seconds(watched) - before
        number = (await scene.statements(process) - said) * 60 / WAITING_SECONDS
        what = f"{SUBSCRIBED:,} waiting, {_name(server)}"
        line(f"{what}, processor", f"{spent / WAITING_SECONDS:.2%} of a core")
        line(f"{what}, statements", f"{number:.0f} a minute")


def _planning(line: Line) -> None:
    """One calendar costs the same however many there are."""
    timetable, now = Timetable(540, 127, "Europe/Brussels"), int(time.time())
    next_slot(timetable, now)
    start = time.perf_counter()
    for n in range(10_000):
        next_slot(timetable, now + n)
    line("the next slot of a subscription", f"{(time.perf_counter() - start) * 100:.1f} µs")


def _name(server: postgres.Postgres | None) -> str:
    return "PostgreSQL" if server else "SQLite"


def _seconds(processes: Sequence[int]) -> float:
    """The processor's time that these have used."""
    total = 0
    for process in processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


@asynccontextmanager
async def _stage(server: postgres.Postgres | None, limit: int = 50) -> AsyncGenerator[Scene]:
    with TemporaryDirectory() as folder:
        url = server.database() if server else f"sqlite:///{folder}/bench.sqlite3"
        async with running("--discord-limit", str(limit)) as platforms:
            scene = Scene(platforms, url, Path(folder), settings=dict(TOKEN))
            async with staged(scene):
                yield scene
