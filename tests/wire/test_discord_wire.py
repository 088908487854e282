"""The Discord adapter over real HTTP and a real gateway socket; only Discord is fake."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from discord.http import Route
from pydantic import SecretStr

from adapters.discord.app import serve
from bot.answers import Answer
from bot.core import Core
from bot.errors import PlatformError
from bot.handlers import COMMANDS
from bot.handlers.command import Context
from bot.library.entries import Library
from bot.requests import Request
from bot.search.index import Index
from bot.service import Run
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.wire.fake_discord import TOKEN, FakeDiscord, serving

SESSION_TIMED_OUT = 4009
FIRST_RESUMED_AND_NEW = 3
A_MOMENT = 0.1


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with serving() as fake:
        yield fake


def run_at(url: str, core: Core, token: str = TOKEN) -> Run:
    return Run(core=core, settings=Settings(discord_token=SecretStr(token), discord_api_url=url))


@asynccontextmanager
async def connected(fake: FakeDiscord, core: Core, seconds: float = 5) -> AsyncGenerator[Run]:
    run = run_at(fake.url, core)
    served = asyncio.create_task(serve(run))
    arrived = asyncio.create_task(fake.until(lambda: fake.identified, seconds))
    await asyncio.wait({served, arrived}, return_when=asyncio.FIRST_COMPLETED)
    await (served if served.done() else arrived)
    yield run
    run.stop.set()
    async with asyncio.timeout(5):
        await served


def slow_help(library: Library, waited_for: Callable[[], Awaitable[object]]) -> Core:
    async def slow(request: Request, context: Context) -> Answer:
        await waited_for()
        return await COMMANDS["help"].handler(request, context)

    commands = {**COMMANDS, "help": replace(COMMANDS["help"], handler=slow)}
    return Core(library, Index(library), FakeClock(), commands)


async def test_it_takes_the_gateway_from_the_api_it_is_given_and_publishes_the_commands(
    fake: FakeDiscord, core: Core
) -> None:
    async with connected(fake, core):
        assert fake.connected

    [published] = [sent for sent in fake.sent if sent.method == "PUT"]
    assert published.path == "/applications/100/commands"
    names = dict.fromkeys(command.group or name for name, command in COMMANDS.items())
    assert [option["name"] for option in published.body[0]["options"]] == list(names)


async def test_it_asks_for_no_privileged_intent(fake: FakeDiscord, core: Core) -> None:
    async with connected(fake, core):
        pass

    [identified] = fake.identified
    assert identified["intents"] == 1 << 0 | 1 << 9 | 1 << 12


async def test_a_command_is_answered_over_the_wire(fake: FakeDiscord, core: Core) -> None:
    async with connected(fake, core):
        await fake.use("explain", topic="article 5")
        await fake.until(fake.callbacks)

    [answered] = fake.callbacks()
    assert answered["type"] == 4
    assert answered["data"]["embeds"][0]["title"] == "Article 5: collective defence"


async def test_it_is_ready_while_it_is_connected(fake: FakeDiscord, core: Core) -> None:
    async with connected(fake, core) as run:
        await fake.use("explain", topic="article 5")
        await fake.until(fake.callbacks)
        assert run.ready["discord"]

    assert not run.ready["discord"]


async def test_a_stop_waits_for_the_answer_in_flight(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    fake.hold.clear()
    async with connected(fake, core) as run:
        await fake.use("explain", topic="article 5")
        await fake.until(fake.callbacks)
        run.stop.set()
        await fake.until(lambda: not fake.connected)
        assert not await run.in_flight.drained(A_MOMENT)
        fake.hold.set()

    assert await run.in_flight.drained(0)
    assert [record for record in caplog.records if record.name.startswith("adapters")] == []


async def test_a_slow_answer_is_announced_before_discord_gives_up(
    fake: FakeDiscord, library: Library
) -> None:
    core = slow_help(library, lambda: fake.until(fake.callbacks))
    async with connected(fake, core):
        await fake.use("help")
        await fake.until(lambda: any("webhooks" in sent.path for sent in fake.sent))

    assert fake.callbacks() == [{"type": 5}]
    assert fake.sent[-1].body["embeds"][0]["title"] == "How to ask"


async def test_after_a_lost_connection_it_comes_back_to_the_same_gateway(
    fake: FakeDiscord, core: Core
) -> None:
    async with connected(fake, core):
        await fake.drop(SESSION_TIMED_OUT)
        await fake.until(lambda: fake.connections == FIRST_RESUMED_AND_NEW)


@pytest.mark.parametrize("token", ["another.token", "<your token>", "two\nlines", "töken"])
async def test_a_refused_token_is_one_line_that_says_what_to_do(
    fake: FakeDiscord, core: Core, token: str
) -> None:
    with pytest.raises(PlatformError, match=r"refused the token: copy it again .*DISCORD_TOKEN$"):
        await serve(run_at(fake.url, core, token))


@pytest.mark.parametrize(
    ("code", "line"),
    [(4004, "refused the token"), (4014, "refused the intents"), (4011, "start nato-bot again")],
)
async def test_a_refusal_of_the_gateway_is_one_line(
    fake: FakeDiscord, core: Core, code: int, line: str
) -> None:
    fake.close_code = code
    with pytest.raises(PlatformError, match=line):
        await serve(run_at(fake.url, core))


async def test_an_unreachable_discord_is_one_line(core: Core) -> None:
    with pytest.raises(PlatformError, match=r"cannot be reached at http://127\.0\.0\.1:9: check"):
        await serve(run_at("http://127.0.0.1:9/api/v10", core))


async def test_a_discord_out_of_order_is_one_line(fake: FakeDiscord, core: Core) -> None:
    fake.refusals["@me"] = 503
    with pytest.raises(PlatformError, match="answered 503 at the start"):
        await serve(run_at(fake.url, core))


async def test_commands_that_are_refused_do_not_keep_it_from_serving(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    fake.refusals["commands"] = 400
    with caplog.at_level(logging.ERROR):
        async with connected(fake, core):
            await fake.use("help")
            await fake.until(fake.callbacks)

    [record] = caplog.records
    assert "restart nato-bot" in record.getMessage()


async def test_no_token_is_one_line_that_names_the_setting(core: Core) -> None:
    with pytest.raises(PlatformError, match="set NATO_BOT_DISCORD_TOKEN"):
        await serve(run_at("http://127.0.0.1:9", core, ""))


async def test_the_address_of_the_api_is_given_back_at_the_end(
    fake: FakeDiscord, core: Core
) -> None:
    before = Route.BASE
    async with connected(fake, core):
        assert fake.url == Route.BASE

    assert before == Route.BASE
