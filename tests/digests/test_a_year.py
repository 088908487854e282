"""One year of a digest in zones that change their clocks in five ways."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from bot.digests.claim import Claimed, Claims
from bot.digests.compose import Wish
from bot.digests.desk import Desk
from bot.digests.orders import Order
from bot.digests.pace import Pace
from bot.digests.schedule import Timetable
from bot.digests.zones import zone
from bot.ports import Place
from bot.requests import Language
from tests.fakes import FakeClock, FakeMessenger

ZONES = (
    "Europe/Brussels",
    "America/St_Johns",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Australia/Lord_Howe",
)
YEARS = pytest.mark.parametrize(
    ("database_url", "zone_name"),
    [*(("sqlite", name) for name in ZONES), ("postgres", ZONES[0])],
    indirect=["database_url"],
)
"""All zones on one database: what the other does differently, one zone shows."""
A_YEAR = 365
NINE = 9 * 60
PAST_TWO = 2 * 60 + 15
"""Inside the gaps and folds of most of the world."""


async def _lived_through(desk: Desk, zone_name: str, minute: int) -> list[Claimed]:
    """Every issue of a year, each taken at the moment it is due."""
    clock, timetable = desk.clock, Timetable(minute, 127, zone_name)
    assert isinstance(clock, FakeClock)
    wish = Wish(Language.EN)
    order = Order(place=Place("fake", "s", zone_name), timetable=timetable, wish=wish, by="ann")
    subscription = await desk.add(order)
    claims, messenger = Claims(desk.database, desk.composer, Pace(), "one"), FakeMessenger()
    taken: list[Claimed] = []
    for _ in range(A_YEAR):
        [now] = await desk.of_space("fake", "s")
        assert now.next_run_at
        clock.set_to(now.next_run_at)
        taken += await claims.take(messenger, "fake", now.next_run_at, 10)
    await desk.remove(subscription)
    return taken


@YEARS
async def test_each_local_day_has_one_issue_at_its_hour(desk: Desk, zone_name: str) -> None:
    taken = await _lived_through(desk, zone_name, NINE)

    days = [dt.date.fromisoformat(one.delivery.date) for one in taken]
    walls = {_wall(one, zone(zone_name)) for one in taken}
    assert days == [days[0] + dt.timedelta(days=n) for n in range(A_YEAR)]
    assert walls == {dt.time(9)}


@YEARS
async def test_an_hour_that_clocks_skip_or_repeat_has_one_issue_too(
    desk: Desk, zone_name: str
) -> None:
    taken = await _lived_through(desk, zone_name, PAST_TWO)

    days = [dt.date.fromisoformat(one.delivery.date) for one in taken]
    moved = [one for one in taken if _wall(one, zone(zone_name)) != dt.time(2, 15)]
    assert days == [days[0] + dt.timedelta(days=n) for n in range(A_YEAR)]
    assert len(moved) <= 1


async def test_no_fact_comes_twice_before_all_have_come(desk: Desk) -> None:
    taken = await _lived_through(desk, "Europe/Brussels", NINE)

    facts = [name for one in taken for name in one.delivery.content.split() if name[:2] == "f:"]
    assert len(facts) == A_YEAR
    assert set(Counter(facts).values()) == {1}


def _wall(claimed: Claimed, zone_: ZoneInfo) -> dt.time:
    return dt.datetime.fromtimestamp(claimed.delivery.run_at, zone_).time()
