"""What a fake platform has stored and been asked, and how fast that came."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

Report: TypeAlias = dict[str, Any]
SECOND = 1.0


@dataclass(slots=True)
class Message:
    """A message in a channel, or one that is to appear there."""

    id: str
    channel: str
    mark: str
    at: float
    text: str = ""
    footers: tuple[str, ...] = ()
    post_at: int = 0


class Meter:
    """The most there were in any second."""

    def __init__(self) -> None:
        self.highest = 0
        self._recent: deque[float] = deque()

    def note(self, now: float) -> int:
        """One more; returns how many there were in the second that ends now."""
        recent = self._recent
        recent.append(now)
        while recent[0] <= now - SECOND:
            recent.popleft()
        self.highest = max(self.highest, len(recent))
        return len(recent)


class Traffic:
    """The requests of one platform."""

    def __init__(self) -> None:
        self.requests = Meter()
        self.posts = Meter()
        self.kinds = Counter[str]()
        self.statuses = Counter[int]()
        self.per_second = Counter[int]()

    def note(self, now: float, kind: str) -> None:
        """A request arrived."""
        self.requests.note(now)
        self.kinds[kind] += 1
        self.per_second[int(now)] += 1
        if kind == "post":
            self.posts.note(now)

    def report(self) -> Report:
        """Totals; `limited` counts the 429s given."""
        return {
            "requests": self.kinds.total(),
            "posts": self.kinds["post"],
            "reads": self.kinds["read"],
            "limited": self.statuses[429],
            "statuses": {str(status): count for status, count in self.statuses.items()},
            "highest_requests_in_a_second": self.requests.highest,
            "highest_posts_in_a_second": self.posts.highest,
            "requests_per_second": {str(at): count for at, count in self.per_second.items()},
        }


def stored(messages: Iterable[Message]) -> Report:
    """By channel and mark, how many copies there are; `twice` names every one above one."""
    channels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    times: defaultdict[str, list[float]] = defaultdict(list)
    for message in messages:
        channels[message.channel][message.mark] += 1
        times[message.channel].append(message.at)
    return {
        "stored": sum(map(len, times.values())),
        "channels": channels,
        "twice": {
            channel: repeated
            for channel, marks in channels.items()
            if (repeated := {mark: copies for mark, copies in marks.items() if copies > 1})
        },
        "last_at": max((at[-1] for at in times.values()), default=0.0),
        "highest_in_one_channel_in_a_second": max(map(_highest, times.values()), default=0),
    }


def _highest(times: Iterable[float]) -> int:
    meter = Meter()
    for time in sorted(times):
        meter.note(time)
    return meter.highest
