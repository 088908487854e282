"""What the clocks on the walls of a zone show, found from instants alone."""

import datetime as dt
from functools import cache

from bot.digests import zones

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2040, 12, 31)
A_DAY = dt.timedelta(days=1)
WEEK = 7 * 86_400

Change = tuple[int, dt.timedelta, dt.timedelta]
"""When a zone's clocks are changed, and its offsets before and after."""


def wall(instant: int, zone: str) -> dt.datetime:
    """What the clocks of a zone show."""
    return dt.datetime.fromtimestamp(instant, zones.zone(zone)).replace(tzinfo=None)


def as_utc(shown: dt.datetime) -> int:
    """The instant at which the clocks of UTC show that."""
    return int(shown.replace(tzinfo=dt.UTC).timestamp())


def utc(shown: str) -> int:
    """The same, written 2026-03-29 01:30."""
    return as_utc(dt.datetime.fromisoformat(shown))


def offset(instant: int, zone: str) -> dt.timedelta:
    """How far a zone is ahead of UTC."""
    return wall(instant, zone) - wall(instant, "UTC")


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


@cache
def changes(zone: str) -> tuple[Change, ...]:
    """Every change of a zone's clocks from 2020 to 2040; no two fall into one week."""
    found: list[Change] = []
    for low in range(as_utc(midnight(FIRST)), as_utc(midnight(LAST)) + WEEK, WEEK):
        before, after = offset(low, zone), offset(low + WEEK, zone)
        if before != after:
            same, other = low, low + WEEK
            while other - same > 1:
                middle = (same + other) // 2
                same, other = (middle, other) if offset(middle, zone) == before else (same, middle)
            found.append((other, before, after))
    return tuple(found)


def instants(shown: dt.datetime, zone: str) -> list[int]:
    """Every instant at which the clocks of a zone show that."""
    named = as_utc(shown)
    around = (offset(named + hours * 3600, zone) for hours in range(-36, 37, 6))
    possible = {named - int(each.total_seconds()) for each in around}
    return sorted(instant for instant in possible if wall(instant, zone) == shown)
