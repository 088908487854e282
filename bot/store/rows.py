"""What the tables hold, and what is written to them; no library of the database is needed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.ports import Place
from bot.requests import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One digest a day for one channel, and how far it has come."""

    number: int
    place: Place
    minute: int
    """Of the day, by the zone's wall clock."""
    weekdays: int
    """A bit for each day, from Monday."""
    zone: str
    language: Language
    topics: tuple[str, ...]
    """Empty is everything."""
    next_run_at: int | None
    """UTC seconds when a sender takes it; None where it is paused or suspended."""
    next_date: str | None
    paused_until: str | None
    """The first day again, of a pause that ends by itself."""
    strikes: int
    """How many issues in a row the platform forbade."""
    suspended: str | None
    """The platform's word for why it was stopped for good."""
    set_by: str
    set_at: int
    channel: int
    shown: int
    """What the channel has seen in this round: a bit for each number of an entry."""
    last: str
    """What its newest issue was made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A subscription to be added."""

    place: Place
    minute: int
    weekdays: int
    zone: str
    language: Language
    topics: tuple[str, ...]
    next_run_at: int | None
    """None where it waits until somebody resumes it."""
    next_date: str
    paused_until: str | None
    set_by: str
    set_at: int


@dataclass(frozen=True, slots=True)
class Move:
    """Where a subscription goes after a claim."""

    number: int
    next_run_at: int | None
    next_date: str | None


Key: TypeAlias = tuple[int, str]
"""The subscription's number and the slot's local date."""


class State(StrEnum):
    """What became of a slot; the first three are open."""

    CLAIMED = "claimed"
    SENDING = "sending"
    """The intent is written: a crash leaves it in doubt."""
    RETRY = "retry"
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One issue on its way, or at its end."""

    subscription: int
    date: str
    run_at: int
    """UTC seconds of the slot."""
    content: str = ""
    state: State = State.CLAIMED
    attempts: int = 0
    not_before: int | None = None
    tried_at: int | None = None
    show_at: int | None = None
    message: str | None = None
    error: str | None = None
    settled_at: int | None = None

    @property
    def key(self) -> Key:
        """Its primary key."""
        return self.subscription, self.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one attempt; open states name when to try again."""

    key: Key
    state: State
    not_before: int | None = None
    message: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Turns:
    """So many posts of one bucket, a fixed time apart."""

    number: int
    apart: float
    """Seconds."""
