"""What is kept about people and spaces: shown on request, and deleted once that is confirmed."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from bot.answers import Answer, Visibility
from bot.core import Core
from bot.digests import desk as desks
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.requests import Language, Origin
from bot.search.index import Index
from bot.store.database import Database
from bot.store.languages import Languages
from tests.fakes import FakeClock, FakeMessenger

HERE = Origin(platform="p", space="s_1", channel="c", asker="ann", spoken=Language.EN)
ADMIN = replace(HERE, may_administer=True)
ELSEWHERE = replace(ADMIN, space="sx1")
Say = Callable[..., Awaitable[Answer]]


@pytest.fixture
async def desk(database: Database, library: Library, clock: FakeClock) -> AsyncIterator[Desk]:
    async with desks.opened(database, library, {"p": FakeMessenger()}, clock) as desk:
        yield desk


@pytest.fixture
def say(library: Library, index: Index, clock: FakeClock, desk: Desk) -> Say:
    languages = Languages(desk.database, clock)
    core = Core(library, index, clock, desk=desk, languages=languages)

    async def _say(line: str, origin: Origin = HERE) -> Answer:
        return await core.answer(core.read_line(line, Language.EN, origin))

    return _say


def kept(answer: Answer) -> list[str]:
    return [field.value for field in answer.cards[0].fields]


async def set_up(say: Say, origin: Origin = ADMIN) -> None:
    for line in ("language en", "language fr space", "language en channel"):
        await say(line, origin)
    await say("digest set 9:00 Europe/Brussels", origin)


async def test_of_a_stranger_nothing_is_kept_and_there_is_nothing_to_delete(say: Say) -> None:
    answer = await say("privacy")

    assert kept(answer) == ["nothing"]
    assert (answer.buttons, answer.visibility) == ((), Visibility.ASKER)


async def test_people_see_what_is_about_them_and_admins_what_is_about_the_space(say: Say) -> None:
    await set_up(say)
    mine = "your choice of language: English \u00b7 digests that you set up: 1"
    ours = "digests: 1 \u00b7 choices of language: 2"

    assert kept(await say("privacy")) == [mine]
    assert kept(await say("privacy", ADMIN)) == [mine, ours]


async def test_nothing_is_deleted_before_it_is_confirmed(say: Say) -> None:
    await set_up(say)
    asked = await say("privacy me")

    assert asked.buttons[0].argument == "me sure"
    assert "set up: 1" in kept(await say("privacy"))[0]


async def test_a_person_is_forgotten_and_the_digests_go_on(say: Say, desk: Desk) -> None:
    await set_up(say)
    await say("privacy me sure")

    assert kept(await say("privacy")) == ["nothing"]
    [digest] = await desk.of_space("p", "s_1")
    assert (digest.set_by, digest.next_run_at is None) == ("", False)


async def test_a_space_is_forgotten_and_no_other_one(say: Say, desk: Desk) -> None:
    await set_up(say)
    await set_up(say, ELSEWHERE)
    await say("privacy space sure", ADMIN)

    assert kept(await say("privacy", ADMIN))[1] == "nothing"
    assert kept(await say("privacy", ELSEWHERE))[1].startswith("digests: 1")
    assert await desk.of_space("p", "s_1") == []


async def test_only_admins_delete_what_is_about_the_space(say: Say, desk: Desk) -> None:
    await set_up(say)
    answer = await say("privacy space sure")

    assert answer.declined
    assert len(await desk.of_space("p", "s_1")) == 1


async def test_where_ids_are_local_a_namesake_in_another_space_is_left_alone(say: Say) -> None:
    here, there = (replace(o, people_are_local=True) for o in (ADMIN, ELSEWHERE))
    await set_up(say, here)
    await set_up(say, there)
    await say("privacy me sure", here)

    assert "set up: 1" in kept(await say("privacy", there))[0]
