"""Measures what the documents promise, and prints each figure: `make bench`."""

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.compiled import open_content
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
    _measure_starts()
    start = time.perf_counter()
    library = load(Settings.read().content, NEEDED_WORDS)
    line("parsing and checking the content", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    _measure_answers(library)
    search.measure(line, library)
    asyncio.run(discord.measure(line))
    asyncio.run(slack.measure(line))
    asyncio.run(digests.measure(line))


def _measure_starts() -> None:
    with TemporaryDirectory() as data:
        first, compiling = _start(data)
        starts = [_start(data) for _ in range(STARTS)]
        loaded = time.perf_counter()
        open_content(Settings.read().content, Path(data) / "cache")
        loaded = time.perf_counter() - loaded
    cold = sorted(seconds for seconds, _ in starts)
    line("nato-bot ask, the very first start", f"{first * 1000:.0f} ms")
    line("nato-bot ask, the very first start, peak memory", f"{compiling:.0f} MB")
    line("nato-bot ask, cold start, median", f"{statistics.median(cold) * 1000:.0f} ms")
    line("nato-bot ask, cold start, slowest", f"{cold[-1] * 1000:.0f} ms")
    line("nato-bot ask, peak memory", f"{max(megabytes for _, megabytes in starts):.0f} MB")
    line("content and index, from the cache", f"{loaded * 1000:.0f} ms")


def _measure_answers(library: Library) -> None:
    start = time.perf_counter()
    index = Index(library)
    line("building the index", f"{(time.perf_counter() - start) * 1000:.0f} ms")
    times = sorted(asyncio.run(_answer(Core(library, index, SystemClock()), library)))
    line("core.answer, one process", f"{len(times) / sum(times):.0f} answers/s")
    line("core.answer, p50", f"{times[len(times) // 2] * 1000:.2f} ms")
    line("core.answer, p99", f"{times[int(len(times) * 0.99)] * 1000:.2f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line("peak memory with parsing and index", f"{peak:.0f} MB")


def line(what: str, figure: str) -> None:
    """One figure."""
    print(f"{what:52} {figure:>18}", flush=True)


PROBE = """
import pathlib, sys
from bot.__main__ import main
main(["ask", "what is article 5?"])
status = pathlib.Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0], file=sys.stderr)
"""
"""What the system tells of a child's memory counts that of its parent in, up to its start."""


def _start(data: str) -> tuple[float, float]:
    """Seconds and megabytes of one question, from a start of its own."""
    start = time.perf_counter()
    command = [sys.executable, "-c", PROBE]
    variables = os.environ | {"NATO_BOT_DATA": data}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=variables)
    return time.perf_counter() - start, int(done.stderr) / 1024


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
