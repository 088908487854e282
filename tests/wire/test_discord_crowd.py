"""When many ask at once: commands are acknowledged first, and answered as they would be alone."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from simcord.env import Env

from adapters.discord.app import DiscordApp
from adapters.discord.replies import CROWD
from bot.core import Core
from bot.service import Run
from bot.settings import Settings
from tests.wire.discord_guards import guarded
from tests.wire.discord_room import Room, room

ARTICLE_5 = "article-5-collective-defence"
UNKNOWN = "pizza near me"


@pytest.fixture
def run(core: Core) -> Run:
    return Run(core=core, settings=Settings(discord_api_url=None))


@pytest.fixture
async def env(run: Run) -> AsyncIterator[Env]:
    async with guarded(DiscordApp(run)) as env:
        yield env


@pytest.fixture
def here(env: Env) -> Room:
    return room(env)


@pytest.fixture
def crowd(run: Run) -> Iterator[ExitStack]:
    """As many answers in flight as are given without an announcement."""
    with ExitStack() as stack:
        for _ in range(CROWD):
            stack.enter_context(run.in_flight)
        yield stack


def acknowledged(env: Env) -> list[tuple[int, int]]:
    """How interactions were: the kind of callback, and its flags."""
    sent = (sent for sent in env.http_requests if sent.path.endswith("/callback"))
    bodies: list[Any] = [one.json for one in sent]
    return [(body["type"], body.get("data", {}).get("flags", 0)) for body in bodies]


async def test_few_are_answered_at_once(here: Room, run: Run) -> None:
    with run.in_flight:
        await here.slash("explain", topic=ARTICLE_5)

    assert acknowledged(here.env) == [(4, 0)]


@pytest.mark.usefixtures("crowd")
async def test_in_a_crowd_a_command_is_announced_and_then_answered_to_all(here: Room) -> None:
    answered = await here.slash("explain", topic=ARTICLE_5)

    assert acknowledged(here.env) == [(5, 0)]
    assert here.message(answered).embeds[0].title == "Article 5: collective defence"
    assert not here.message(answered).ephemeral


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("command", ["ask question", "explain topic"])
async def test_in_a_crowd_what_is_declined_is_still_told_to_the_asker_alone(
    here: Room, command: str
) -> None:
    name, option = command.split()
    answered = await here.slash(name, **{option: UNKNOWN})

    assert answered.response is None
    assert [followup.ephemeral for followup in answered.followups] == [True]


@pytest.mark.usefixtures("crowd")
async def test_in_a_crowd_a_private_command_is_announced_in_private(here: Room) -> None:
    answered = await here.slash("privacy")

    assert acknowledged(here.env) == [(5, 64)]
    assert here.message(answered).ephemeral


@pytest.mark.usefixtures("crowd")
async def test_in_a_crowd_a_page_is_turned_in_its_place(here: Room) -> None:
    member = here.person.user
    shown = await member.slash("nato explain", topic=ARTICLE_5)
    turning = next(wire for label, wire in here.labels.items() if label.endswith("▶"))
    await member.click(here.message(shown), custom_id=turning)

    assert acknowledged(here.env) == [(5, 0), (6, 0)]
    sent = here.env.http_requests[-1]
    assert (sent.method, sent.path.rpartition("/")[2]) == ("PATCH", "@original")
    assert "(1/2)" in str(sent.json)
