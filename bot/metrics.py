"""What this process has done so far, counted in memory; the web port shows it."""

from collections import Counter
from enum import StrEnum


class Counted(StrEnum):
    """What is counted, each by platform."""

    ANSWERS = "answers"
    DECLINES = "declines"
    """Those among the answers that say no."""
    REPEATED_EVENTS = "repeated_events"
    """Events that a platform delivered again, and that were not answered again."""


class Metrics:
    """Counts; never what was asked, nor by whom."""

    def __init__(self) -> None:
        self.counts = Counter[tuple[Counted, str]]()

    def count(self, what: Counted, platform: str) -> None:
        """One more."""
        self.counts[what, platform] += 1
