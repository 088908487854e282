"""What the core needs of the outside world; the real ones here, the fakes in the tests."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """The time of day, passed in so that a test can choose it."""

    def now(self) -> dt.datetime:
        """This instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> dt.datetime:
        """This instant, aware, in UTC."""
        return dt.datetime.now(dt.UTC)  # noqa: TID251 -- the one clock there is
