"""Discord's REST API for who must know what became of every request.

discord.py's client waits and tries again by itself: whoever asked learns of it when it is over.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import aiohttp

from adapters.discord.refusals import refusal
from bot.errors import InDoubtError, UnavailableError

ADDRESS = "https://discord.com/api/v10"
CONNECTIONS = 128
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
"""Where the shorter one runs out, nothing has been sent."""
AGENT = (
    f"DiscordBot (https://docs.aiohttp.org, {aiohttp.__version__}) nato-bot/{version('nato-bot')}"
)
"""The library and its version, in the form that reference#user-agent asks for."""


class Api:
    """One session; every method raises DeliveryErrors and nothing else."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def asked(self, method: str, path: str, body: bytes | None = None) -> Any:  # noqa: ANN401 -- any JSON
        """What Discord answers to one request, made once."""
        try:
            async with self._session.request(
                method, self._address + path, data=body, allow_redirects=False
            ) as reply:
                text = await reply.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise UnavailableError(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise InDoubtError(type(error).__name__) from error
        if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            raise refusal(reply.status, reply.headers, text)
        try:
            return json.loads(text)
        except ValueError as error:
            raise InDoubtError("unreadable") from error


@asynccontextmanager
async def opened(token: str, address: str | None) -> AsyncGenerator[Api]:
    """The API at an address, Discord's own if none is given, until the end."""
    headers = {
        "Authorization": f"Bot {token}",
        "Content-Type": "application/json",
        "User-Agent": AGENT,
    }
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(
        connector=connector, headers=headers, timeout=TIMEOUT
    ) as session:
        yield Api(session, (address or ADDRESS).rstrip("/"))
