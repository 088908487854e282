"""How fast a sender works and how long it waits: what was measured best; tests shorten it."""

import random
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds, where nothing else is said."""

    poll: float = 1.0
    """Between two looks for what is due."""
    lease: int = 50
    """A sender that has not beaten for so long is taken for dead."""
    settle: int = 30
    """How long an attempt may still be in the air: longer than a messenger's time-out."""
    late: int = 6 * 3600
    """How late an issue may still come."""
    write: float = 0.03
    """Between two transactions that settle and announce: they are worth filling."""
    batch: int = 500
    """Subscriptions of one claim."""
    horizon: float = 5.0
    """How far ahead turns are reserved: what is claimed is not another sender's any more."""
    at_once: int = 256
    """Posts under way; a crash leaves no more than these in doubt."""
    longest_wait: float = 60.0
    tidy: float = 3600.0
    """Between two rounds of forgetting what is old."""

    @property
    def beat(self) -> float:
        """Between two signs of life."""
        return self.lease / 5

    @property
    def fence(self) -> float:
        """Without a sign of life for so long, nothing new is sent: others may be at it soon."""
        return self.lease * 0.6

    def again_in(self, attempts: int) -> float:
        """How long to wait after so many failed attempts: doubling, with jitter."""
        wait = min(self.longest_wait, 0.2 * 2.0 ** min(attempts, 20))
        return wait * random.uniform(0.75, 1.25)  # noqa: S311 -- no secret


def uptime() -> float:
    """Seconds that go on while the machine sleeps, as its other clock for waiting does not."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


STRIKES = 3
"""Forbidden issues in a row after which a subscription is suspended."""
KEPT_DAYS = 35
"""How long outcomes are kept: `status` shows thirty."""
GRACE_DAYS = 90
"""How long all is kept of a space that the bot was removed from."""
REFUSALS = 1_000
"""In ten minutes, after which a sender pauses: Discord bans an address after 10,000."""
REFUSALS_SECONDS = 600
TOKEN_SECONDS = 60
"""How long a refused token is left alone."""
LONGEST_HOLD = 3600.0
"""For how long a platform may ask to be left alone; after that it is asked again."""
LEAST_LATE = 900
"""What is due at one minute takes a while at a platform's rate: with less, some would be missed
only because others came first."""
