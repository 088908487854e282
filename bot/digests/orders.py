"""What is ordered, and how it does."""

from dataclasses import dataclass

from bot.digests.compose import Wish
from bot.digests.schedule import Timetable
from bot.ports import Place
from bot.store.rows import Delivery, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants: a digest for a place."""

    place: Place
    timetable: Timetable
    wish: Wish
    by: str
    """Who orders it: a person's id, or empty for an operator."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a subscription does."""

    subscription: Subscription
    outcomes: tuple[Delivery, ...]
    """The newest first."""


def timetable_of(subscription: Subscription) -> Timetable:
    """When its issues are due."""
    return Timetable(subscription.minute, subscription.weekdays, subscription.zone)
