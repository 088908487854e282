"""What breaks on the wire to Discord: the bot is back, and answers."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.identify import SECONDS
from bot.core import Core
from tests.wire.fake_discord import FakeDiscord, serving
from tests.wire.test_discord_wire import connected

UNKNOWN, TIMED_OUT, RESTARTING = 4000, 4009, 1012
VIA = {"Via": "1.1 google"}


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


@pytest.mark.parametrize("status", [500, 503])
async def test_an_error_that_passes_is_tried_again(
    fake: FakeDiscord, core: Core, status: int
) -> None:
    fake.faults = [(status, VIA)]
    async with connected(fake, core):
        await ask(fake, 2)


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
