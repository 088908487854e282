"""What is claimed is neither lost nor doubled, whoever dies in between, on both databases."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.digests.claim import Claimed, Claims
from bot.digests.desk import Desk
from bot.digests.sender import Sender
from bot.ports import Place
from bot.store import deliveries, senders, subscriptions
from bot.store.database import Database, StoreDownError
from bot.store.rows import Delivery, State, Subscription
from bot.store.tables import delivery
from tests.digests.test_sender import NINE, QUICK, order, sending, settled, until
from tests.fakes import FakeClock, FakeMessenger

A_DAY = 86_400


def place(channel: str) -> Place:
    return Place("fake", "space", channel)


async def take(
    desk: Desk, messenger: FakeMessenger, owner: str = "one", most: int = 10
) -> list[Claimed]:
    """One claim."""
    claims = Claims(desk.database, desk.composer, QUICK, owner)
    return await claims.take(messenger, "fake", desk.now, most)


async def change(desk: Desk, subscription: Subscription, **changes: int | str | None) -> None:
    async with desk.database.write() as connection:
        await subscriptions.change(connection, subscription.number, **changes)


async def again(desk: Desk, subscription: Subscription) -> Subscription:
    """As it stands now."""
    found = await subscriptions.one(desk.database, subscription.number)
    assert found
    return found


class LosesAnswers(Database):
    """Loses the answer to the COMMIT of the first claim."""

    is_lost = False

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        async with super().write() as connection:
            yield connection
        claimed = sa.select(delivery.c.date).where(delivery.c.state == State.CLAIMED)
        async with self.read() as connection:
            is_claimed = (await connection.execute(claimed)).first() is not None
        if is_claimed and not self.is_lost:
            self.is_lost = True
            raise StoreDownError("connection lost")


async def test_a_claim_whose_commit_was_not_answered_is_not_forgotten(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    database = LosesAnswers(desk.database.url)
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)

    async with sending(replace(desk, database=database)):
        outcome = await settled(desk, subscription)
    await database.close()

    assert database.is_lost
    assert outcome.state is State.SENT
    assert len(messenger.posts) == 1


async def test_what_a_sender_lost_and_claims_again_is_posted_once(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    messenger.rate = 1.0
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    async with desk.database.write() as connection:
        await senders.hold(desk.database, connection, "fake", desk.now + 1)

    async with sending(desk):
        await until(lambda: _owned(desk))
        async with desk.database.write() as connection:
            await senders.bury_all(connection, desk.now, 0)
        await until(lambda: _owned(desk))
        clock.set_to(desk.now + 9)
        await settled(desk, subscription)
        await asyncio.sleep(0.1)

    assert len(messenger.posts) == 1


async def _owned(desk: Desk) -> bool:
    owned = sa.select(delivery.c.date).where(delivery.c.owner.is_not(None))
    async with desk.database.read() as connection:
        return (await connection.execute(owned)).first() is not None


class Endless(FakeMessenger):
    """Never answers."""

    async def post(self, post: object) -> str:
        """Take it, and say nothing."""
        await asyncio.sleep(60)
        return str(post)


async def test_a_sender_that_ends_lets_go_of_what_it_could_not_finish(
    desk: Desk, messenger: FakeMessenger
) -> None:
    subscription = await desk.add(order())
    await desk.post_now(subscription)
    stop = asyncio.Event()
    sender = Sender(replace(desk, messengers={"fake": Endless()}), QUICK)
    task = asyncio.create_task(sender.run(stop, drain_seconds=0.1))
    await until(lambda: _is_sending(desk, subscription))
    stop.set()
    await task

    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert outcome.state is State.SENT
    assert len(messenger.posts) == 1


async def _is_sending(desk: Desk, subscription: Subscription) -> bool:
    outcomes = (await desk.standing(subscription)).outcomes
    return any(row.state is State.SENDING for row in outcomes)


async def test_what_belongs_to_nobody_alive_is_found(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    await take(desk, messenger, "a sender that has died before its first sign of life")

    async with sending(desk):
        outcome = await settled(desk, subscription)

    assert outcome.state is State.SENT


async def test_one_that_cannot_be_planned_keeps_nobody_from_theirs(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    broken, whole = await desk.add(order(place("a"))), await desk.add(order(place("b")))
    await change(desk, broken, zone="Mars/Base")
    clock.set_to(whole.next_run_at or 0)

    claimed = await take(desk, messenger)

    assert [one.subscription.number for one in claimed] == [whole.number]
    assert ((await again(desk, broken)).next_run_at or 0) > desk.now
    assert await take(desk, messenger) == []


async def test_what_fails_again_and_again_leaves_turns_to_what_is_fresh(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    failing = [await desk.add(order(place(f"a{n}"))) for n in range(6)]
    clock.set_to(failing[0].next_run_at or 0)
    keys = [one.delivery.key for one in await take(desk, messenger)]
    async with desk.database.write() as connection:
        await deliveries.release(connection, keys, "one", desk.now)
    fresh = [await desk.add(order(place(f"b{n}"), NINE + 1)) for n in range(3)]
    clock.set_to(fresh[0].next_run_at or 0)

    first = await take(desk, messenger, most=4)
    second = await take(desk, messenger, most=4)

    numbers = [{one.subscription.number for one in claimed} for claimed in (first, second)]
    assert [len(found & {one.number for one in fresh}) for found in numbers] == [2, 1]
    assert [len(found) for found in numbers] == [4, 4]


async def test_what_is_given_back_ahead_of_its_time_is_taken_again_at_once(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    messenger.lead = 180
    desk = replace(desk, leads={"fake": 180})
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    [claimed] = await take(desk, messenger)
    async with desk.database.write() as connection:
        await deliveries.release(connection, [claimed.delivery.key], "one", desk.now)

    assert len(await take(desk, messenger, "two")) == 1


async def test_a_slot_that_has_had_its_issue_spends_nothing(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    await take(desk, messenger)
    before = await again(desk, subscription)
    await change(
        desk,
        subscription,
        next_run_at=subscription.next_run_at,
        next_date=subscription.next_date,
    )

    claimed = await take(desk, messenger)

    assert claimed == []
    assert await again(desk, subscription) == before


async def test_two_digests_of_one_channel_in_one_claim_do_not_repeat_one_another(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    first, _ = await desk.add(order()), await desk.add(order(minute=NINE - 1))
    clock.set_to(first.next_run_at or 0)

    one, other = (claimed.delivery for claimed in await take(desk, messenger))

    assert not _shown(one) & _shown(other)
    assert (await again(desk, first)).last == other.content


def _shown(row: Delivery) -> set[str]:
    return {name for name in row.content.split() if name[0] in "ftq"}


async def test_turns_that_a_wrong_clock_gave_hold_nobody_up(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    messenger.rate = 10.0
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)
    async with desk.database.write() as connection:
        await senders.hold(desk.database, connection, "fake", desk.now + A_DAY)

    [claimed] = await take(desk, messenger)

    assert claimed.start == desk.now


@contextmanager
def _explained() -> Generator[list[str]]:
    """How SQLite finds what each statement is about."""
    plans: list[str] = []

    def explain(connection: Connection, *statement: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's own
        _, text, values, _, are_many = statement
        if text.startswith(("SELECT", "UPDATE")):
            raw = connection.connection.cursor()
            raw.execute(f"EXPLAIN QUERY PLAN {text}", values[0] if are_many else values)
            plans.extend(str(row[3]) for row in raw.fetchall())

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_statement_scans_the_issues_or_the_digests(
    desk: Desk, messenger: FakeMessenger, clock: FakeClock
) -> None:
    subscription = await desk.add(order())
    clock.set_to(subscription.next_run_at or 0)

    with _explained() as plans:
        async with sending(desk):
            await settled(desk, subscription)
        keys = [(subscription.number, "2026-11-24"), (subscription.number, "2026-11-25")]
        async with desk.database.write() as connection:
            await deliveries.own(connection, keys, "one")
            await deliveries.release(connection, keys, "one", desk.now)

    reads = [plan for plan in plans if "delivery" in plan or "subscription" in plan]
    assert len(reads) > 5
    assert [plan for plan in reads if "INDEX" not in plan and "PRIMARY KEY" not in plan] == []
