"""Who asks too fast: a person, or everybody in a channel together. In memory, and bounded.

A request that is turned away does not count: so a wait is never longer than the window.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias

from bot.requests import Origin

WINDOW_SECONDS = 20.0
PERSON, CHANNEL = 8, 20
"""Requests in that time."""
REMEMBERED = 20_000

Key: TypeAlias = tuple[str, ...]


class Pace(Enum):
    """What becomes of a request."""

    FINE = auto()
    TOO_FAST = auto()
    """To be told so."""
    TOLD = auto()
    """To be told so where something must be said, and else to be passed over in silence."""


@dataclass(slots=True)
class _Asked:
    """The last requests of one person or channel."""

    at: deque[float] = field(default_factory=deque[float])
    told: bool = False


class CoolDown:
    """Counts the requests of one adapter."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._asked: OrderedDict[Key, _Asked] = OrderedDict()

    def pace(self, origin: Origin) -> Pace:
        """Count a request, unless it comes too fast."""
        now, keys = self._now(), list(_keys(origin))
        full: list[_Asked] = []
        for key, most in keys:
            asked = self._recent(key, now)
            if len(asked.at) >= most:
                full.append(asked)
        if not full:
            for key, _ in keys:
                self._asked[key].at.append(now)
                self._asked[key].told = False
            return Pace.FINE
        told = all(asked.told for asked in full)
        for asked in full:
            asked.told = True
        return Pace.TOLD if told else Pace.TOO_FAST

    def _recent(self, key: Key, now: float) -> _Asked:
        asked = self._asked.setdefault(key, _Asked())
        self._asked.move_to_end(key)
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        while asked.at and asked.at[0] <= now - WINDOW_SECONDS:
            asked.at.popleft()
        return asked


def _keys(origin: Origin) -> Iterator[tuple[Key, int]]:
    """Whose requests one counts as, and how many each may make; a direct message has no channel."""
    space = origin.space or ""
    if origin.asker:
        yield (origin.platform, space if origin.people_are_local else "", origin.asker), PERSON
    place = origin.thread or origin.channel
    if space and place:
        yield (origin.platform, space, place, "channel"), CHANNEL
