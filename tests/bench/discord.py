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

from tests.wire.fake_discord import INTERACTION, TOKEN, USER, Body, FakeDiscord, serving

AT_ONCE = 200
GUILDS, CHANNELS, ROLES = 1_000, 20, 10
SETTLE_SECONDS = 3
PATIENCE_SECONDS = 60.0

Line = Callable[[str, str], None]


async def measure(line: Line) -> None:
    """Print one line a figure."""
    with TemporaryDirectory() as data:
        async with serving() as fake, started(fake, data) as process:
            for number in range(1, GUILDS + 1):
                await fake.dispatch("GUILD_CREATE", guild(number))
            await asyncio.sleep(SETTLE_SECONDS)
            line(f"discord, memory with {GUILDS} servers", f"{memory(process):.0f} MB")
            await at_once(fake, 1000, 10)  # the first answers of a process are slower
            times = sorted(await at_once(fake, 2000, AT_ONCE))
    line(f"discord, {AT_ONCE} commands at once, p50", f"{statistics.median(times) * 1000:.0f} ms")
    line(f"discord, {AT_ONCE} commands at once, p99", f"{times[int(AT_ONCE * 0.99)] * 1000:.0f} ms")


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
    """Seconds from the command to its answer, of so many people at the same moment."""
    begun: dict[str, float] = {}
    options = [{"name": "topic", "type": 3, "value": "article 5"}]
    explain = {"name": "explain", "type": 1, "options": options}
    data = {"id": "7", "name": "nato", "type": 1, "options": [explain]}
    before = len(fake.callbacks())
    for number in range(first, first + count):
        person = {"user": {**USER, "id": str(number)}, "id": str(number), "data": data}
        begun[str(number)] = time.perf_counter()
        await fake.dispatch("INTERACTION_CREATE", {**INTERACTION, **person})
    await fake.until(lambda: len(fake.callbacks()) == before + count, PATIENCE_SECONDS)
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
