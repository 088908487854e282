"""Measures what the documents promise, and prints each figure: `make bench`."""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from tempfile import TemporaryDirectory

from bot.core import Core
from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.library.loader import load
from bot.ports import SystemClock
from bot.requests import Language
from bot.search.index import Index
from bot.settings import Settings
from tests.bench import digests, discord, search, slack

STARTS = 15
ANSWERS = 5_000


def main() -> None:
    """Print one line a figure."""
    with TemporaryDirectory() as data:
        line("nato-bot ask, the very first start", f"{_start(data) * 1000:.0f} ms")
        cold = sorted(_start(data) for _ in range(STARTS))
    line("nato-bot ask, cold start, median", f"{statistics.median(cold) * 1000:.0f} ms")
    line("nato-bot ask, cold start, slowest", f"{cold[-1] * 1000:.0f} ms")
    line("nato-bot ask, peak memory", f"{_peak(resource.RUSAGE_CHILDREN):.0f} MB")
    start = time.perf_counter()
    library = load(Settings.read().content, NEEDED_WORDS)
    line("parsing and checking the content", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    start = time.perf_counter()
    index = Index(library)
    line("building the index", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    core = Core(library, index, SystemClock())
    times = sorted(asyncio.run(_answer(core, library)))
    line("core.answer, one process", f"{len(times) / sum(times):.0f} answers/s")
    line("core.answer, p50", f"{times[len(times) // 2] * 1000:.2f} ms")
    line("core.answer, p99", f"{times[int(len(times) * 0.99)] * 1000:.2f} ms")
    line("peak memory with parsing and index", f"{_peak(resource.RUSAGE_SELF):.0f} MB")
    search.measure(line, library)
    asyncio.run(discord.measure(line))
    asyncio.run(slack.measure(line))
    asyncio.run(digests.measure(line))


def line(what: str, figure: str) -> None:
    """One figure."""
    print(f"{what:52} {figure:>18}", flush=True)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _start(data: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", "what is article 5?"]
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"NATO_BOT_DATA": data}
    )
    return time.perf_counter() - start


async def _answer(core: Core, library: Library) -> list[float]:
    """Ask what people ask, both languages, questions the bot knows and some that it does not."""
    questions = list(_questions(library))
    times: list[float] = []
    for number in range(ANSWERS):
        language, text = questions[number % len(questions)]
        start = time.perf_counter()
        await core.answer(core.read_text(text, language))
        times.append(time.perf_counter() - start)
    return times


def _questions(library: Library) -> Iterator[tuple[Language, str]]:
    for language, shelf in library.items():
        for topic in shelf.topics.values():
            yield from ((language, f"hey, {question}??") for question in topic.questions)
        yield from ((language, name) for name in ("kfor", "pizza near me", "norwegain army size"))


if __name__ == "__main__":
    main()
