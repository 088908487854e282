"""Sends what is due: claims it, announces it, posts it, and writes down what became of it.

A sender may die at any moment and loses nothing: what it had is in the database, and what it was
about to post is marked there before. Several work side by side on one PostgreSQL.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import uuid4

from bot.digests.attempt import Attempt, Attempts
from bot.digests.claim import Claimed, Claims
from bot.digests.desk import Desk
from bot.digests.line import Line
from bot.digests.pace import GRACE_DAYS, KEPT_DAYS, Pace, uptime
from bot.digests.verdict import Verdicts
from bot.store import deliveries, senders, spaces
from bot.store.database import StoreDownError
from bot.store.rows import Key

log = logging.getLogger(__name__)

A_DAY = 86_400
FORGOTTEN_AT_ONCE = 1_000
"""Old rows a transaction: the senders beside it must not wait."""
DOWN_SECONDS = 1.0
"""Between two tries to reach a database that is away."""
FULL_SECONDS = 0.02
"""Until the next look where a claim left something behind."""


class Sender:
    """One sender, for every platform it has a messenger for."""

    def __init__(
        self, desk: Desk, pace: Pace, adjust: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Every sign of life first calls `adjust`, which sets the desk's clock right."""
        self.id = uuid4().hex[:12]
        """New at every start: an old one would keep its own orphans alive."""
        self._database = desk.database
        self._clock = desk.clock
        self._pace = pace
        self._adjust = adjust
        self._claims = Claims(desk.database, desk.composer, pace, self.id)
        self._lines = {
            platform: Line(Attempts(messenger, desk.composer, desk.library, pace), pace)
            for platform, messenger in desk.messengers.items()
        }
        self._verdicts = Verdicts(desk.library, desk.messengers)
        self._alive_at = 0.0
        self._attempts: list[Attempt] = []
        self._under_way = set[asyncio.Task[None]]()
        self._held = set[Key]()
        """What is this sender's, as far as it knows."""
        self._is_unsure = False
        """Whether more may be: the answer to a claim's COMMIT was lost."""
        self._wake = asyncio.Event()
        self._ending = asyncio.Event()

    async def adopt(self) -> None:
        """Take over what another process left in a database that only one uses at a time.

        Where several work side by side, each is given the time of its lease.
        """
        if self._database.is_sqlite:
            async with self._database.write() as connection:
                await senders.bury_all(connection, int(self._now()), self._pace.settle)

    async def run(self, stop: asyncio.Event, drain_seconds: float) -> None:
        """Send until the stop; then finish what is under way and give back the rest."""
        steps = {"beat": self._beat, "claim": self._claim, "write": self._write, "tidy": self._tidy}
        loops = [asyncio.create_task(self._repeat(name, step)) for name, step in steps.items()]
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait({stopping, *loops}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stopping}:
                task.result()  # only a mistake of ours ends a loop
        finally:
            self._ending.set()
            self._wake.set()
            # a transaction that is cut short keeps SQLite locked for a while
            await asyncio.wait(loops, timeout=drain_seconds)
            for task in (stopping, *loops):
                task.cancel()
            await asyncio.gather(stopping, *loops, return_exceptions=True)
            await self._leave(drain_seconds)

    async def _repeat(self, name: str, step: Callable[[], Awaitable[float]]) -> None:
        """Take a step, wait as long as it says, and so on, through outages of the database."""
        is_down = False
        while not self._ending.is_set():
            try:
                wait = await step()
                if is_down:
                    log.info("the database is back", extra={"sender": self.id, "step": name})
                is_down = False
            except StoreDownError as error:
                if not is_down:
                    facts = {"sender": self.id, "step": name, "error": str(error)}
                    log.warning("the database is away", extra=facts)
                is_down, wait = True, DOWN_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._ending.wait()

    def _now(self) -> float:
        """UTC seconds."""
        return self._clock.now().timestamp()

    async def _beat(self) -> float:
        """Say that this sender is alive, and let go of what dead ones had."""
        started = uptime()
        if self._adjust:
            await self._adjust()
        now = int(self._now())
        async with self._database.write() as connection:
            await senders.beat(self._database, connection, self.id, now)
            await senders.bury(connection, now - self._pace.lease, now, self._pace.settle)
        self._alive_at = started
        return self._pace.beat

    def _is_alive(self) -> bool:
        """Whether the others surely take this sender for alive."""
        return uptime() - self._alive_at < self._pace.fence

    async def _claim(self) -> float:
        """Take what is due on every platform that has room."""
        now = self._now()
        if not self._alive_at or not self._is_alive():
            return FULL_SECONDS
        if self._is_unsure:
            async with self._database.write() as connection:
                await deliveries.release_but(connection, self._held, self.id, int(now))
            self._is_unsure = False
        rooms = {p: room for p, line in self._lines.items() if (room := line.room(now))}
        found = await senders.has_work(self._database, list(rooms), int(now))
        is_full = len(rooms) < len(self._lines)
        for platform in found:
            taken = await self._take(platform, rooms[platform])
            is_full = is_full or taken >= rooms[platform]
        if found:
            self._wake.set()
        return FULL_SECONDS if is_full else self._pace.poll

    async def _take(self, platform: str, most: int) -> int:
        line = self._lines[platform]
        self._is_unsure = True
        taken = await self._claims.take(line.attempts.messenger, platform, self._now(), most)
        self._is_unsure = False
        self._held.update(one.delivery.key for one in taken)
        line.push(taken)
        return len(taken)

    async def _write(self) -> float:
        """Settle what has ended and announce what comes next, in one transaction; then send it."""
        await self._something_to_do()
        if self._ending.is_set():
            return 0
        now, room = self._now(), self._pace.at_once - len(self._under_way)
        ended, self._attempts = self._attempts, []
        ready: dict[str, list[Claimed]] = {}
        for platform, line in self._lines.items() if self._is_alive() else ():
            ready[platform] = list(line.ready(now, room))
            room -= len(ready[platform])
        if not ended and not any(ready.values()):
            return self._pace.write
        try:
            announced = await self._announced(ended, ready, int(now))
        except BaseException:  # cancelled or away: nothing is lost
            self._attempts = ended + self._attempts
            for platform, claimed in ready.items():
                self._lines[platform].push(claimed)
            raise
        self._held -= {attempt.claimed.delivery.key for attempt in ended}
        self._held -= _keys(ready) - _keys(announced)
        for platform, claimed in announced.items():
            for one in claimed:
                self._start(self._attempt(self._lines[platform], one))
        return self._pace.write

    async def _something_to_do(self) -> None:
        """Wait for an outcome, a claim, or a turn."""
        now = self._now()
        turns = [at for line in self._lines.values() if (at := line.opens_at(now)) is not None]
        if not self._attempts:
            wait = max(0.0, min(turns) - now) if turns else None
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                pass
        self._wake.clear()

    async def _announced(
        self, ended: list[Attempt], ready: Mapping[str, list[Claimed]], now: int
    ) -> dict[str, list[Claimed]]:
        """Write outcomes and intents; gives what is to be posted or asked for, by platform."""
        announced: dict[str, list[Claimed]] = {}
        async with self._database.write() as connection:
            outcomes = [attempt.outcome for attempt in ended if attempt.outcome]
            await deliveries.settle(connection, outcomes, self.id, now)
            suspended = await self._verdicts.judge(connection, ended, now)
            for key, seconds in _holds(ended).items():
                await senders.hold(self._database, connection, key, now + seconds)
            for platform, claimed in ready.items():
                lead = self._lines[platform].attempts.messenger.lead
                keys = [one.delivery.key for one in claimed if not one.must_ask]
                mine = await deliveries.intend(connection, keys, self.id, now, now + lead)
                announced[platform] = [
                    one if one.must_ask else _announced(one, now, now + lead)
                    for one in claimed
                    if one.must_ask or one.delivery.key in mine
                ]
        for attempt in suspended:
            self._start(self._verdicts.tell(attempt))
        return announced

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _attempt(self, line: Line, claimed: Claimed) -> None:
        if self._is_alive():
            attempt = await line.attempts.make(claimed, self._now())
        else:
            attempt = line.attempts.put_off(claimed, self._now())
        line.note(attempt, self._now())
        if attempt.outcome is None:
            line.push([replace(claimed, asked=True)])
        else:
            self._attempts.append(attempt)
        self._wake.set()

    async def _tidy(self) -> float:
        """Forget what nobody asks for any more."""
        now = self._now()
        async with self._database.write() as connection:
            await senders.bury_strays(connection, int(now), self._pace.settle)
        gone = FORGOTTEN_AT_ONCE
        while gone >= FORGOTTEN_AT_ONCE and not self._ending.is_set():
            async with self._database.write() as connection:
                before = int(now) - KEPT_DAYS * A_DAY
                gone = await deliveries.forget(connection, before, FORGOTTEN_AT_ONCE)
                await senders.forget_buckets(connection, now - A_DAY)
        await spaces.purge(self._database, int(now) - GRACE_DAYS * A_DAY)
        return self._pace.tidy

    async def _leave(self, seconds: float) -> None:
        """Give back what is not begun, wait for what is, and write down how it ended."""
        try:
            await self._give_back()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=seconds)
            await self._announced(self._attempts, {}, int(self._now()))
            await self._give_back()
            async with self._database.write() as connection:
                await senders.leave(connection, self.id, int(self._now()), self._pace.settle)
        except StoreDownError as error:
            facts = {"sender": self.id, "error": str(error)}
            log.warning("the database is away: digests under way will be looked up", extra=facts)

    async def _give_back(self) -> None:
        unsent = [key for line in self._lines.values() for key in line.clear()]
        async with self._database.write() as connection:
            await deliveries.release(connection, unsent, self.id, int(self._now()))


def _keys(claimed: Mapping[str, Sequence[Claimed]]) -> set[Key]:
    return {one.delivery.key for some in claimed.values() for one in some}


def _announced(claimed: Claimed, now: int, show_at: int) -> Claimed:
    """The issue as it stands in the database from now on; `asked` and state stay as they are."""
    row = claimed.delivery
    row = replace(
        row,
        attempts=row.attempts + 1,
        tried_at=row.tried_at or now,
        show_at=max(row.run_at, show_at),
    )
    return replace(claimed, delivery=row)


def _holds(ended: list[Attempt]) -> dict[str, float]:
    """By bucket: for how many seconds all senders must leave it alone."""
    holds: dict[str, float] = {}
    for attempt in ended:
        if attempt.hold:
            holds[attempt.bucket] = max(attempt.hold, holds.get(attempt.bucket, 0.0))
    return dict(sorted(holds.items()))  # in one order, so that senders do not block one another
