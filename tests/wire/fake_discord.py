"""Discord's REST and gateway on 127.0.0.1, for what a simulation in the process cannot show."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from aiohttp import WSMessageTypeError, web

Body: TypeAlias = dict[str, Any]
TOKEN = "a.good-token_1"
BOT = {"id": "100", "username": "nato", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": "100",
    "name": "nato",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": {"id": "1", "username": "op", "discriminator": "0", "avatar": None},
}
LONG_MS = 3_600_000
"""Until a heartbeat: discord.py leaves its thread behind when a connection breaks, and that would
wake up after the test."""
CUT = 0
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 9, 10, 11


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of the bot."""

    method: str
    path: str
    body: Any
    at: float = field(default_factory=time.perf_counter)


class FakeDiscord:
    """Keeps what it is sent; answers as Discord would, and as a test has set it to."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.identified: list[Body] = []
        self.connections = 0
        self.refusals: dict[str, int] = {}
        """By the last part of a path: the status it is answered with."""
        self.code = 0
        """The error code that goes with a refusal."""
        self.doors: list[int] = []
        """How the next connections to the gateway are met: by a status, or CUT off."""
        self.faults: list[tuple[int, dict[str, str]]] = []
        """Statuses and headers that the next answers to interactions meet with, in turn."""
        self.resumes = False
        """Whether a session that was lost can be resumed."""
        self.resumed = 0
        self.close_code: int | None = None
        """Closes the gateway after the next IDENTIFY."""
        self.hold = asyncio.Event()
        """Callbacks wait for it."""
        self.hold.set()
        self.asked = asyncio.Condition()
        self.url = ""
        self._gateway: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._sequence = 0

    @property
    def connected(self) -> bool:
        """Whether the bot is on the gateway."""
        return self._gateway is not None and not self._gateway.closed

    async def until(self, claim: Callable[[], object], seconds: float = 5) -> None:
        """Wait until something is true, at most five seconds."""
        async with asyncio.timeout(seconds), self.asked:
            await self.asked.wait_for(claim)

    def callbacks(self) -> list[Body]:
        """The answers to interactions."""
        return [sent.body for sent in self.sent if sent.path.endswith("/callback")]

    async def use(self, command: str, **options: str) -> None:
        """A person uses `/nato <command>` in a direct message."""
        given = [{"name": name, "type": 3, "value": text} for name, text in options.items()]
        data = {
            "id": "7",
            "name": "nato",
            "type": 1,
            "options": [{"name": command, "type": 1, "options": given}],
        }
        await self.dispatch("INTERACTION_CREATE", {**INTERACTION, "data": data})

    async def dispatch(self, event: str, data: Body) -> None:
        """Send a gateway event."""
        assert self._gateway
        self._sequence += 1
        message = {"op": DISPATCH, "t": event, "s": self._sequence, "d": data}
        await self._gateway.send_json(message)

    async def drop(self, code: int) -> None:
        """Close the gateway."""
        assert self._gateway
        await self._gateway.close(code=code)

    def cut(self) -> None:
        """Break the gateway's connection: no close frame, no goodbye."""
        assert self._transport
        self._transport.abort()

    async def rest(self, request: web.Request) -> web.Response:
        """Any request to the API."""
        body: Any = await request.json() if request.can_read_body else None
        path = request.path.removeprefix("/api/v10")
        await self._note(lambda: self.sent.append(Sent(request.method, path, body)))
        if status := self.refusals.get(path.rpartition("/")[2]):
            return _json({"message": "no", "code": self.code}, status=status)
        if request.headers.get("Authorization", f"Bot {TOKEN}") != f"Bot {TOKEN}":
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        if path.endswith("/callback"):
            await self.hold.wait()
            if self.faults:
                status, headers = self.faults.pop(0)
                return _json({"message": "no", "code": 0, "retry_after": 0.05}, status, headers)
            return _json(_callback(body))
        return _json(self._answer(path, body))

    def _answer(self, path: str, body: Any) -> Any:  # noqa: ANN401 -- any JSON
        gateway = f"{self.url.replace('http', 'ws', 1).removesuffix('/api/v10')}/gateway"
        start = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        answers = {
            "/users/@me": BOT,
            "/oauth2/applications/@me": APPLICATION,
            "/gateway/bot": {"url": gateway, "shards": 1, "session_start_limit": start},
        }
        if path.endswith("/commands"):
            made = {"id": "7", "application_id": "100", "description": ""}
            return [made | command for command in body]
        return answers.get(path, MESSAGE)

    async def gateway(self, request: web.Request) -> web.StreamResponse:
        """One connection of the bot, from HELLO to its end."""
        socket = web.WebSocketResponse()
        self.connections += 1
        door = self.doors.pop(0) if self.doors else None
        if door:
            return web.Response(status=door)
        await socket.prepare(request)
        self._gateway, self._transport = socket, request.transport
        if door == CUT:
            self.cut()
            return socket
        await self._note(lambda: None)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": LONG_MS}})
        try:
            while True:
                await self._hear(socket, await socket.receive_json())
        except (WSMessageTypeError, TypeError):  # it is no message but the end
            pass
        await self._note(lambda: None)
        return socket

    async def _hear(self, socket: web.WebSocketResponse, message: Body) -> None:
        if message["op"] == HEARTBEAT:
            await socket.send_json({"op": ACK})
        if message["op"] == RESUME and self.resumes:
            await self.dispatch("RESUMED", {})
            await self._note(self._count_resumed)
        elif message["op"] == RESUME:
            await socket.send_json({"op": INVALID_SESSION, "d": False})
        if message["op"] == IDENTIFY:
            if self.close_code:
                await socket.close(code=self.close_code)
                return
            ready = {"v": 10, "user": BOT, "guilds": [], "session_id": "s", "shard": [0, 1]}
            ready |= {"resume_gateway_url": str(self._answer("/gateway/bot", None)["url"])}
            ready |= {"application": {"id": "100", "flags": 0}}
            await self.dispatch("READY", ready)
            await self._note(lambda: self.identified.append(message["d"]))

    def _count_resumed(self) -> None:
        self.resumed += 1

    async def _note(self, change: Callable[[], object]) -> None:
        async with self.asked:
            change()
            self.asked.notify_all()


USER = {"id": "5", "username": "ann", "discriminator": "0", "avatar": None, "global_name": None}
INTERACTION: Body = {
    "id": "900",
    "application_id": "100",
    "type": 2,
    "token": "t",
    "version": 1,
    "channel_id": "8",
    "channel": {"id": "8", "type": 1, "last_message_id": None, "recipients": [USER]},
    "user": USER,
    "locale": "en-US",
    "app_permissions": "0",
    "entitlements": [],
    "authorizing_integration_owners": {},
    "context": 1,
    "attachment_size_limit": 0,
}
MESSAGE: Body = {
    "id": "901",
    "channel_id": "8",
    "author": BOT,
    "content": "",
    "timestamp": "2026-11-23T09:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "type": 0,
}


def _json(
    body: Any,  # noqa: ANN401 -- any JSON
    status: int = 200,
    more: Mapping[str, str] = MappingProxyType({}),
) -> web.Response:
    """discord.py reads JSON only where the type says just this, without a charset."""
    headers = {"Content-Type": "application/json", **more}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def _callback(body: Body) -> Body:
    interaction = {"id": "900", "type": 2, "response_message_id": "901"}
    return {
        "interaction": interaction,
        "resource": {"type": body["type"], "message": MESSAGE},
    }


@asynccontextmanager
async def serving() -> AsyncGenerator[FakeDiscord]:
    """The fake on a free port."""
    fake, server = FakeDiscord(), web.Application()
    server.router.add_get("/gateway/", fake.gateway)
    server.router.add_get("/gateway", fake.gateway)
    server.router.add_route("*", "/api/v10/{path:.*}", fake.rest)
    runner = web.AppRunner(server, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}/api/v10"
    try:
        yield fake
    finally:
        await runner.cleanup()
