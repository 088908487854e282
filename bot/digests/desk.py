"""Where digests are ordered, changed and asked about: by people in chats, and by operators."""

import datetime as dt
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from bot.answers import Answer
from bot.digests.claim import PAUSED
from bot.digests.compose import Composer
from bot.digests.orders import Order, Standing, equals, timetable_of, wish_of
from bot.digests.schedule import Slot, local_date, next_slot, slots
from bot.errors import SameDigestError
from bot.library.entries import Library
from bot.ports import Clock, Messenger
from bot.store import deliveries, senders, spaces, subscriptions
from bot.store.database import Database
from bot.store.rows import Delivery, New, State, Subscription

OUTCOMES = 30
"""Slots that a status looks back on."""
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
        """Start a digest; raises SameDigestError where its place has the very same."""
        async with self.database.write() as connection:
            there = await subscriptions.in_place(self.database, connection, order.place)
            if same := next((one for one in there if equals(one, order)), None):
                raise SameDigestError(number=str(same.number))
            number = await subscriptions.add(connection, self._new(order))
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
        number, today = subscription.number, self._today(subscription)
        changes: dict[str, int | str | None]
        changes = {"paused_until": None, "suspended": None, "suspended_at": None, "strikes": 0}
        async with self.database.write() as connection:
            one = await subscriptions.locked(connection, number) or subscription
            await deliveries.unskip(connection, number, today.isoformat())
            slot = next_slot(timetable_of(one), self.now)
            # one that is due and waits for its turn keeps it
            if one.next_run_at is None or (one.next_date or "") > slot.date.isoformat():
                changes |= self._from(one, slot)
            await subscriptions.change(connection, number, **changes)

    async def skip(self, subscription: Subscription) -> Slot:
        """Leave the next slot out; gives it."""
        number = subscription.number
        async with self.database.write() as connection:
            one = await subscriptions.locked(connection, number) or subscription
            slot, following = self.next_slots(one, 2)
            skipped = Delivery(
                subscription=number,
                date=slot.date.isoformat(),
                run_at=slot.run_at,
                state=State.SKIPPED,
                settled_at=self.now,
            )
            await deliveries.skip(self.database, connection, skipped)
            await subscriptions.change(connection, number, **self._from(one, following))
        return slot

    async def remove(self, subscription: Subscription) -> None:
        """End it, and forget all of it."""
        async with self.database.write() as connection:
            await subscriptions.remove(connection, subscription.number)

    async def set_up_by(self, platform: str, person: str, space: str | None) -> int:
        """How many digests a person has set up; in one space, or in all for None."""
        return await subscriptions.count_by(self.database, platform, person, space)

    async def forget_person(self, platform: str, person: str, space: str | None) -> None:
        """Forget who set up what; the digests go on."""
        async with self.database.write() as connection:
            await subscriptions.forget_person(connection, platform, person, space)

    async def left(self, platform: str, space: str) -> int:
        """The bot was removed from a space or an organisation; gives how many digests stop."""
        return await spaces.leave(self.database, (platform, space), self.now)

    async def spaces_left(self, platform: str) -> list[str]:
        """Those that the bot was removed from, as far as it has been told."""
        return await spaces.left(self.database, platform)

    async def came_back(self, platform: str, space: str) -> int:
        """The bot is in a space again; gives how many digests could go on, once, and then 0."""
        if not await spaces.come_back(self.database, (platform, space)):
            return 0
        return len(await self._stopped(platform, space))

    async def resume_all(self, platform: str, space: str) -> int:
        """Let go on what stopped as the bot was removed; gives how many digests these are."""
        stopped = await self._stopped(platform, space)
        for one in stopped:
            await self.resume(one)
        return len(stopped)

    async def _stopped(self, platform: str, space: str) -> list[Subscription]:
        there = await subscriptions.within(self.database, platform, space)
        return [one for one in there if one.suspended == spaces.REMOVED]

    async def post_now(self, subscription: Subscription) -> bool:
        """Post today's issue at once; False where today has had its own already.

        Nothing else changes: what is paused stays so, and what is skipped.
        """
        number, now, day = subscription.number, self.now, self._today(subscription)
        today = day.isoformat()
        async with self.database.write() as connection:
            one = await subscriptions.locked(connection, number) or subscription
            await deliveries.clear(connection, number, today)
            plan = self.composer.plan(wish_of(one), day, one.shown, one.last)
            row = Delivery(
                subscription=number, date=today, run_at=now, content=plan.key, not_before=now
            )
            if not await deliveries.begin(self.database, connection, [row], None):
                return False
            await subscriptions.remember(connection, [(one.channel, plan.seen, plan.key)])
            if one.next_run_at is not None and one.next_date == today:
                slot = next_slot(timetable_of(one), now, not_before=day + dt.timedelta(days=1))
                await subscriptions.change(connection, number, **self._from(one, slot))
        return True

    def _from(self, subscription: Subscription, slot: Slot) -> dict[str, int | str | None]:
        run_at = slot.run_at - self.lead(subscription.place.platform)
        return {"next_run_at": run_at, "next_date": slot.date.isoformat()}

    def _today(self, subscription: Subscription) -> dt.date:
        return local_date(timetable_of(subscription), self.now)


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
