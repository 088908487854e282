"""Where digests are ordered, changed and asked about: by people in chats, and by operators."""

import datetime as dt
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from bot.answers import Answer
from bot.digests.compose import Composer
from bot.digests.orders import Order, Standing, equals, timetable_of, wish_of
from bot.digests.schedule import Slot, local_date, next_slot, slots
from bot.library.entries import Library
from bot.ports import Clock, Messenger
from bot.store import deliveries, senders, subscriptions
from bot.store.database import Database
from bot.store.rows import Delivery, New, State, Subscription

OUTCOMES = 30
"""Slots that a status looks back on."""
PAUSED = "paused"
"""The reason of a slot that was under way when its subscription was paused."""
AT_ONCE = 1_000
"""Orders a statement is sent with."""
NO_LEADS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Takes orders; senders read them from the same database."""

    database: Database
    library: Library
    composer: Composer
    messengers: Mapping[str, Messenger]
    leads: Mapping[str, int]
    """By platform, those without a messenger here included."""
    clock: Clock

    @property
    def now(self) -> int:
        """UTC seconds."""
        return int(self.clock.now().timestamp())

    def lead(self, platform: str) -> int:
        """How long before its slot an issue is handed to the platform."""
        return self.leads.get(platform, 0)

    async def add(self, order: Order) -> Subscription:
        """Start a digest."""
        async with self.database.write() as connection:
            number = await subscriptions.add(self.database, connection, self._new(order))
        [added] = filter(None, [await subscriptions.one(self.database, number)])
        return added

    async def add_missing(
        self, orders: Sequence[Order], told: Callable[[int], None] = lambda _: None
    ) -> int:
        """Start those that are not there yet, all of them or none; gives how many these are.

        `told` hears after each batch how many orders are dealt with.
        """
        async with self.database.write() as connection:
            before, _ = await subscriptions.counts(connection)
            for start in range(0, len(orders), AT_ONCE):
                new = [self._new(order) for order in orders[start : start + AT_ONCE]]
                await subscriptions.add_missing(self.database, connection, new)
                told(min(start + AT_ONCE, len(orders)))
            after, _ = await subscriptions.counts(connection)
        return after - before

    async def find(self, order: Order) -> Subscription | None:
        """What is there of an order."""
        there = await self.of_space(order.place.platform, order.place.space)
        return next((one for one in there if equals(one, order)), None)

    def _new(self, order: Order) -> New:
        slot = next_slot(order.timetable, self.now, not_before=order.not_before)
        next_run_at = slot.run_at - self.lead(order.place.platform)
        return New(
            place=order.place,
            minute=order.timetable.minute,
            weekdays=order.timetable.weekdays,
            zone=order.timetable.zone,
            language=order.wish.language,
            topics=tuple(sorted(order.wish.topics)),  # in one order, so that equals are found
            next_run_at=None if order.paused else next_run_at,
            next_date=slot.date.isoformat(),
            paused_until=order.not_before.isoformat() if order.not_before else None,
            set_by=order.by,
            set_at=self.now,
        )

    def order_again(self, subscription: Subscription) -> Order:
        """What would have to be ordered to have it again, with the days that it leaves out."""
        timetable = timetable_of(subscription)
        first = dt.date.fromisoformat(subscription.next_date or "0001-01-01")
        leaves_out = first > next_slot(timetable, self.now).date
        paused = subscription.next_run_at is None
        return Order(
            place=subscription.place,
            timetable=timetable,
            wish=wish_of(subscription),
            by=subscription.set_by,
            paused=paused,
            not_before=first if leaves_out and not paused else None,
        )

    async def of_space(self, platform: str, space: str) -> list[Subscription]:
        """All digests of a space."""
        return await subscriptions.of_space(self.database, platform, space)

    async def standing(self, subscription: Subscription) -> Standing:
        """How it does: what has become of its last issues."""
        newest = await deliveries.newest(self.database, subscription.number, OUTCOMES)
        return Standing(subscription, tuple(newest))

    async def next_issue(self, subscription: Subscription) -> Answer:
        """The very next issue, as it would be posted; spends nothing."""
        slot = self.next_slots(subscription, 1)[0]
        wish = wish_of(subscription)
        plan = self.composer.plan(wish, slot.date, subscription.shown, subscription.last)
        return self.composer.answer(plan.key, subscription.language, slot.date)

    def first_issue(self, order: Order) -> Answer:
        """What a new channel would be shown first."""
        slot = next_slot(order.timetable, self.now)
        plan = self.composer.plan(order.wish, slot.date, 0, "")
        return self.composer.answer(plan.key, order.wish.language, slot.date)

    def next_slots(self, subscription: Subscription, number: int) -> list[Slot]:
        """The next dates: of one that is paused, as if it went on now."""
        timetable = timetable_of(subscription)
        if subscription.next_date is None or subscription.next_run_at is None:
            return list(islice(slots(timetable, self.now), number))
        # `now` sets a date that its days do not hold: it comes first, at once.
        first = dt.date.fromisoformat(subscription.next_date)
        run_at = subscription.next_run_at + self.lead(subscription.place.platform)
        following = slots(timetable, max(run_at, self.now))
        later = (slot for slot in following if slot.date > first)
        return [Slot(first, run_at), *islice(later, number - 1)]

    async def pause(self, subscription: Subscription, until: dt.date | None) -> None:
        """Stop posting: until somebody resumes it, or until a day, which is the first one again."""
        number = subscription.number
        async with self.database.write() as connection:
            if until is None:
                changes: dict[str, int | str | None] = {"next_run_at": None, "paused_until": None}
            else:
                slot = next_slot(timetable_of(subscription), self.now, not_before=until)
                changes = {**self._from(subscription, slot), "paused_until": until.isoformat()}
            await subscriptions.change(connection, number, **changes)
            await deliveries.cancel(connection, number, PAUSED, self.now)

    async def resume(self, subscription: Subscription) -> None:
        """Go on with the next slot, whatever had stopped it; what was skipped is not any more."""
        today = self._today(subscription)
        async with self.database.write() as connection:
            await deliveries.unskip(connection, subscription.number, today)
            slot = next_slot(timetable_of(subscription), self.now)
            cleared = {"paused_until": None, "suspended": None, "suspended_at": None}
            changes = {**self._from(subscription, slot), **cleared, "strikes": 0}
            await subscriptions.change(connection, subscription.number, **changes)

    async def skip(self, subscription: Subscription) -> Slot:
        """Leave the next slot out; gives it."""
        slot, following = self.next_slots(subscription, 2)
        skipped = Delivery(
            subscription=subscription.number,
            date=slot.date.isoformat(),
            run_at=slot.run_at,
            state=State.SKIPPED,
            settled_at=self.now,
        )
        async with self.database.write() as connection:
            await deliveries.skip(self.database, connection, skipped)
            changes = self._from(subscription, following)
            await subscriptions.change(connection, subscription.number, **changes)
        return slot

    async def remove(self, subscription: Subscription) -> None:
        """End it, and forget all of it."""
        async with self.database.write() as connection:
            await subscriptions.remove(connection, subscription.number)

    async def suspend(self, platform: str, space: str, why: str) -> int:
        """Stop all digests of a space, or of all the spaces of an organisation; gives how many."""
        going = await subscriptions.going_within(self.database, platform, space)
        changes = {"next_run_at": None, "suspended": why, "suspended_at": self.now}
        async with self.database.write() as connection:
            for number in going:
                await subscriptions.change(connection, number, **changes)
                await deliveries.cancel(connection, number, why, self.now)
        return len(going)

    async def post_now(self, subscription: Subscription) -> bool:
        """Post today's issue at once; False where today has had its own already."""
        today = self._today(subscription)
        newest = await deliveries.newest(self.database, subscription.number, OUTCOMES)
        if any(row.date == today and row.state is not State.SKIPPED for row in newest):
            return False
        async with self.database.write() as connection:
            await deliveries.unskip(connection, subscription.number, today)
            await subscriptions.change(
                connection, subscription.number, next_run_at=self.now, next_date=today
            )
        return True

    def _from(self, subscription: Subscription, slot: Slot) -> dict[str, int | str | None]:
        run_at = slot.run_at - self.lead(subscription.place.platform)
        return {"next_run_at": run_at, "next_date": slot.date.isoformat()}

    def _today(self, subscription: Subscription) -> str:
        return local_date(timetable_of(subscription), self.now).isoformat()


@asynccontextmanager
async def opened(
    database: Database,
    library: Library,
    messengers: Mapping[str, Messenger],
    clock: Clock,
    leads: Mapping[str, int] = NO_LEADS,
) -> AsyncGenerator[Desk]:
    """The desk, once every entry has its number; `leads` is for platforms without a messenger."""
    numbers = await senders.numbers(database, Composer.names(library))
    yield Desk(
        database=database,
        library=library,
        composer=Composer(library, numbers),
        messengers=messengers,
        leads={**leads, **{name: m.lead for name, m in messengers.items()}},
        clock=clock,
    )
