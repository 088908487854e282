"""Slack's servers on 127.0.0.1: the Web API, response URLs, Socket Mode; every body is kept."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web
from pydantic import SecretStr

from bot.settings import Settings
from tests.wire.slack_queue import Queue

PATIENCE = 8.0
"""Seconds until something that should happen has not."""
TEAM, CHANNEL, PERSON, BOT = "T1", "C1", "U1", "UBOT"
TS = "1763892000.000100"
TICKET = "ticket=ticket-of-slack"

Body = dict[str, Any]


@dataclass
class Call:
    """One call: a Web API method, or `response_url`."""

    method: str
    body: Body
    token: str = ""


@dataclass
class Reply:
    """What to answer instead of ok; a body that is text is sent as it is."""

    body: Body | list[int] | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


def refused(error: str, **more: str) -> Reply:
    """What Slack says when it says no."""
    return Reply({"ok": False, "error": error, **more})


class FakeSlack:
    """Answers as Slack does; `replies` holds what to say instead, by method, used up in order."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.acks: dict[str, Body] = {}
        self.replies: defaultdict[str, list[Reply]] = defaultdict(list)
        self.always: dict[str, Reply] = {}
        self.locales: dict[str, str] = {}
        self.admins: dict[str, Body] = {}
        """What users.info says of some people beside their language."""
        self.hold: asyncio.Event | None = None
        self.lost: dict[str, bool] = {}
        """By method: the next call's connection breaks; whether Slack had stored it by then."""
        self.queue = Queue()
        self.connections = 0
        self.deaf = False
        """Whether acknowledgements are lost on their way."""
        self.unheard: dict[str, Body] = {}
        """Envelopes that are not acknowledged."""
        self._posted: asyncio.Queue[Call] = asyncio.Queue()
        self._acked: asyncio.Queue[str] = asyncio.Queue()
        self._connected: asyncio.Queue[int] = asyncio.Queue()
        self._sockets: list[tuple[web.WebSocketResponse, web.Request]] = []
        self._numbers = count(1)

    def settings(self, **changes: Any) -> Settings:  # noqa: ANN401 -- any setting
        """Settings that lead here, whatever the environment says."""
        right = Settings.model_construct(
            slack_bot_token=SecretStr("xoxb-right"),
            slack_app_token=SecretStr("xapp-right"),
            slack_api_url=f"{self.url}/api/",
        )
        return right.model_copy(update=changes)

    # What the tests wait for.

    async def posted(self) -> Body:
        """The body of the next message, posted or about to be."""
        return (await self.next_call()).body

    async def next_call(self) -> Call:
        """The next message or view with the method that sent it."""
        return await asyncio.wait_for(self._posted.get(), PATIENCE)

    async def quiet(self, seconds: float = 0.3) -> bool:
        """Whether no message and no view comes for a while."""
        await asyncio.sleep(seconds)
        return self._posted.empty()

    async def acknowledged(self, *envelopes: str) -> bool:
        """Wait until the envelopes are acknowledged; nothing else may be."""
        got = {await asyncio.wait_for(self._acked.get(), PATIENCE) for _ in envelopes}
        return got == set(envelopes)

    async def connected(self) -> None:
        """Wait for the next connection."""
        await asyncio.wait_for(self._connected.get(), PATIENCE)

    def called(self, method: str) -> list[Call]:
        """Every call of a method so far."""
        return [call for call in self.calls if call.method == method]

    # What Slack does to the bot.

    async def mention(self, text: str, **event: str) -> str:
        """Somebody writes `@nato-bot text`."""
        return await self.send("events_api", self.mention_body(text, **event))

    def mention_body(self, text: str, **event: str) -> Body:
        """The payload of a mention."""
        number = next(self._numbers)
        return {
            "type": "event_callback",
            "team_id": event.pop("team_id", TEAM),
            "authorizations": [{"team_id": TEAM}],
            "event_id": event.pop("event_id", f"Ev{number}"),
            "event": {
                "type": "app_mention",
                "user": PERSON,
                "text": f"<@{BOT}> {text}",
                "ts": TS,
                "channel": CHANNEL,
                **event,
            },
        }

    async def command(self, text: str, **more: str) -> str:
        """Somebody types `/nato text`."""
        return await self.send("slash_commands", self.command_body(text, **more))

    def command_body(self, text: str, **more: str) -> Body:
        """The payload of a command."""
        return {
            "command": "/nato",
            "text": text,
            "team_id": TEAM,
            "user_id": PERSON,
            "channel_id": CHANNEL,
            "channel_name": "general",
            "response_url": f"{self.url}/respond",
            "trigger_id": "trigger",
            **more,
        }

    async def press(self, wire: str, action_id: str = "", **container: str | bool) -> str:
        """Somebody presses a button."""
        return await self.send("interactive", self.press_body(wire, action_id, **container))

    def press_body(self, wire: str, action_id: str = "", **container: str | bool) -> Body:
        """The payload of a press."""
        person = container.pop("user", PERSON)
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": person},
            "channel": {"id": CHANNEL, "name": "general"},
            "container": {"type": "message", "message_ts": TS, "channel_id": CHANNEL, **container},
            "actions": [
                {"type": "button", "action_id": action_id or f"nato:{wire}", "value": wire}
            ],
            "response_url": f"{self.url}/respond",
        }

    async def send(self, kind: str, payload: Body) -> str:
        """An envelope over the newest connection."""
        envelope_id = f"E{next(self._numbers)}"
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload}
        self.unheard[envelope_id] = {**envelope, "accepts_response_payload": True}
        with suppress(ConnectionError):
            await self._sockets[-1][0].send_json(self.unheard[envelope_id])
        return envelope_id

    async def send_again(self) -> None:
        """Deliver what was not acknowledged over the newest connection, as Slack does."""
        for number, envelope in self.unheard.items():
            again = {"retry_attempt": 1, "retry_reason": "timeout"}
            await self._sockets[-1][0].send_json({**envelope, "envelope_id": number, **again})

    async def say_disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to connect anew, as Slack does every few hours."""
        await self._sockets[-1][0].send_json({"type": "disconnect", "reason": reason})

    def drop(self) -> None:
        """Cut the connection without a word."""
        transport = self._sockets[-1][1].transport
        assert transport is not None
        transport.abort()

    # The servers.

    async def api(self, request: web.Request) -> web.Response:
        """Any method of the Web API."""
        method = request.match_info["method"]
        text = await request.text()
        is_json = request.content_type == "application/json"
        body: Body = json.loads(text) if is_json else dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(method, {**dict(request.query), **body}, token)
        self.calls.append(call)
        if method.startswith(("chat.", "views.")):
            self._posted.put_nowait(call)
            if self.hold:
                await self.hold.wait()
        stored = self.lost.pop(method, None)
        reply = Reply("") if stored is False else self._reply(call)
        if stored is not None:
            assert request.transport is not None
            request.transport.abort()
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        headers = {"Content-Type": "application/json", **reply.headers}
        return web.Response(text=text, status=reply.status, headers=headers)

    def _reply(self, call: Call) -> Reply:
        if self.replies[call.method]:
            return self.replies[call.method].pop(0)
        if call.method in self.always:
            return self.always[call.method]
        if (queued := self.queue.answer(call.method, call.body)) is not None:
            return Reply(queued)
        user = call.body.get("user", "")
        special: dict[str, Body] = {
            "auth.test": {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"},
            "apps.connections.open": {"url": f"{self.url}/socket?{TICKET}".replace("http", "ws")},
            "views.open": {"view": {"id": "V1"}},
            "users.info": {"user": self._person(user)},
        }
        return Reply({"ok": True, "ts": TS, **special.get(call.method, {})})

    def _person(self, user: str) -> Body:
        of_it = {"locale": self.locales.get(user, "en-US"), **self.admins.get(user, {})}
        return {"id": user, "team_id": TEAM, "is_admin": False, "is_owner": False, **of_it}

    async def respond(self, request: web.Request) -> web.Response:
        """A response_url."""
        call = Call("response_url", await request.json())
        self.calls.append(call)
        self._posted.put_nowait(call)
        if self.lost.pop("response_url", None) is not None:
            assert request.transport is not None
            request.transport.abort()
        if self.replies["response_url"]:
            reply = self.replies["response_url"].pop(0)
            assert isinstance(reply.body, dict)
            text = json.dumps(reply.body) if "ok" in reply.body else str(reply.body["error"])
            return web.Response(text=text, status=reply.status, headers=reply.headers)
        return web.Response(text="ok")

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        """Socket Mode: hello, then envelopes out and acknowledgements in."""
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        self._sockets.append((ws, request))
        self.connections += 1
        await ws.send_json({"type": "hello", "num_connections": 1})
        self._connected.put_nowait(self.connections)
        async for message in ws:
            if message.type is WSMsgType.TEXT:
                ack: Body = json.loads(message.data)
                if self.deaf:
                    continue
                self.unheard.pop(ack["envelope_id"], None)
                self.acks[ack["envelope_id"]] = ack
                self._acked.put_nowait(ack["envelope_id"])
        return ws


@asynccontextmanager
async def listening() -> AsyncGenerator[FakeSlack]:
    """A fake Slack, at `fake.url` while inside."""
    fake, server = FakeSlack(), web.Application()
    server.router.add_route("*", "/api/{method}", fake.api)
    server.router.add_post("/respond", fake.respond)
    server.router.add_get("/socket", fake.socket)
    runner = web.AppRunner(server, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()
