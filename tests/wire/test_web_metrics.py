"""GET /metrics: what the bot has done, in the form that Prometheus reads."""

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.web.app import listening
from bot.core import Core
from bot.digests.desk import Desk
from bot.service import Run
from bot.settings import Settings
from tests.wire.slack_desk import core, database_url, desk, messenger, ordered

__all__ = ["core", "database_url", "desk", "messenger"]


async def scraped(run: Run) -> dict[tuple[str, str], float]:
    """Every figure by its name and its one label."""
    async with (
        listening(run, "127.0.0.1", 0) as port,
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics") as response,
    ):
        text = await response.text()
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return {(s.name, next(iter(s.labels.values()), "")): s.value for s in samples}


@pytest.fixture
def run(core: Core, desk: Desk) -> Run:
    return Run(core=core, settings=Settings.model_construct(), desk=desk)


async def test_answers_and_declines_are_counted_by_platform(run: Run) -> None:
    await run.core.answer(run.core.read_line("explain article 5"))
    await run.core.answer(run.core.read_line("explain the weather"))

    figures = await scraped(run)
    assert figures["nato_bot_answers_total", "console"] == 2
    assert figures["nato_bot_declines_total", "console"] == 1


async def test_it_says_which_services_are_ready(run: Run) -> None:
    run.ready |= {"slack": True, "discord": False}

    figures = await scraped(run)
    assert (figures["nato_bot_ready", "slack"], figures["nato_bot_ready", "discord"]) == (1, 0)


async def test_digests_that_are_due_are_the_backlog(run: Run, desk: Desk) -> None:
    await ordered(desk, "T1")
    await ordered(desk, "T2")
    [one] = await desk.of_space("slack", "T1")
    await desk.post_now(one)

    assert (await scraped(run))["nato_bot_digests_backlog", ""] == 1


async def test_slots_are_counted_by_what_became_of_them(run: Run, desk: Desk) -> None:
    await ordered(desk, "T1")
    [one] = await desk.of_space("slack", "T1")
    await desk.skip(one)

    assert (await scraped(run))["nato_bot_digests_last_day", "skipped"] == 1


async def test_while_the_database_is_away_the_rest_is_shown(run: Run, desk: Desk) -> None:
    async with desk.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE delivery")
    await run.core.answer(run.core.read_line("explain article 5"))

    figures = await scraped(run)
    assert figures["nato_bot_answers_total", "console"] == 1
    assert ("nato_bot_digests_backlog", "") not in figures
