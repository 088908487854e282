"""When a digest is due: wall times of a zone into instants, right across clock changes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bot.digests.zones import zone

MINUTES = 24 * 60
EVERY_DAY = 0b1111111
CATCH_UP = 31
"""Missed slots that are worth a row; those before them are older than any late limit."""
_A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """A wall time on some days of the week, in a zone."""

    minute: int
    """Since midnight, 0-1439."""
    weekdays: int
    """Bit 0 is Monday, bit 6 Sunday."""
    zone: str

    def __post_init__(self) -> None:
        """Refuse what has no slots: looking for the next one would not end."""
        if not (0 <= self.minute < MINUTES and 0 < self.weekdays <= EVERY_DAY):
            raise ValueError(f"minute {self.minute}, weekdays {self.weekdays}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One due time; the date is the chosen one, even where the clocks moved it past midnight."""

    date: dt.date
    run_at: int
    """UTC seconds."""


def resolve(timetable: Timetable, day: dt.date) -> int | None:
    """The instant of the wall time on that day; None on a date that the zone skipped.

    Inside a gap it is later by the gap, inside a fold the first of the two.
    """
    rules = zone(timetable.zone)
    hour, minute = divmod(timetable.minute, 60)
    wall = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=rules)
    run_at = int(wall.timestamp())
    if dt.datetime.fromtimestamp(run_at, rules) == wall:
        return run_at
    # Where a zone's listed changes end and its rule begins, zoneinfo may see a fold that was none:
    # America/Nuuk, 28 October 2023, 23:30. The other of the two is then the only one.
    other = int(wall.replace(fold=1).timestamp())
    if dt.datetime.fromtimestamp(other, rules) == wall:
        return other
    # A gap, and of a whole day in Apia, 30 December 2011: moved by it, that is the 31st.
    following = resolve(timetable, day + _A_DAY)
    return run_at if following is None or run_at < following else None


def next_slot(timetable: Timetable, after: int, *, not_before: dt.date | None = None) -> Slot:
    """The first slot strictly later than `after`, dated `not_before` or later."""
    return next(_slots(timetable, after, not_before or dt.date.min))


def slots(timetable: Timetable, after: int) -> Iterator[Slot]:
    """Every slot strictly later than `after`; endless."""
    return _slots(timetable, after, dt.date.min)


def due(timetable: Timetable, first: dt.date, now: int) -> list[dt.date]:
    """The dates from `first` on whose slots have come, in order: at most the newest 31."""
    return list(islice(_dates_back(timetable, first, now), CATCH_UP))[::-1]


def local_date(timetable: Timetable, instant: int) -> dt.date:
    """What the calendar on the wall there shows at an instant."""
    return dt.datetime.fromtimestamp(instant, zone(timetable.zone)).date()


def _slots(timetable: Timetable, after: int, not_before: dt.date) -> Iterator[Slot]:
    # a slot that a gap moved past midnight belongs to the day before
    day = max(local_date(timetable, after) - _A_DAY, not_before)
    while True:
        run_at = _chosen(timetable, day)
        if run_at is not None and run_at > after:
            yield Slot(day, run_at)
        day += _A_DAY


def _dates_back(timetable: Timetable, first: dt.date, now: int) -> Iterator[dt.date]:
    # clocks that went back over midnight show yesterday, with some of today's slots behind them
    day = local_date(timetable, now) + _A_DAY
    while day >= first:
        run_at = _chosen(timetable, day)
        if run_at is not None and run_at <= now:
            yield day
        day -= _A_DAY


def _chosen(timetable: Timetable, day: dt.date) -> int | None:
    is_chosen = timetable.weekdays >> day.weekday() & 1
    return resolve(timetable, day) if is_chosen else None
