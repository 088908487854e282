"""After an attempt whose outcome nobody knows: one copy of a digest, or none, but never two."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.messenger import DiscordMessenger
from bot.errors import CannotTellError, DeliveryError, InDoubtError, RateLimitedError
from bot.ports import Post, SystemClock
from tests.crash.platforms import Platforms, running
from tests.fakes import FakeClock
from tests.wire.discord_rest import (
    CHANNEL,
    DROPPED,
    MARK,
    ME,
    MESSAGES,
    Body,
    Reply,
    Rest,
    digest,
    messenger,
    messenger_at,
    refused,
    rest,
)

__all__ = ["digest", "messenger", "rest"]
LISTING = f"GET {MESSAGES}"
LONG_AGO = 200
"""Seconds; Discord has forgotten the nonce by then."""
FULL_PAGE = 100


@pytest.fixture
async def platforms() -> AsyncIterator[Platforms]:
    async with running("--discord-limit=0") as platforms:
        yield platforms


@pytest.fixture
def doubted(digest: Post, clock: FakeClock) -> Post:
    """A digest of which nobody knows whether it is there."""
    return replace(digest, tried_at=int(clock.now().timestamp()) - LONG_AGO)


def message(number: int, ending: str, author: str = ME, **more: Any) -> Body:  # noqa: ANN401 -- JSON
    embeds = [{"footer": {"text": f"Unofficial{ending}"}}]
    said = {"id": str(number), "author": {"id": author}, "content": "", "embeds": embeds}
    return said | more


OURS = message(900, f" · {MARK}")
ANOTHER = message(901, " · 2/2026-11-23")
PAGE = [message(number, "") for number in range(FULL_PAGE, 0, -1)]


async def test_what_was_stored_before_the_connection_broke_is_not_posted_again(
    platforms: Platforms, digest: Post
) -> None:
    await platforms.set_faults(discord={"stored_then_dropped": {"count": 1}})
    async with messenger_at(platforms.discord_url, SystemClock()) as messenger:
        with pytest.raises(InDoubtError):
            await messenger.post(digest)
        doubted = replace(digest, tried_at=int(time.time()))
        assert await messenger.recover(doubted) is None
        await messenger.post(doubted)

    report = (await platforms.report())["discord"]
    assert report["channels"] == {CHANNEL: {MARK: 1}}
    assert (report["repeated"], report["unmarked"]) == (1, 0)


async def test_what_was_stored_long_ago_is_found_by_its_mark(
    platforms: Platforms, digest: Post
) -> None:
    async with messenger_at(platforms.discord_url, SystemClock()) as messenger:
        posted = await messenger.post(digest)
        doubted = replace(digest, tried_at=int(time.time()) - LONG_AGO)

        assert await messenger.recover(doubted) == posted
        assert await messenger.recover(replace(doubted, mark="2/2026-11-23")) is None


@pytest.mark.parametrize(
    "listed",
    [
        [ANOTHER],
        [message(900, " · 11/2026-11-23")],
        [message(900, f" · {MARK}0")],
        [message(900, f" · {MARK}", author="5")],
        [message(900, "", content=f"what is {MARK}?")],
    ],
)
async def test_what_bears_another_mark_or_another_name_is_not_it(
    rest: Rest, messenger: DiscordMessenger, doubted: Post, listed: list[Body]
) -> None:
    rest.set(LISTING, listed)

    assert await messenger.recover(doubted) is None


async def test_a_digest_that_went_as_text_is_found_too(
    rest: Rest, messenger: DiscordMessenger, doubted: Post
) -> None:
    rest.set(LISTING, [ANOTHER, message(900, "", embeds=[], content=f"Unofficial · {MARK}")])

    assert await messenger.recover(doubted) == "900"


async def test_it_pages_from_a_minute_before_the_attempt_onwards(
    rest: Rest, messenger: DiscordMessenger, doubted: Post
) -> None:
    rest.set(LISTING, PAGE, [ANOTHER, OURS])

    assert await messenger.recover(doubted) == "900"
    first, second = (asked.query for asked in rest.asked if asked.path == LISTING)
    assert (int(first["after"]) >> 22) + 1_420_070_400_000 == ((doubted.tried_at or 0) - 60) * 1000
    assert (second["after"], second["limit"]) == ("100", "100")


async def test_an_attempt_that_was_just_made_is_left_to_the_nonce(
    rest: Rest, messenger: DiscordMessenger, digest: Post, clock: FakeClock
) -> None:
    tried_at = int(clock.now().timestamp()) - 100

    assert await messenger.recover(replace(digest, tried_at=tried_at)) is None
    assert [asked for asked in rest.asked if asked.path == LISTING] == []


async def test_what_is_not_wanted_any_more_is_looked_for_however_fresh(
    rest: Rest, messenger: DiscordMessenger, digest: Post, clock: FakeClock
) -> None:
    rest.set(LISTING, [ANOTHER, OURS])
    tried_at = int(clock.now().timestamp()) - 100

    assert await messenger.recover(replace(digest, tried_at=tried_at, is_wanted=False)) == "900"


async def test_where_the_clock_was_set_back_nobody_can_tell_how_fresh_a_nonce_is(
    messenger: DiscordMessenger, digest: Post, clock: FakeClock
) -> None:
    doubted = replace(digest, tried_at=int(clock.now().timestamp()))
    clock.set_to(clock.now().timestamp() - LONG_AGO)

    with pytest.raises(CannotTellError, match="clock_set_back"):
        await messenger.recover(doubted)


async def test_a_nonce_that_grew_old_before_the_next_attempt_is_not_relied_upon(
    rest: Rest, messenger: DiscordMessenger, digest: Post, clock: FakeClock
) -> None:
    tried_at = int(clock.now().timestamp())
    doubted = replace(digest, tried_at=tried_at)
    await messenger.recover(doubted)
    clock.set_to(tried_at + LONG_AGO)
    with pytest.raises(InDoubtError, match="nonce_expired"):
        await messenger.post(doubted)

    assert rest.bodies() == []


async def test_what_was_looked_for_and_not_found_is_posted_however_late(
    rest: Rest, messenger: DiscordMessenger, doubted: Post
) -> None:
    rest.set(LISTING, [ANOTHER])
    await messenger.recover(doubted)

    assert await messenger.post(doubted) == "900"


async def test_a_quiet_channel_whose_history_can_be_read_does_not_have_it(
    rest: Rest, messenger: DiscordMessenger, doubted: Post
) -> None:
    rest.set(LISTING, [], [message(1, "")])

    assert await messenger.recover(doubted) is None


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ([Reply([])], CannotTellError("no_history")),
        ([Reply(PAGE)], CannotTellError("too_many_messages")),
        ([refused(403, 50001)], CannotTellError("50001")),
        ([refused(400, 0)], CannotTellError("400")),
        ([refused(403, 40333)], InDoubtError("40333")),
        ([refused(502, 0)], InDoubtError("502")),
        ([Reply(PAGE), DROPPED], InDoubtError("ServerDisconnectedError")),
        ([Reply({"retry_after": 1.5}, 429)], RateLimitedError(1.5)),
    ],
)
async def test_where_the_messages_cannot_be_seen_nothing_is_certain(
    rest: Rest,
    messenger: DiscordMessenger,
    doubted: Post,
    replies: list[Reply],
    error: DeliveryError,
) -> None:
    rest.set(LISTING, *replies)
    with pytest.raises(DeliveryError) as raised:
        await messenger.recover(doubted)

    assert (type(raised.value), raised.value.code) == (type(error), error.code)
