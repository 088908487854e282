"""Measures the Discord side: how soon commands are acknowledged, and what servers cost."""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.settings import Settings
from tests.wire.fake_discord import INTERACTION, TOKEN, USER, Body, FakeDiscord, serving

AT_ONCE, ROUNDS, ALONE = 200, 5, 20
GUILDS, CHANNELS, ROLES = 1_000, 20, 10
SETTLE_SECONDS = 3
PATIENCE_SECONDS = 60.0

Line = Callable[[str, str], None]


async def measure(line: Line) -> None:
    """Print one line a figure; of several rounds the best, for others may use the machine."""
    with TemporaryDirectory() as data:
        async with serving() as fake, started(fake, data) as process:
            for number in range(1, GUILDS + 1):
                await fake.dispatch("GUILD_CREATE", guild(number))
            await asyncio.sleep(SETTLE_SECONDS)
            line(f"discord, memory with {GUILDS} servers", f"{memory(process):.0f} MB")
            await at_once(fake, 1000, 10)  # the first answers of a process are slower
            alone = [(await at_once(fake, 1100 + n, 1))[0] for n in range(ALONE)]
            line("discord, a command alone, p50", f"{statistics.median(alone) * 1000:.1f} ms")
            before = seconds_used(process)
            rounds: list[list[float]] = []
            for first in range(2000, 2000 + ROUNDS * AT_ONCE, AT_ONCE):
                rounds.append(await at_once(fake, first, AT_ONCE))
                await asyncio.sleep(SETTLE_SECONDS)  # answers follow their acknowledgements
            used = (seconds_used(process) - before) / AT_ONCE / ROUNDS
            line(f"discord, memory after {AT_ONCE} at once", f"{memory(process):.0f} MB")
    late, usual = (min(quantile(times, q) for times in rounds) * 1000 for q in (0.99, 0.5))
    line(f"discord, {AT_ONCE} at once, acknowledged, p50", f"{usual:.0f} ms")
    line(f"discord, {AT_ONCE} at once, acknowledged, p99", f"{late:.0f} ms")
    line("discord, CPU time of a command, answered", f"{used * 1000:.2f} ms")


def quantile(times: list[float], part: float) -> float:
    """The time within which that part of them was."""
    return sorted(times)[int(len(times) * part)]


@asynccontextmanager
async def started(fake: FakeDiscord, data: str) -> AsyncGenerator[int]:
    """`nato-bot run --only discord` as operators start it; gives the process."""
    settings = {
        "NATO_BOT_DISCORD_TOKEN": TOKEN,
        "NATO_BOT_DISCORD_API_URL": fake.url,
        "NATO_BOT_DATA": data,
    }
    environment, bot = os.environ | settings, (sys.executable, "-m", "bot")
    compiling = await asyncio.create_subprocess_exec(
        *bot, "ask", "NATO", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    await compiling.wait()  # as installing does: parsing the content takes memory that stays
    command = (*bot, "run", "--only", "discord")
    process = await asyncio.create_subprocess_exec(*command, env=environment)
    await fake.until(lambda: fake.identified, PATIENCE_SECONDS)
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def at_once(fake: FakeDiscord, first: int, count: int) -> list[float]:
    """Seconds from command to acknowledgement, of so many people at once, on many topics."""
    begun: dict[str, float] = {}
    fake.sent.clear()  # the fake must not take its time over what is past
    topics = sorted((Settings.read().content / "en" / "topics").glob("*.yaml"))
    for number in range(first, first + count):
        topic = {"name": "topic", "type": 3, "value": topics[number % len(topics)].stem}
        explain = {"name": "explain", "type": 1, "options": [topic]}
        data = {"id": "7", "name": "nato", "type": 1, "options": [explain]}
        person = {"user": {**USER, "id": str(number)}, "id": str(number), "token": f"t{number}"}
        begun[str(number)] = time.perf_counter()
        await fake.dispatch("INTERACTION_CREATE", {**INTERACTION, **person, "data": data})
    await fake.until(
        lambda: len(fake.sent) >= count and len(fake.callbacks()) == count, PATIENCE_SECONDS
    )
    answers = ((sent.path.split("/")[2], sent.at) for sent in fake.sent if is_answer(sent.path))
    return [at - begun[number] for number, at in answers if number in begun]


def is_answer(path: str) -> bool:
    return path.endswith("/callback")


def guild(number: int) -> Body:
    """A server of common size."""
    own = number << 24
    roles = [{"id": str(own + n), "name": f"role {n}", "permissions": "0"} for n in range(ROLES)]
    more = {"color": 0, "hoist": False, "position": 1, "managed": False, "mentionable": False}
    channels = [
        {"id": str(own + 100 + n), "name": f"channel {n}", "type": 0, "position": n}
        for n in range(CHANNELS)
    ]
    return {
        "id": str(own),
        "name": f"Server {number}",
        "owner_id": "1",
        "member_count": 500,
        "preferred_locale": "en-US",
        "roles": [role | more for role in roles],
        "channels": [{**channel, "permission_overwrites": []} for channel in channels],
        "members": [],
        "emojis": [],
        "features": [],
        "unavailable": False,
    }


def memory(process: int) -> float:
    """What the process holds, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def seconds_used(process: int) -> float:
    """Seconds for which the process has had a processor."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
