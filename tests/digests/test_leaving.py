"""The bot is removed from a space, and comes back to it or does not: on both databases."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.compose import Wish
from bot.digests.desk import Desk
from bot.digests.orders import Order
from bot.digests.pace import GRACE_DAYS, Pace
from bot.digests.schedule import Timetable
from bot.digests.sender import Sender
from bot.ports import Place
from bot.requests import Language
from bot.store.languages import Languages
from tests.fakes import FakeClock

PLACE = Place("fake", "space", "channel")
ORDER = Order(place=PLACE, timetable=Timetable(540, 127, "UTC"), wish=Wish(Language.EN), by="ann")
PAUSED = replace(ORDER, timetable=Timetable(600, 127, "UTC"), paused=True)
ELSEWHERE = replace(ORDER, place=Place("fake", "elsewhere", "channel"))
HERE = ("fake", "space")


async def states(desk: Desk) -> list[tuple[bool, str | None]]:
    """Of each digest: whether it goes, and why it is suspended."""
    return [(one.next_run_at is not None, one.suspended) for one in await desk.of_space(*HERE)]


async def tidied(desk: Desk) -> None:
    """A sender has been at work for a moment."""
    stop = asyncio.Event()
    sender = asyncio.create_task(Sender(desk, Pace(poll=0.01)).run(stop, drain_seconds=1))
    await asyncio.sleep(0.3)
    stop.set()
    await sender


@pytest.fixture
async def left(desk: Desk) -> Desk:
    """A space with a digest that went and one that was paused, from which the bot was removed."""
    for order in (ORDER, PAUSED, ELSEWHERE):
        await desk.add(order)
    await desk.left(*HERE)
    return desk


async def test_all_digests_of_the_space_stop_and_no_others(left: Desk) -> None:
    assert await states(left) == [(False, "gone:removed"), (False, "gone:removed_stopped")]
    [other] = await left.of_space("fake", "elsewhere")
    assert other.suspended is None


async def test_on_return_it_is_told_once_how_many_could_go_on(left: Desk) -> None:
    assert await left.spaces_left("fake") == ["space"]
    assert [await left.came_back(*HERE) for _ in range(2)] == [1, 0]
    assert await left.spaces_left("fake") == []


async def test_a_space_that_was_never_left_is_asked_nothing(left: Desk) -> None:
    assert await left.came_back("fake", "elsewhere") == 0


async def test_only_what_went_before_goes_on(left: Desk) -> None:
    await left.came_back(*HERE)

    assert await left.resume_all(*HERE) == 1
    assert await states(left) == [(True, None), (False, None)]


@pytest.mark.parametrize(("days", "kept"), [(GRACE_DAYS - 1, 2), (GRACE_DAYS + 1, 0)])
async def test_after_the_time_of_grace_all_of_it_is_forgotten(
    left: Desk, clock: FakeClock, days: int, kept: int
) -> None:
    languages = Languages(left.database, clock)
    await languages.choose(("fake", "space", "space"), Language.FR)
    clock.today += dt.timedelta(days=days)
    await tidied(left)

    assert len(await left.of_space(*HERE)) == kept
    assert await languages.count_in(*HERE) == (1 if kept else 0)
    assert len(await left.of_space("fake", "elsewhere")) == 1


async def test_an_organisation_takes_its_spaces_along_and_back(desk: Desk) -> None:
    for space in ("E1/T1", "E1/T2", "E10/T1"):
        await desk.add(replace(ORDER, place=Place("fake", space, "channel")))

    assert await desk.left("fake", "E1") == 2
    assert [one.suspended for one in await desk.of_space("fake", "E10/T1")] == [None]
    assert await desk.came_back("fake", "E1") == 2
    assert await desk.resume_all("fake", "E1/T2") == 1


async def test_people_whose_ids_are_of_that_space_alone_are_forgotten_with_it(
    left: Desk, clock: FakeClock
) -> None:
    languages = Languages(left.database, clock)
    there, everywhere = ("fake", "person", "space/ann"), ("fake", "person", "ann")
    for person in (there, everywhere):
        await languages.choose(person, Language.FR)
    clock.today += dt.timedelta(days=GRACE_DAYS + 1)
    await tidied(left)

    assert await Languages(left.database, clock).of(there, everywhere) == [None, Language.FR]


async def test_what_has_come_back_is_never_forgotten(left: Desk, clock: FakeClock) -> None:
    await left.came_back(*HERE)
    clock.today += dt.timedelta(days=GRACE_DAYS + 1)
    await tidied(left)

    assert len(await left.of_space(*HERE)) == 2
