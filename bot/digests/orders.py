"""What is ordered, and how it does."""

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

from bot.digests.compose import Wish
from bot.digests.schedule import Timetable
from bot.ports import Place
from bot.requests import Language
from bot.store.rows import Delivery, Subscription

Key: TypeAlias = tuple[Place, Timetable, Language, frozenset[str]]
"""What two digests differ in; two that do not are one too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants: a digest for a place."""

    place: Place
    timetable: Timetable
    wish: Wish
    by: str
    """Who orders it: a person's id, or empty for an operator."""
    paused: bool = False
    """Whether it waits until somebody resumes it."""
    not_before: dt.date | None = None
    """The first day again, of a pause that ends by itself."""

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return _key(self.place, self.timetable, self.wish)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subscription does."""

    subscription: Subscription
    outcomes: tuple[Delivery, ...]
    """The newest first."""


def timetable_of(subscription: Subscription) -> Timetable:
    """When its issues are due."""
    return Timetable(subscription.minute, subscription.weekdays, subscription.zone)


def wish_of(subscription: Subscription) -> Wish:
    """What its issues are about."""
    return Wish(subscription.language, subscription.topics)


def key_of(subscription: Subscription) -> Key:
    """What tells it from others."""
    return _key(subscription.place, timetable_of(subscription), wish_of(subscription))


def _key(place: Place, timetable: Timetable, wish: Wish) -> Key:
    return place, timetable, wish.language, frozenset(wish.topics)
