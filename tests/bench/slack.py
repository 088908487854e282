"""Measures Slack over HTTP: how soon a crowd is acknowledged, and what a forged request costs.

Three processes: the bot as operators start it, a fake Slack, and this one, which is the client.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.wire.fake_slack import CHANNEL, PERSON, TEAM, TS, listening
from tests.wire.slack_http import FORM, SECRET, signed
from tests.wire.slack_process import started

AT_ONCE = 200
ROUNDS = 7
FORGED = 2_000
JSON = "application/json"
SETTLE_SECONDS = 3.0
"""Between two crowds: the answers to one are sent before the next comes."""

Line = Callable[[str, str], None]
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def measure(line: Line) -> None:
    """Print one line a figure."""
    with TemporaryDirectory() as data:
        async with fake_slack() as url, started(url, Path(data)) as (process, port):
            streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(AT_ONCE)]
            for kind, body_of in {"events": event, "commands": command}.items():
                await crowd(streams[:10], body_of, url, 0)  # the first ones of a process are slower
                rounds: list[list[float]] = []
                spent: list[float] = []
                for number in range(1, ROUNDS + 1):
                    before = _processor(process.pid)
                    rounds.append(sorted(await crowd(streams, body_of, url, number)))
                    spent.append(_processor(process.pid) - before)
                    await asyncio.sleep(SETTLE_SECONDS)
                told(line, f"slack, {AT_ONCE} {kind} at once", rounds, spent)
            milliseconds = await forged(streams[0], process.pid)
            line("slack, a wrong signature, time of the server", f"{milliseconds:.2f} ms")
            for _, writer in streams:
                writer.close()


def told(line: Line, what: str, rounds: Sequence[Sequence[float]], spent: Sequence[float]) -> None:
    """The acknowledgements of the middle one of several rounds."""
    for name, part in {"p50": 0.5, "p99": 0.99}.items():
        middle = statistics.median(times[int(len(times) * part)] for times in rounds)
        line(f"{what}, {name}", f"{middle * 1000:.0f} ms")
    line(f"{what}, time of the server", f"{statistics.median(spent) * 1000:.0f} ms")


@asynccontextmanager
async def fake_slack() -> AsyncGenerator[str]:
    """A fake Slack in a process of its own; gives its address."""
    command = (sys.executable, "-m", "tests.bench.slack")
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def crowd(
    streams: Sequence[Stream], body_of: Callable[[str, int], tuple[str, str]], url: str, number: int
) -> list[float]:
    """Seconds to the status line, of so many requests that are written at the same moment."""
    requests = [
        _request(*body_of(url, number * len(streams) + index)) for index in range(len(streams))
    ]
    begun = time.perf_counter()
    for (_, writer), request in zip(streams, requests, strict=True):
        writer.write(request)
    return list(await asyncio.gather(*(_acknowledged(reader, begun) for reader, _ in streams)))


async def _acknowledged(reader: asyncio.StreamReader, begun: float) -> float:
    status = await reader.readline()
    seconds = time.perf_counter() - begun
    assert b" 200 " in status, status
    await _read(reader)
    return seconds


async def _read(reader: asyncio.StreamReader) -> None:
    """The rest of a response, so that the connection can be used again."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
    await reader.readexactly(int(length or 0))


async def forged(stream: Stream, process: int) -> float:
    """Milliseconds of the server's processor for a request that Slack has not signed."""
    reader, writer = stream
    body, kind = event("", 0)
    before = _processor(process)
    for _ in range(FORGED):
        writer.write(_request(body, kind, secret="another"))
        assert b" 401 " in await reader.readline()
        await _read(reader)
    return (_processor(process) - before) / FORGED * 1000


def _processor(process: int) -> float:
    """Seconds of processor that its loop has used; other processes do not change it much."""
    used = Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]
    return int(used) / 1e9


def event(_: str, number: int) -> tuple[str, str]:
    """Somebody mentions the bot."""
    said = {"type": "app_mention", "user": PERSON, "text": "<@UBOT> what is article 5?", "ts": TS}
    body = {
        "type": "event_callback",
        "team_id": TEAM,
        "authorizations": [{"team_id": TEAM}],
        "event_id": f"Ev{number}",
        "event": {**said, "channel": f"{CHANNEL}{number}"},
    }
    return json.dumps(body), JSON


def command(url: str, number: int) -> tuple[str, str]:
    """Somebody types /nato."""
    body: Mapping[str, str] = {
        "command": "/nato",
        "text": "explain article 5",
        "team_id": TEAM,
        "user_id": f"{PERSON}{number}",
        "channel_id": f"{CHANNEL}{number}",
        "channel_name": "general",
        "response_url": f"{url}/respond",
        "trigger_id": "trigger",
    }
    return urlencode(body), FORM


def _request(body: str, kind: str, secret: str = SECRET) -> bytes:
    length = str(len(body.encode()))
    given = {"Host": "bot", "Content-Type": kind, "Content-Length": length, **signed(body, secret)}
    headers = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"POST /slack/events HTTP/1.1\r\n{headers}\r\n{body}".encode()


async def _serve() -> None:
    """Be the fake Slack, and say where."""
    async with listening() as fake:
        print(fake.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
