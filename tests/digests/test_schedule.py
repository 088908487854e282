"""Slots against the zones' own clocks: what a wall shows at an instant is the only oracle."""

import datetime as dt
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.digests import zones
from bot.digests.schedule import (
    CATCH_UP,
    EVERY_DAY,
    Slot,
    Timetable,
    due,
    local_date,
    next_slot,
    resolve,
    slots,
)
from tests.digests.walls import (
    A_DAY,
    FIRST,
    LAST,
    as_utc,
    changes,
    instants,
    midnight,
    offset,
    utc,
    wall,
)

STEADY = settings(deadline=None, derandomize=True, max_examples=200)
ZONES = st.sampled_from((*zones.names(), "UTC"))


def has_gaps(zone: str) -> bool:
    return any(after > before for _, before, after in changes(zone))


@st.composite
def moments(draw: st.DrawFn, among: st.SearchStrategy[str] = ZONES) -> tuple[Timetable, int]:
    """A timetable and an instant; half of the time the clocks are being changed there."""
    timetable = Timetable(draw(st.integers(0, 1439)), draw(st.integers(1, EVERY_DAY)), draw(among))
    instant = draw(st.integers(as_utc(midnight(FIRST)), as_utc(midnight(LAST))))
    known = [change[0] for change in changes(timetable.zone)]
    if known and instant % 2:
        instant = draw(st.sampled_from(known)) + draw(st.integers(-90_000, 90_000))
    return timetable, instant


def chosen_dates(timetable: Timetable, first: dt.date, last: dt.date) -> list[dt.date]:
    days = (first + n * A_DAY for n in range((last - first).days + 1))
    return [day for day in days if timetable.weekdays >> day.weekday() & 1]


@STEADY
@given(moments())
def test_the_next_slot_is_strictly_later_and_on_a_chosen_day(moment: tuple[Timetable, int]) -> None:
    timetable, after = moment

    slot = next_slot(timetable, after)

    assert slot.run_at > after
    assert timetable.weekdays >> slot.date.weekday() & 1
    assert resolve(timetable, slot.date) == slot.run_at


@STEADY
@given(moments())
def test_from_a_slot_itself_the_next_one_is_another(moment: tuple[Timetable, int]) -> None:
    timetable, after = moment
    slot = next_slot(timetable, after)

    following = next_slot(timetable, slot.run_at)

    assert following.run_at > slot.run_at
    assert following.date > slot.date


@STEADY
@given(moments())
def test_no_chosen_day_lies_between_now_and_the_next_slot(moment: tuple[Timetable, int]) -> None:
    timetable, after = moment

    slot = next_slot(timetable, after)

    before = chosen_dates(timetable, slot.date - 15 * A_DAY, slot.date - A_DAY)
    assert all((resolve(timetable, day) or 0) <= after for day in before)


@STEADY
@given(moments())
def test_a_wall_time_that_exists_is_met_exactly_and_the_first_time(
    moment: tuple[Timetable, int],
) -> None:
    timetable, around = moment
    day = local_date(timetable, around)
    shown = midnight(day) + dt.timedelta(minutes=timetable.minute)
    existing = instants(shown, timetable.zone)
    assume(existing)

    assert resolve(timetable, day) == existing[0]


@STEADY
@given(moments(ZONES.filter(has_gaps)))
def test_a_wall_time_inside_a_gap_moves_forward_by_the_gap(moment: tuple[Timetable, int]) -> None:
    timetable, around = moment
    gaps = [c for c in changes(timetable.zone) if c[2] > c[1]]
    at, before, after = min(gaps, key=lambda change: abs(change[0] - around))
    skipped = wall(at, timetable.zone) - (after - before) / 2
    inside = Timetable(skipped.hour * 60 + skipped.minute, EVERY_DAY, timetable.zone)

    run_at = resolve(inside, skipped.date())

    assert run_at is not None
    assert wall(run_at, timetable.zone) == skipped.replace(second=0) + (after - before)


@STEADY
@given(moments())
def test_slots_follow_each_other_without_leaving_out_a_chosen_date(
    moment: tuple[Timetable, int],
) -> None:
    timetable, after = moment

    found = list(islice(slots(timetable, after), 30))

    dates = [slot.date for slot in found]
    assert dates == chosen_dates(timetable, dates[0], dates[-1])
    assert all(one.run_at < two.run_at for one, two in pairwise(found))
    assert found[0] == next_slot(timetable, after)


@STEADY
@given(moments(), st.integers(-10, 40))
def test_a_slot_is_not_dated_before_the_day_asked_for(
    moment: tuple[Timetable, int], days: int
) -> None:
    timetable, after = moment
    until = local_date(timetable, after) + days * A_DAY

    slot = next_slot(timetable, after, not_before=until)

    assert slot == next(s for s in slots(timetable, after) if s.date >= until)


@STEADY
@given(moments(), st.integers(0, 100))
def test_what_is_due_is_what_has_come_since_the_first_date(
    moment: tuple[Timetable, int], days: int
) -> None:
    timetable, after = moment
    first = next_slot(timetable, after)
    now = after + days * 86_400

    dates = due(timetable, first.date, now)

    come = [s.date for s in islice(slots(timetable, after), days + 2) if s.run_at <= now]
    assert dates == come[-CATCH_UP:]


# Only clock changes of the past: what a country is going to do may change with the next release.
@pytest.mark.parametrize(
    ("zone", "day", "time", "expected"),
    [
        ("Europe/Brussels", "2026-03-29", "02:30", "2026-03-29 01:30"),
        ("Europe/Brussels", "2025-10-26", "02:30", "2025-10-26 00:30"),
        ("America/St_Johns", "2026-03-08", "02:30", "2026-03-08 06:00"),
        ("America/St_Johns", "2025-11-02", "01:30", "2025-11-02 04:00"),
        ("Africa/Casablanca", "2025-04-06", "02:30", "2025-04-06 02:30"),
        ("Africa/Casablanca", "2025-02-23", "02:30", "2025-02-23 01:30"),
        ("Asia/Tehran", "2022-03-22", "00:30", "2022-03-21 21:00"),
        ("Australia/Lord_Howe", "2025-10-05", "02:15", "2025-10-04 15:45"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
        ("America/Scoresbysund", "2026-03-28", "23:30", "2026-03-29 01:30"),
        ("America/Scoresbysund", "2025-10-25", "23:30", "2025-10-26 00:30"),
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23 22:30"),
        ("Africa/Cairo", "2025-10-30", "23:30", "2025-10-30 20:30"),
        ("America/Nuuk", "2023-10-28", "23:30", "2023-10-29 01:30"),
        ("Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29 01:30"),
        ("Antarctica/Troll", "2025-10-26", "01:30", "2025-10-25 23:30"),
        ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29 19:00"),
        ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30 19:00"),
    ],
)
def test_clock_changes_of_the_past(zone: str, day: str, time: str, expected: str) -> None:
    hour, minute = map(int, time.split(":"))
    timetable = Timetable(hour * 60 + minute, EVERY_DAY, zone)

    run_at = resolve(timetable, dt.date.fromisoformat(day))

    assert run_at == utc(expected)


def test_a_slot_that_a_gap_moves_past_midnight_keeps_its_date() -> None:
    saturdays = Timetable(23 * 60 + 30, 0b0100000, "America/Scoresbysund")
    saturday_noon = utc("2026-03-28 12:00")

    slot = next_slot(saturdays, saturday_noon)

    assert slot == Slot(dt.date(2026, 3, 28), utc("2026-03-29 01:30"))
    assert str(wall(slot.run_at, saturdays.zone)) == "2026-03-29 00:30:00"


def test_it_is_still_to_come_just_after_that_midnight() -> None:
    saturdays = Timetable(23 * 60 + 30, 0b0100000, "America/Scoresbysund")
    sunday = utc("2026-03-29 01:10")

    slot = next_slot(saturdays, sunday)

    assert local_date(saturdays, sunday) == dt.date(2026, 3, 29)
    assert slot.date == dt.date(2026, 3, 28)


@pytest.mark.parametrize("minute", [0, 540, 1439])
def test_a_date_that_a_zone_skipped_has_no_slot(minute: int) -> None:
    daily = Timetable(minute, EVERY_DAY, "Pacific/Apia")
    after = (resolve(daily, dt.date(2011, 12, 29)) or 0) - 1

    dates = [slot.date.day for slot in islice(slots(daily, after), 3)]

    assert resolve(daily, dt.date(2011, 12, 30)) is None
    assert dates == [29, 31, 1]


def test_a_weekly_slot_on_a_skipped_date_waits_a_week() -> None:
    fridays = Timetable(540, 0b0010000, "Pacific/Apia")

    slot = next_slot(fridays, utc("2011-12-25"))

    assert slot.date == dt.date(2012, 1, 6)
    assert due(fridays, dt.date(2011, 12, 30), slot.run_at) == [dt.date(2012, 1, 6)]


@pytest.mark.parametrize("minute", [0, 150, 540, 1439])
def test_every_day_of_every_zone_has_its_one_instant(minute: int) -> None:
    days = [FIRST + n * A_DAY for n in range((LAST - FIRST).days + 1)]
    walls = [as_utc(midnight(day)) + minute * 60 for day in days]
    alike = {(offset(walls[0], zone), changes(zone)): zone for zone in zones.names()}
    for zone in alike.values():
        timetable = Timetable(minute, EVERY_DAY, zone)
        assert [resolve(timetable, day) for day in days] == expected_instants(walls, zone)


def expected_instants(walls: list[int], zone: str) -> list[int]:
    """By arithmetic: the offset of before holds to the end of a gap, and to the end of a fold."""
    coming = list(changes(zone))
    current = offset(walls[0], zone)
    found: list[int] = []
    for shown in walls:
        while coming and shown >= coming[0][0] + max(coming[0][1:]).total_seconds():
            current = coming.pop(0)[2]
        found.append(shown - int(current.total_seconds()))
    assert all(one < two for one, two in pairwise(found))
    return found


@pytest.mark.parametrize(("minute", "weekdays"), [(-1, 1), (1440, 1), (0, 0), (0, 128)])
def test_a_timetable_without_slots_is_refused(minute: int, weekdays: int) -> None:
    with pytest.raises(ValueError, match="minute"):
        Timetable(minute, weekdays, "Europe/Brussels")


def test_after_a_long_sleep_only_the_newest_dates_are_due() -> None:
    daily = Timetable(540, EVERY_DAY, "Europe/Brussels")
    now = utc("2026-11-23 09:00")

    dates = due(daily, dt.date(2020, 1, 1), now)

    assert dates[0] == dt.date(2026, 10, 24)
    assert dates[-1] == dt.date(2026, 11, 23)
    assert len(dates) == CATCH_UP


def test_nothing_is_due_before_its_time() -> None:
    daily = Timetable(540, EVERY_DAY, "Europe/Brussels")
    day = dt.date(2026, 11, 23)
    slot = resolve(daily, day)

    assert slot is not None
    assert due(daily, day, slot - 1) == []
    assert due(daily, day, slot) == [day]


def test_a_slot_stays_due_when_the_clocks_go_back_over_midnight() -> None:
    midnights = Timetable(0, EVERY_DAY, "America/St_Johns")
    ten_minutes_later = utc("2010-11-07 02:40")

    dates = due(midnights, dt.date(2010, 11, 6), ten_minutes_later)

    assert local_date(midnights, ten_minutes_later) == dt.date(2010, 11, 6)
    assert dates == [dt.date(2010, 11, 6), dt.date(2010, 11, 7)]
