"""Discord and Slack in one process of their own, quick enough for thousands of posts a second.

`python -m tests.crash.platforms` prints its port and serves until SIGTERM:

- `/api/v10/…` is Discord, `/api/<method>` is Slack;
- POST `/control/faults` `{"discord": {"stored_then_dropped": {"count": 3}}}`: see faults.py;
- POST `/control/refusals` `{"discord": {"<channel>": {"status": 403, "body": …, "on": "post"}}}`;
- GET `/control/report`: what is stored by channel and mark, the requests, the rates;
- GET `/control/bodies`: the last posts as they were sent.
"""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import time
from typing import Any, TextIO

from aiohttp import ClientSession, web

from tests.crash import discord_side, slack_side
from tests.crash.discord_side import DiscordSide
from tests.crash.faults import ANY, POST, Body
from tests.crash.ledger import Message
from tests.crash.side import Call, Refusal, Reply, Side
from tests.crash.slack_side import SlackSide

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20.0
DROPPED = Reply("", 499)
"""No answer at all; the status stands in the report alone."""


@dataclass(frozen=True, slots=True)
class Platforms:
    """The running fake, for the tests."""

    url: str
    session: ClientSession

    @property
    def discord_url(self) -> str:
        """For NATO_BOT_DISCORD_API_URL."""
        return f"{self.url}/api/v10"

    @property
    def slack_url(self) -> str:
        """For NATO_BOT_SLACK_API_URL."""
        return f"{self.url}/api/"

    async def report(self) -> Body:
        """What happened so far, by platform."""
        return await self._asked("report")

    async def bodies(self) -> Body:
        """The last posts of each platform, the oldest first."""
        return await self._asked("bodies")

    async def set_faults(self, **rules: Mapping[str, Body]) -> None:
        """The faults of a platform from now on; an empty mapping ends them."""
        await self._asked("faults", rules)

    async def set_refusals(self, **channels: Mapping[str, Body]) -> None:
        """What channels answer from now on."""
        await self._asked("refusals", channels)

    async def _asked(self, what: str, body: Mapping[str, Any] | None = None) -> Body:
        method = "GET" if body is None else "POST"
        async with self.session.request(method, f"{self.url}/control/{what}", json=body) as reply:
            reply.raise_for_status()
            answer: Body = await reply.json()
            return answer


@asynccontextmanager
async def running(*options: str) -> AsyncGenerator[Platforms]:
    """The fake in a process of its own, ended with the test."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.crash.platforms", *options),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(START_SECONDS):
            port = int(await process.stdout.readline())
        async with ClientSession() as session:
            yield Platforms(f"http://127.0.0.1:{port}", session)
    finally:
        process.terminate()
        await process.wait()


class Server:
    """Takes every request to the side it is for."""

    def __init__(self, discord: DiscordSide, slack: SlackSide) -> None:
        self.sides: dict[str, Side] = {side.name: side for side in (discord, slack)}

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """One request."""
        body = await request.read()
        path = request.path
        if path.startswith(discord_side.PREFIX):
            return await _played(self.sides["discord"], request, body)
        if path.startswith(slack_side.PREFIX):
            return await _played(self.sides["slack"], request, body)
        return web.json_response(self._control(path.removeprefix("/control/"), body))

    def _control(self, what: str, body: bytes) -> Body:
        told: Mapping[str, Mapping[str, Body]] = json.loads(body) if body else {}
        for name, rules in told.items():
            if what == "faults":
                self.sides[name].faults.set(rules)
            if what == "refusals":
                self.sides[name].refusals = {c: _refusal(**rule) for c, rule in rules.items()}
        return {
            name: side.report() if what == "report" else list(side.bodies)
            for name, side in self.sides.items()
            if what in ("report", "bodies")
        }


async def _played(side: Side, request: web.BaseRequest, body: bytes) -> web.Response:
    now = time()
    call = side.read(request.method, request.path, request.query, body)
    side.traffic.note(now, call.kind)
    if call.kind == POST:
        side.bodies.append(call.fields)
    reply = side.limited(now) or side.refused(call) or await _tried(side, call, now)
    side.traffic.statuses[reply.status] += 1
    if reply is DROPPED and request.transport:
        request.transport.abort()
    headers = {"Content-Type": side.content_type, **reply.headers}
    text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
    return web.Response(body=text.encode(), status=reply.status, headers=headers)


async def _tried(side: Side, call: Call, now: float) -> Reply:
    """Do what is asked as far as the faults let it through."""
    fault = side.faults.drawn(call.kind)
    reply = side.done(call, now) if fault.stores else DROPPED
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.drops:
        return DROPPED
    return side.failed(fault) if fault.status else reply


def _refusal(*, status: int = 200, body: Any = None, on: str = ANY) -> Refusal:  # noqa: ANN401 -- JSON
    return Refusal(Reply(body, status), on)


def _written(file: TextIO, side: str, message: Message) -> None:
    line = {"platform": side, "channel": message.channel, "mark": message.mark, "id": message.id}
    file.write(json.dumps({**line, "at": message.at}) + "\n")


async def serve(options: argparse.Namespace, journal: TextIO | None) -> None:
    """Serve on 127.0.0.1 until SIGTERM."""
    limit, nonce_seconds = options.discord_limit, options.nonce_seconds
    discord = DiscordSide(seed=options.seed, limit=limit, nonce_seconds=nonce_seconds)
    slack = SlackSide(seed=options.seed)
    for side in (discord, slack):
        if journal:
            side.journal = partial(_written, journal, side.name)
    runner = web.ServerRunner(web.Server(Server(discord, slack).answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", options.port).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await runner.cleanup()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash.platforms")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--journal", type=Path, help="a line of JSON for every message stored")
    parser.add_argument("--discord-limit", type=int, default=50, help="a second; 0 is without")
    parser.add_argument("--nonce-seconds", type=float, default=120.0)
    options = parser.parse_args()
    with ExitStack() as files:
        path: Path | None = options.journal
        journal = files.enter_context(path.open("a", buffering=1)) if path else None
        asyncio.run(serve(options, journal))


if __name__ == "__main__":
    main()
