"""What `nato-bot run` does with its services, however they end."""

import asyncio
import logging

import pytest

from bot.core import Core
from bot.errors import PlatformError
from bot.service import Run, serve_all
from bot.settings import Settings


@pytest.fixture
def run(core: Core) -> Run:
    return Run(core=core, settings=Settings())


async def _serve(run: Run) -> None:
    await run.stop.wait()


async def _refuse(_: Run) -> None:
    raise PlatformError("copy the token again")


async def _break(_: Run) -> None:
    raise RuntimeError("a mistake of ours")


async def test_a_refused_service_says_so_in_one_line_and_the_others_go_on(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    services = {"discord": _refuse, "slack": _serve, "web": _serve}
    serving = asyncio.create_task(serve_all(run, services, {"discord", "slack"}))
    await asyncio.sleep(0.05)

    assert not serving.done()
    assert caplog.messages == ["discord: copy the token again"]
    run.stop.set()
    assert await serving == 1


async def test_a_process_that_answers_nobody_ends(run: Run) -> None:
    assert await serve_all(run, {"discord": _refuse, "web": _serve}, {"discord", "slack"}) == 1


async def test_a_mistake_of_ours_in_one_service_is_logged_with_its_trace(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        status = await serve_all(run, {"slack": _break}, {"slack"})

    assert status == 1
    assert caplog.records[0].exc_info


async def test_a_stop_ends_everything_well(run: Run) -> None:
    run.stop.set()

    assert await serve_all(run, {"slack": _serve, "web": _serve}, {"slack"}) == 0
