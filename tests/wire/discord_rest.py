"""Discord's REST alone, on 127.0.0.1, and a messenger for it; what is sent there is checked."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.discord.messenger import DiscordMessenger, opened
from bot.answers import Answer
from bot.core import Core
from bot.ports import Clock, Place, Post
from bot.requests import Language
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.wire.discord_guards import message_problems

Body: TypeAlias = dict[str, Any]
TOKEN = "a.good-token_1"
ME, GUILD, CHANNEL = "100", "200", "300"
MESSAGES = f"/channels/{CHANNEL}/messages"
POSTING = f"POST {MESSAGES}"
PLACE = Place("discord", GUILD, CHANNEL)
MARK = "1/2026-11-23"
TITLE = "Article 5: collective defence"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the bot."""

    path: str
    body: Any
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON, or text as it is."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    drops: bool = False


DROPPED = Reply("", drops=True)


def refused(status: int, code: int) -> Reply:
    """What Discord says when it says no."""
    return Reply({"message": "no", "code": code}, status)


class Rest:
    """Answers by method and path; of several answers each one once, and the last for ever."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self._replies: dict[str, list[Reply]] = {}
        self.set("GET /users/@me", {"id": ME})
        self.set(POSTING, {"id": "900"})

    def set(self, what: str, *replies: Reply | Body | list[Body]) -> None:
        """Answer requests like `GET /channels/300` by these from now on."""
        self._replies[what] = [r if isinstance(r, Reply) else Reply(r) for r in replies]

    def bodies(self, what: str = POSTING) -> list[Body]:
        """What was sent there."""
        return [asked.body for asked in self.asked if asked.path == what]

    async def answer(self, request: web.Request) -> web.Response:
        """Any request."""
        path = f"{request.method} {request.path.removeprefix('/api/v10')}"
        text = await request.text()
        self.asked.append(
            Asked(path, json.loads(text) if text else None, request.query, request.headers)
        )
        left = self._replies.get(path, [refused(404, 0)])
        reply = left.pop(0) if len(left) > 1 else left[0]
        if reply.drops and request.transport:
            request.transport.abort()
        is_text = isinstance(reply.body, str)
        kind = "text/html" if is_text else "application/json"
        body = str(reply.body) if is_text else json.dumps(reply.body)
        headers = {"Content-Type": kind, **reply.headers}
        return web.Response(body=body.encode(), status=reply.status, headers=headers)


@asynccontextmanager
async def serving() -> AsyncGenerator[Rest]:
    """The fake on a free port."""
    rest, server = Rest(), web.Application()
    server.router.add_route("*", "/{path:.*}", rest.answer)
    runner = web.AppRunner(server, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    rest.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    try:
        yield rest
    finally:
        await runner.cleanup()


@asynccontextmanager
async def messenger_at(url: str, clock: Clock) -> AsyncGenerator[DiscordMessenger]:
    """A messenger for an address."""
    settings = Settings(discord_token=SecretStr(TOKEN), discord_api_url=url)
    async with opened(settings, clock=clock) as messenger:
        yield messenger


@pytest.fixture
async def rest() -> AsyncIterator[Rest]:
    """A fake that in the end judges every message it got."""
    async with serving() as rest:
        yield rest
    messages = [asked.body for asked in rest.asked if asked.path.endswith("/messages")]
    assert [problem for body in messages if body for problem in message_problems(body)] == []


@pytest.fixture
async def messenger(rest: Rest, clock: FakeClock) -> AsyncIterator[DiscordMessenger]:
    async with messenger_at(rest.url, clock) as messenger:
        yield messenger


@pytest.fixture
async def digest(core: Core) -> Post:
    """A card with buttons, on its way."""
    answer = await core.answer(core.read_line("explain article-5-collective-defence", Language.EN))
    return digest_of(answer, core)


def digest_of(answer: Answer, core: Core, mark: str = MARK) -> Post:
    """Any answer, on its way."""
    return Post(place=PLACE, answer=answer, words=core.words(Language.EN), mark=mark, show_at=0)
