"""Takes what is due: one short transaction makes it this sender's, with its words and its turn."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.digests.compose import Composer
from bot.digests.orders import timetable_of, wish_of
from bot.digests.pace import Pace
from bot.digests.schedule import due, next_slot, resolve
from bot.ports import Messenger, Place
from bot.store import deliveries, senders, subscriptions
from bot.store.database import Database
from bot.store.rows import Delivery, Key, Move, Outcome, State, Subscription, Turns

log = logging.getLogger(__name__)

LATE = "late"
"""The reason of a slot that was missed because nothing could send it in time."""
PAUSED = "paused"
"""The reason of a slot that was under way when its subscription was paused."""
BROKEN_SECONDS = 3600
"""How long a subscription that cannot be read is left alone."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """An issue that is this sender's, and when its turn comes."""

    delivery: Delivery
    subscription: Subscription
    start: float = 0.0
    """UTC seconds."""
    asked: bool = False
    """Whether the platform has said that it may be posted again."""

    @property
    def doubted(self) -> bool:
        """Whether an earlier attempt may have been stored."""
        return self.delivery.state is State.SENDING

    @property
    def must_ask(self) -> bool:
        """Whether the platform is to be asked for an earlier attempt first."""
        return self.doubted and not self.asked

    def __lt__(self, other: "Claimed") -> bool:
        return self.start < other.start


@dataclass(slots=True)
class _Draft:
    """What one claim is going to write."""

    rows: list[Delivery] = field(default_factory=list[Delivery])
    moves: list[Move] = field(default_factory=list[Move])
    seen: dict[int, tuple[int, str]] = field(default_factory=dict[int, tuple[int, str]])
    """By channel: what its newest issue leaves behind."""
    left_by: dict[Key, tuple[int, int, str]] = field(
        default_factory=dict[Key, tuple[int, int, str]]
    )
    """By issue: its channel, and what it leaves behind."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims for one sender."""

    database: Database
    composer: Composer
    pace: Pace
    owner: str

    async def take(
        self, messenger: Messenger, platform: str, now: float, most: int
    ) -> list[Claimed]:
        """Take at most so many: first what others left behind, then what is due."""
        moment = int(now)
        async with self.database.write() as connection:
            left = await deliveries.ownerless(connection, platform, moment, most)
            # what fails again and again must not take all the turns
            fresh = most - min(len(left), (most + 1) // 2)
            found = await subscriptions.due(connection, platform, moment, fresh)
            del left[most - len(found) :]
            await deliveries.own(connection, [row.key for row, _ in left], self.owner)
            draft = self._draft(found, moment, messenger.lead)
            begun = await deliveries.begin(self.database, connection, draft.rows, self.owner)
            await subscriptions.move(connection, draft.moves)
            seen = {what[0]: what for key, what in draft.left_by.items() if key in begun}
            await subscriptions.remember(connection, seen.values())
            late = self._late(left, moment)
            await deliveries.settle(connection, late, self.owner, moment)
            claimed = _mine(left, late, draft.rows, begun, found)
            turns = _turns(claimed, messenger)
            starts = await senders.reserve(self.database, connection, turns, now)
        return _queued(claimed, messenger, starts, now)

    def _draft(self, found: Iterable[Subscription], now: int, lead: int) -> _Draft:
        """Plan all of them; one that cannot be planned must not keep the others from theirs."""
        draft = _Draft()
        for subscription in found:
            try:
                self._plan(subscription, now, lead, draft)
            except Exception:
                log.exception("a digest cannot be planned", extra={"digest": subscription.number})
                later = Move(subscription.number, now + BROKEN_SECONDS, subscription.next_date)
                draft.moves.append(later)
        return draft

    def _plan(self, subscription: Subscription, now: int, lead: int, draft: _Draft) -> None:
        """One issue at most, however many slots have passed; and where the next one stands."""
        timetable = timetable_of(subscription)
        first = dt.date.fromisoformat(subscription.next_date or "")
        slots = {day: resolve(timetable, day) or now for day in due(timetable, first, now + lead)}
        slots = slots or {first: now}  # somebody with other zone data has reckoned it
        newest = max(slots)
        for day, run_at in slots.items():
            row = Delivery(subscription=subscription.number, date=day.isoformat(), run_at=run_at)
            if day != newest or now > run_at + self.pace.late:
                missed = replace(row, state=State.MISSED, error=LATE, settled_at=now)
                draft.rows.append(missed)
            else:
                draft.rows.append(self._composed(row, subscription, day, draft))
        reached = max(now, slots[newest])
        following = next_slot(timetable, reached, not_before=newest + dt.timedelta(days=1))
        run_at = following.run_at - lead
        draft.moves.append(Move(subscription.number, run_at, following.date.isoformat()))

    def _composed(
        self, row: Delivery, subscription: Subscription, day: dt.date, draft: _Draft
    ) -> Delivery:
        before = (subscription.shown, subscription.last)
        seen, last = draft.seen.get(subscription.channel, before)
        plan = self.composer.plan(wish_of(subscription), day, seen, last)
        draft.seen[subscription.channel] = (plan.seen, plan.key)
        draft.left_by[row.key] = (subscription.channel, plan.seen, plan.key)
        return replace(row, content=plan.key, not_before=row.run_at)

    def _late(self, left: Iterable[tuple[Delivery, Subscription]], now: int) -> list[Outcome]:
        """What others left behind and is not to be sent any more, nor in doubt."""
        return [
            Outcome(key=row.key, state=State.MISSED, error=why)
            for row, subscription in left
            if row.state is not State.SENDING
            and (why := unwanted(row, subscription, now, self.pace.late))
        ]


def unwanted(row: Delivery, subscription: Subscription, now: float, late: int) -> str | None:
    """Why an issue is not to be posted any more, if that is so."""
    if now > row.run_at + late:
        return row.error or LATE
    return PAUSED if _is_stopped(row, subscription) else None


def _is_stopped(row: Delivery, subscription: Subscription) -> bool:
    """Whether its subscription was stopped since; what `now` has asked for comes all the same."""
    if subscription.next_run_at is not None and row.date >= (subscription.paused_until or ""):
        return False
    day = dt.date.fromisoformat(row.date)
    return row.run_at == resolve(timetable_of(subscription), day)


def _mine(
    left: Sequence[tuple[Delivery, Subscription]],
    late: Iterable[Outcome],
    rows: Iterable[Delivery],
    begun: set[Key],
    found: Iterable[Subscription],
) -> list[Claimed]:
    """What is to be sent: what was left behind in time, and of the new what nobody had before."""
    gone = {outcome.key for outcome in late}
    claimed = [Claimed(row, subscription) for row, subscription in left if row.key not in gone]
    by_number = {subscription.number: subscription for subscription in found}
    new = (row for row in rows if row.state is State.CLAIMED and row.key in begun)
    return claimed + [Claimed(row, by_number[row.subscription]) for row in new]


def _turns(claimed: Iterable[Claimed], messenger: Messenger) -> dict[str, Turns]:
    turns: dict[str, Turns] = {}
    for one in claimed:
        bucket = messenger.bucket(one.subscription.place)
        if bucket.rate:
            number = turns[bucket.key].number if bucket.key in turns else 0
            turns[bucket.key] = Turns(number + _requests(one), 1 / bucket.rate)
    return turns


def _requests(claimed: Claimed) -> int:
    """Asking for an earlier attempt is a request too."""
    return 2 if claimed.must_ask else 1


def _queued(
    claimed: Iterable[Claimed], messenger: Messenger, starts: dict[str, float], now: float
) -> list[Claimed]:
    """Each with its turn, one after the other in its bucket."""
    taken = defaultdict[str, int](int)
    queued: list[Claimed] = []
    buckets: dict[Place, tuple[str, float]] = {}
    for one in claimed:
        place = one.subscription.place
        if place not in buckets:
            bucket = messenger.bucket(place)
            buckets[place] = bucket.key, bucket.rate
        key, rate = buckets[place]
        start = starts[key] + taken[key] / rate if rate else now
        taken[key] += _requests(one)
        queued.append(replace(one, start=start))
    return queued
