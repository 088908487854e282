"""The fakes of what lies outside the core."""

import datetime as dt

TODAY = dt.date(2026, 11, 23)


class FakeClock:
    """Stands still until it is set."""

    def __init__(self, today: dt.date = TODAY) -> None:
        self.today = today

    def now(self) -> dt.datetime:
        """Nine o'clock UTC of the day it is set to."""
        return dt.datetime.combine(self.today, dt.time(9), dt.UTC)
