"""What each person asked last, for ten minutes and in memory alone: "and article 6?" needs it."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.requests import Origin

MINUTES = 10
PEOPLE = 2_000
"""Whose questions are kept at most; the one silent for longest is forgotten first."""

Key = tuple[str, str | None, str | None, str | None, str | None]


@dataclass(slots=True)
class Recent:
    """The last question of a person in a thread; nothing of it is ever stored."""

    seconds: Callable[[], float] = time.monotonic
    """A clock that never goes back."""
    _asked: OrderedDict[Key, tuple[float, str]] = field(
        default_factory=OrderedDict[Key, tuple[float, str]]
    )

    def before(self, origin: Origin) -> str:
        """The question before; "" where there is none, or it is too long ago."""
        at, text = self._asked.get(_key(origin), (0.0, ""))
        return text if text and self.seconds() - at < MINUTES * 60 else ""

    def asked(self, origin: Origin, text: str, *, leans: bool) -> None:
        """Remember a question; one that leans on another leaves that in its place."""
        key, known = _key(origin), self.before(origin)
        self._asked[key] = (self.seconds(), known if leans and known else text)
        self._asked.move_to_end(key)
        while len(self._asked) > PEOPLE:
            self._asked.popitem(last=False)


def _key(origin: Origin) -> Key:
    return (origin.platform, origin.space, origin.channel, origin.thread, origin.asker)
