"""Every way an attempt to post can fail, and what the sender is told of it."""

import asyncio
import socket

import aiohttp
import pytest

from adapters.discord.api import Api
from adapters.discord.messenger import DiscordMessenger
from bot.errors import (
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    NoPermissionError,
    RateLimitedError,
    RefusedError,
    TokenRefusedError,
    UnavailableError,
)
from bot.ports import Post
from tests.fakes import FakeClock
from tests.wire.discord_rest import (
    DROPPED,
    POSTING,
    Reply,
    Rest,
    digest,
    messenger,
    messenger_at,
    refused,
    rest,
)

__all__ = ["digest", "messenger", "rest"]
LIMITED = {"message": "You are being rate limited.", "retry_after": 0.3, "global": False}
VIA = {"Retry-After": "1", "Via": "1.1 google"}


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refused(401, 0), TokenRefusedError("401")),
        (refused(403, 50001), NoPermissionError("50001")),
        (refused(403, 50013), NoPermissionError("50013")),
        (refused(400, 50083), NoPermissionError("50083")),
        (refused(404, 10003), ChannelGoneError("10003")),
        (refused(404, 10004), ChannelGoneError("10004")),
        (refused(400, 50008), RefusedError("50008")),
        (refused(404, 0), RefusedError("404")),
        (refused(403, 40333), UnavailableError("40333")),
        (Reply("error code: 1020", 403), UnavailableError("403")),
        (Reply("", 302, {"Location": "/elsewhere"}), UnavailableError("302")),
        (refused(500, 0), InDoubtError("500")),
        (refused(503, 130000), InDoubtError("130000")),
        (Reply("no healthy upstream", 522), InDoubtError("522")),
        (Reply("<html>", 200), InDoubtError("unreadable")),
        (DROPPED, InDoubtError("ServerDisconnectedError")),
    ],
)
async def test_every_failure_has_its_own_error_and_is_not_tried_again(
    rest: Rest, messenger: DiscordMessenger, digest: Post, reply: Reply, error: DeliveryError
) -> None:
    rest.set(POSTING, reply)
    with pytest.raises(DeliveryError) as raised:
        await messenger.post(digest)

    assert (type(raised.value), raised.value.code) == (type(error), error.code)
    assert len(rest.bodies()) == 1


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(LIMITED, 429, VIA), RateLimitedError(0.3)),
        (Reply({**LIMITED, "global": True}, 429, VIA), RateLimitedError(0.3, whole=True)),
        (Reply(LIMITED, 429, {"X-RateLimit-Global": "true"}), RateLimitedError(0.3, whole=True)),
        (Reply(LIMITED, 429, {"X-RateLimit-Scope": "global"}), RateLimitedError(0.3, whole=True)),
        (Reply(LIMITED, 429, {"X-RateLimit-Scope": "shared"}), RateLimitedError(0.3)),
        (Reply({"message": "no"}, 429, {"Retry-After": "7"}), RateLimitedError(7)),
        (Reply("error: 1015", 429, {"Retry-After": "7"}), RateLimitedError(7, whole=True)),
        (Reply("error: 1015", 429, {"Retry-After": "soon"}), RateLimitedError(60, whole=True)),
        (Reply("error: 1015", 429), RateLimitedError(60, whole=True)),
    ],
)
async def test_a_limit_says_for_how_long_and_for_whom(
    rest: Rest, messenger: DiscordMessenger, digest: Post, reply: Reply, error: RateLimitedError
) -> None:
    rest.set(POSTING, reply)
    with pytest.raises(RateLimitedError) as raised:
        await messenger.post(digest)

    assert (raised.value.seconds, raised.value.whole) == (error.seconds, error.whole)


async def test_a_discord_that_is_not_reached_stops_no_start_and_has_got_nothing(
    clock: FakeClock, digest: Post, caplog: pytest.LogCaptureFixture
) -> None:
    async with messenger_at("http://127.0.0.1:9", clock) as messenger:
        with pytest.raises(UnavailableError):
            await messenger.post(digest)

    assert [record.getMessage() for record in caplog.records] == ["Discord is not reached yet"]


async def test_what_waited_for_a_connection_in_vain_was_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        timeout = aiohttp.ClientTimeout(total=5, connect=0.1)
        connector = aiohttp.TCPConnector(limit=1)
        async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
            api = Api(session, url)
            first = asyncio.create_task(api.asked("POST", "/channels/1/messages", b"{}"))
            await asyncio.sleep(0)
            with pytest.raises(UnavailableError, match="ConnectionTimeoutError"):
                await api.asked("POST", "/channels/1/messages", b"{}")
            first.cancel()


async def test_a_discord_that_does_not_answer_in_time_leaves_doubt() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        timeout = aiohttp.ClientTimeout(total=0.1)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            with pytest.raises(InDoubtError, match="TimeoutError"):
                await Api(session, url).asked("POST", "/channels/1/messages", b"{}")
