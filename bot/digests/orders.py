"""What is ordered, and how it does."""

import datetime as dt
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
    paused: bool = False
    """Whether it waits until somebody resumes it."""
    not_before: dt.date | None = None
    """The first day again, of a pause that ends by itself."""


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


def equals(subscription: Subscription, order: Order) -> bool:
    """Whether it is what is ordered: then a second one would be one too many."""
    return (
        subscription.place == order.place
        and timetable_of(subscription) == order.timetable
        and subscription.language is order.wish.language
        and set(subscription.topics) == set(order.wish.topics)
    )
