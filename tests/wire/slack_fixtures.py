"""A fake Slack, and the bot running against it; everything it is sent is checked by the rules.

So is everything that is logged meanwhile, down to DEBUG: it holds no secret.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from adapters.slack.app import serve
from bot.core import Core
from bot.digests.desk import Desk
from bot.service import Run
from tests.wire import slack_documented, slack_guards, slack_secrets
from tests.wire.fake_slack import PATIENCE, Call, FakeSlack, listening

ARTICLE_5 = "Article 5: collective defence"


@pytest.fixture(scope="module")
def kept() -> Iterator[list[Call]]:
    """Every message of a file's tests, checked together: the validator is slow to start."""
    calls: list[Call] = []
    yield calls
    if slack_documented.VALIDATOR.exists():
        assert not slack_documented.findings({"method": c.method, "body": c.body} for c in calls)


@pytest.fixture
async def slack(kept: list[Call], caplog: pytest.LogCaptureFixture) -> AsyncIterator[FakeSlack]:
    caplog.handler.setLevel(logging.WARNING)  # what operators see, unless a test wants more
    with slack_secrets.watched() as secrets:
        async with listening() as fake:
            yield fake
    assert not secrets, secrets[0][:2000]
    messages = [c for c in fake.calls if "blocks" in c.body]
    views = [c for c in fake.calls if "view" in c.body]
    kept += [*messages, *views]
    found = [slack_guards.problems(call.body) for call in messages]
    found += [slack_guards.problems_of_view(call.body["view"]) for call in views]
    assert [problems for problems in found if problems] == []


@asynccontextmanager
async def serving(
    slack: FakeSlack, core: Core, desk: Desk | None = None
) -> AsyncGenerator[tuple[Run, asyncio.Task[None]]]:
    """The bot, connected to `slack`; stopped at the end."""
    run = Run(core=core, settings=slack.settings(), desk=desk)
    task = asyncio.create_task(serve(run))
    await slack.connected()
    try:
        yield run, task
    finally:
        run.stop.set()
        await asyncio.wait_for(task, 2 * PATIENCE)


@pytest.fixture
async def bot(slack: FakeSlack, core: Core) -> AsyncIterator[Run]:
    """The bot, connected to `slack`."""
    async with serving(slack, core) as (run, _):
        yield run
