"""What waits to be posted on one platform, in the order of its turns."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator

from bot.digests.attempt import Attempt, Attempts
from bot.digests.claim import Claimed
from bot.digests.pace import REFUSALS, REFUSALS_SECONDS, Pace
from bot.store.rows import Key

CATCH_UP_SECONDS = 0.1
"""By how much a sender may be behind its turns and still catch up."""


class Line:
    """A queue that opens when a turn has come, and stays shut while the platform wants rest."""

    def __init__(self, attempts: Attempts, pace: Pace) -> None:
        self.attempts = attempts
        self._pace = pace
        self._queue: list[Claimed] = []
        self._held_until = 0.0
        self._refusals = deque[float]()
        self._paced_until = 0.0

    def room(self, now: float) -> int:
        """How many more may be claimed: five seconds of turns, a batch at most.

        Where each space has a limit of its own, a crowd of one space is not in the others' way.
        """
        if self.closed_until(now) > now:
            return 0
        rate, most = self.attempts.messenger.rate, self._pace.batch
        queued, horizon = len(self._queue), now + self._pace.horizon
        if not rate:
            queued = sum(one.start <= horizon for one in self._queue)
        elif self._queue and self._queue[0].start > horizon:  # other senders have reserved so much
            return 0
        else:
            most = min(most, max(1, int(rate * self._pace.horizon)))
        return most if queued * 2 <= most else 0

    def push(self, claimed: Iterable[Claimed]) -> None:
        """Queue more; what was lost and claimed again takes its own place."""
        added = {one.delivery.key: one for one in claimed}
        self._queue = [one for one in self._queue if one.delivery.key not in added]
        self._queue += added.values()
        heapq.heapify(self._queue)

    def ready(self, now: float, most: int) -> Iterator[Claimed]:
        """Take out what has its turn; turns that were slept through do not all come at once."""
        if self.closed_until(now) > now:
            return
        rate = self.attempts.messenger.rate
        while most > 0 and self._queue and max(self._queue[0].start, self._paced_until) <= now:
            if rate:
                self._paced_until = max(self._paced_until, now - CATCH_UP_SECONDS) + 1 / rate
            yield heapq.heappop(self._queue)
            most -= 1

    def opens_at(self, now: float) -> float | None:
        """When there is something to do next."""
        if not self._queue:
            return None
        return max(self._queue[0].start, self.closed_until(now), self._paced_until)

    def note(self, attempt: Attempt, now: float) -> None:
        """Leave the platform alone for as long as it wants, and where it refuses too much."""
        if attempt.hold:
            self._held_until = max(self._held_until, now + attempt.hold)
        if attempt.refused:
            self._refusals.append(now)

    def closed_until(self, now: float) -> float:
        """UTC seconds before which nothing is sent."""
        while self._refusals and self._refusals[0] < now - REFUSALS_SECONDS:
            self._refusals.popleft()
        if len(self._refusals) < REFUSALS:
            return self._held_until
        return max(self._held_until, self._refusals[0] + REFUSALS_SECONDS)

    def clear(self) -> list[Key]:
        """Take everything out."""
        keys = [claimed.delivery.key for claimed in self._queue]
        self._queue.clear()
        return keys
