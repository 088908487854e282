"""A messenger against a fake Slack, and something to post; for the tests of both."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.messenger import SlackMessenger, opened
from bot.answers import Answer, Button, Card, Source, Statement
from bot.library.entries import Library
from bot.ports import Place, Post
from bot.requests import Language
from bot.words import Words
from tests.fakes import FakeClock
from tests.wire.fake_slack import CHANNEL, TEAM, FakeSlack

PLACE = Place("slack", TEAM, CHANNEL)
MARK = "7/2026-11-23"
TREATY = Source(title="The Treaty", publisher="NATO", url="https://www.nato.int/treaty")
CARD = Card(title="Today in NATO", summary=Statement(text="Something happened.", sources=(TREATY,)))
ANSWER = Answer(cards=(CARD,), buttons=(Button(label="More", command="fact"),))


@pytest.fixture
def words(library: Library) -> Words:
    return library[Language.EN].words


@pytest.fixture
def now(clock: FakeClock, slack: FakeSlack) -> int:
    """The clock's UTC seconds, which are Slack's too."""
    slack.queue.now = int(clock.now().timestamp())
    return slack.queue.now


@pytest.fixture
def digest(words: Words, now: int) -> Post:
    """Due at its slot, and announced as long before as the messenger wants."""
    show_at = now + SlackMessenger.lead
    return Post(place=PLACE, answer=ANSWER, words=words, mark=MARK, show_at=show_at, tried_at=now)


@pytest.fixture
async def messenger(slack: FakeSlack, clock: FakeClock) -> AsyncIterator[SlackMessenger]:
    async with opened(slack.settings(), clock=clock) as made:
        yield made


@asynccontextmanager
async def impatient(url: str, clock: FakeClock) -> AsyncGenerator[SlackMessenger]:
    """A messenger that waits no longer than a test can."""
    timeout = aiohttp.ClientTimeout(total=0.4, sock_connect=0.2)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(token="xoxb-1", base_url=url, session=session, retry_handlers=[])
        yield SlackMessenger(client, clock)
