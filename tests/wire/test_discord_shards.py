"""Several processes for one application: parts of the shards, turns, and commands sent once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from adapters.discord import trouble
from adapters.discord.app import serve
from adapters.discord.identify import Turns
from bot.core import Core
from bot.digests import desk as desks
from bot.digests.desk import Desk
from bot.errors import SettingsError
from bot.library.entries import Library
from bot.search.index import Index
from bot.service import Run
from bot.settings import Settings, shards_of
from bot.store.database import Database, address, opened
from tests import postgres as pg
from tests.fakes import FakeClock
from tests.wire.fake_discord import TOKEN, FakeDiscord, serving

A_WHILE = 0.3


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with serving() as fake:
        yield fake


@pytest.fixture
async def desk(database: Database, library: Library, clock: FakeClock) -> AsyncIterator[Desk]:
    async with desks.opened(database, library, {}, clock) as desk:
        yield desk


async def run_once(
    fake: FakeDiscord, core: Core, desk: Desk | None, shards: str | None = None
) -> None:
    """Start the Discord side and stop it when it is on the gateway."""
    before = len(fake.identified)
    token = SecretStr(TOKEN)
    settings = Settings(discord_token=token, discord_api_url=fake.url, discord_shards=shards)
    run = Run(core=core, settings=settings, desk=desk)
    served = asyncio.create_task(serve(run))
    await fake.until(lambda: len(fake.identified) > before)
    run.stop.set()
    await served


def published(fake: FakeDiscord) -> int:
    return sum(sent.method == "PUT" for sent in fake.sent)


@pytest.mark.parametrize(
    ("text", "ids", "count"), [("0-3/8", [0, 1, 2, 3], 8), ("3/8", [3], 8), (" 0/1 ", [0], 1)]
)
def test_a_part_of_the_shards_is_read(text: str, ids: list[int], count: int) -> None:
    assert (list(shards_of(text)[0]), shards_of(text)[1]) == (ids, count)


@pytest.mark.parametrize("text", ["3-1/8", "0-8/8", "8", "0-3", "a-b/c", "-1/8", "0/0", "\u0663/8"])
def test_what_is_no_part_is_told_in_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NATO_BOT_DISCORD_SHARDS", text)

    with pytest.raises(SettingsError, match=r"NATO_BOT_DISCORD_SHARDS: .*such as 0-3/8"):
        Settings.read()


async def test_a_process_identifies_with_the_shards_it_was_given(
    fake: FakeDiscord, core: Core
) -> None:
    await run_once(fake, core, None, "2/8")

    assert [identified["shard"] for identified in fake.identified] == [[2, 8]]


async def test_without_a_database_the_commands_are_sent_at_every_start(
    fake: FakeDiscord, core: Core
) -> None:
    await run_once(fake, core, None)
    await run_once(fake, core, None)

    assert published(fake) == 2


async def test_with_a_database_they_are_sent_once_for_every_change(
    fake: FakeDiscord, core: Core, desk: Desk, library: Library, index: Index
) -> None:
    await run_once(fake, core, desk)
    await run_once(fake, core, desk)
    once = published(fake)
    fewer = dict(list(core.commands.items())[:-1])
    await run_once(fake, Core(library, index, FakeClock(), fewer), desk)

    assert (once, published(fake)) == (1, 2)


async def test_commands_that_were_refused_are_sent_again_at_the_next_start(
    fake: FakeDiscord, core: Core, desk: Desk
) -> None:
    fake.refusals["commands"] = 400
    await run_once(fake, core, desk)
    fake.refusals.clear()
    await run_once(fake, core, desk)

    assert published(fake) == 2


async def test_a_missing_scope_is_one_line_that_names_it(
    fake: FakeDiscord, core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    fake.refusals["commands"] = 403
    with caplog.at_level(logging.ERROR):
        await run_once(fake, core, None)

    [record] = caplog.records
    assert "with the scope applications.commands" in record.getMessage()


async def test_two_processes_of_one_bucket_wait_for_one_another_and_others_do_not(
    postgres: pg.Postgres,
) -> None:
    url, now = address(postgres.database(), Path()), asyncio.get_running_loop().time
    async with opened(url) as one, opened(url) as other:
        first, second = Turns(one, A_WHILE), Turns(other, A_WHILE)
        start = now()
        await first.wait(0, first=True)
        await second.wait(1, first=True)
        beside = now() - start
        await second.wait(0, first=True)
        behind = now() - start
        await asyncio.gather(first.close(), second.close())

    assert beside < A_WHILE <= behind


@pytest.mark.parametrize(
    ("error", "lines"), [(aiohttp.ClientError("no route"), 1), (KeyError("ours"), 2)]
)
def test_a_retry_of_the_gateway_is_one_line_and_a_mistake_of_ours_is_not(
    error: Exception, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    with trouble.in_one_line():
        try:
            raise error
        except type(error):
            logging.getLogger("discord.client").exception("Attempting a reconnect in %.2fs", 1)

    [record] = caplog.records
    assert bool(record.exc_info) is (lines > 1)
    assert type(error).__name__ in caplog.text
