"""What the core needs of the outside world; the real ones here, the fakes in the tests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answers import Answer
from bot.words import Words


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is posted unasked; ids are opaque, as in Origin."""

    platform: str
    space: str
    channel: str
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A digest on its way to its place."""

    place: Place
    answer: Answer
    words: Words
    mark: str
    """The delivery's own name, at most 25 characters, shown in small print: a platform is asked by
    it whether the digest is there already, and people quote it to the operator."""
    show_at: int
    """UTC seconds: when a platform that schedules is told to show it."""
    tried_at: int | None = None
    """UTC seconds of the first attempt whose outcome is not known."""
    is_wanted: bool = True
    """False where it is only asked for, and would not be posted again."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whose limit a post counts against, and that limit."""

    key: str
    rate: float
    """Posts a second, all senders together; 0 is without limit."""


TICK_SECONDS = 2
"""By how much the clocks of two senders may differ, which the database sets right."""


class Messenger(Protocol):
    """Posts to the channels of one platform, needing no connection for events.

    Every method raises the DeliveryErrors of bot.errors and nothing else.
    """

    lead: int
    """Seconds before a slot that its post is handed over: for platforms that schedule."""
    rate: float
    """Posts a second over the whole platform, all senders together; 0 is without limit."""

    def bucket(self, place: Place) -> Bucket:
        """Whose limit a post there counts against."""
        ...

    async def post(self, post: Post) -> str:
        """Post it, or schedule it for `show_at`; gives the message's id."""
        ...

    async def recover(self, post: Post) -> str | None:
        """After an attempt whose outcome is not known: the id of the message, if it is there.

        None where posting again cannot make a second copy; raises CannotTellError where nobody
        knows.
        """
        ...

    async def missing_rights(self, place: Place) -> Sequence[str]:
        """What the bot may not do there and must, as keys of ui.yaml; empty where all is well."""
        ...

    async def say(self, place: Place, answer: Answer, words: Words) -> None:
        """Say something to everybody there."""
        ...

    async def tell(self, place: Place, person: str, answer: Answer, words: Words) -> None:
        """Say something to one person of the place's space, in private."""
        ...
