"""What breaks on the wire to Discord: the bot is back, and answers."""

import logging
from collections.abc import AsyncIterator

import pytest

from adapters.discord.identify import SECONDS
from bot.core import Core
from tests.bench.discord import guild
from tests.wire.fake_discord import BOT, CUT, MESSAGE, USER, Body, FakeDiscord, serving
from tests.wire.test_discord_wire import connected

UNKNOWN, TIMED_OUT, RESTARTING = 4000, 4009, 1012
VIA = {"Via": "1.1 google"}
SOON = 2 * SECONDS + 5
"""A failed start is tried again after five seconds, and the turn to identify is waited for."""
SERVER = guild(1)
MEMBER: Body = {"roles": [], "joined_at": None, "deaf": False, "mute": False, "flags": 0}
ROLE: Body = {**SERVER["roles"][0], "id": SERVER["id"], "permissions": "3072"}


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with serving() as fake:
        yield fake


async def ask(fake: FakeDiscord, times: int) -> None:
    """Use a command until there have been so many tries to answer it."""
    await fake.use("explain", topic="article 5")
    await fake.until(lambda: len(fake.callbacks()) == times)


@pytest.mark.parametrize("code", [UNKNOWN, RESTARTING])
async def test_after_a_lost_connection_it_resumes_and_answers(
    fake: FakeDiscord, core: Core, code: int
) -> None:
    fake.resumes = True
    async with connected(fake, core):
        await fake.drop(code)
        await fake.until(lambda: fake.resumed)
        await ask(fake, 1)

    assert len(fake.identified) == 1


async def test_after_an_invalid_session_it_identifies_anew_and_answers(
    fake: FakeDiscord, core: Core
) -> None:
    async with connected(fake, core):
        await fake.drop(TIMED_OUT)
        await fake.until(lambda: len(fake.identified) > 1, SECONDS + 5)
        await ask(fake, 1)


async def test_a_limit_of_discord_is_waited_out(fake: FakeDiscord, core: Core) -> None:
    fake.faults = [(429, VIA)]
    async with connected(fake, core):
        await ask(fake, 2)
        await ask(fake, 3)


@pytest.mark.parametrize("status", [500, 503])
async def test_an_error_that_passes_is_tried_again(
    fake: FakeDiscord, core: Core, status: int
) -> None:
    fake.faults = [(status, VIA)]
    async with connected(fake, core):
        await ask(fake, 2)
        await ask(fake, 3)


async def test_an_answer_that_is_lost_is_one_line_and_the_next_one_comes(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    fake.faults = [(429, {})]
    async with connected(fake, core):
        await ask(fake, 1)
        await ask(fake, 2)

    [record] = [record for record in caplog.records if record.name.startswith("adapters")]
    assert record.getMessage() == "an answer could not be posted"
    assert vars(record)["status"] == 429


async def mention(fake: FakeDiscord, number: int) -> None:
    """Speak to the bot in a channel of a server, until it has tried to answer."""
    said = {"id": str(number), "content": "<@100> what is article 5?", "mentions": [BOT]}
    place = {"guild_id": SERVER["id"], "channel_id": SERVER["channels"][0]["id"]}
    message = {**MESSAGE, **said, **place, "author": USER, "member": MEMBER}
    before = len(posts(fake))
    await fake.dispatch("MESSAGE_CREATE", message)
    await fake.until(lambda: len(posts(fake)) > before)


def posts(fake: FakeDiscord) -> list[str]:
    return [sent.path for sent in fake.sent if sent.path.endswith("/messages")]


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged from warnings on; no traceback is among it."""
    records = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record for record in records if record.exc_info] == []
    return [record.getMessage() for record in records]


async def test_a_connection_that_breaks_without_a_goodbye_is_resumed(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    fake.resumes = True
    async with connected(fake, core):
        fake.cut()
        await fake.until(lambda: fake.resumed)
        await ask(fake, 1)

    assert len(fake.identified) == 1
    assert lines(caplog) == []


@pytest.mark.parametrize("doors", [[503], [503, CUT]])
async def test_a_gateway_that_is_away_for_longer_is_a_line_a_try(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture, doors: list[int]
) -> None:
    fake.resumes = True
    async with connected(fake, core):
        fake.doors = list(doors)
        fake.cut()
        await fake.until(lambda: fake.resumed or len(fake.identified) > 1, 2 * SOON)
        await ask(fake, 1)

    assert len(lines(caplog)) == len(doors)


@pytest.mark.parametrize("door", [CUT, 503])
async def test_a_gateway_that_cannot_be_reached_at_the_start_is_a_line_a_try(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture, door: int
) -> None:
    fake.doors = [door]
    async with connected(fake, core, SOON):
        await ask(fake, 1)

    [line] = lines(caplog)
    assert line.startswith("Failed to connect for shard_id: 0. Retrying...")


@pytest.mark.parametrize("code", [50001, 50013])
async def test_a_right_that_is_taken_away_is_one_line_and_the_bot_goes_on(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    async with connected(fake, core):
        me: Body = {**MEMBER, "user": BOT}
        await fake.dispatch("GUILD_CREATE", {**SERVER, "roles": [ROLE], "members": [me]})
        fake.refusals, fake.code = {"messages": 403}, code
        await mention(fake, 700)
        fake.refusals = {}
        await mention(fake, 701)

    assert lines(caplog) == ["an answer could not be posted"]
    [record] = [record for record in caplog.records if record.name.startswith("adapters")]
    assert vars(record)["code"] == code
