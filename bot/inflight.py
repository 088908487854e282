"""The answers being given right now, so that a stop can wait for them."""

import asyncio
from collections.abc import Coroutine
from types import TracebackType


class InFlight:
    """`with in_flight:` around giving an answer; `await in_flight.drained(10)` at the stop."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._tasks = set[asyncio.Task[None]]()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._count

    def __enter__(self) -> None:
        self._count += 1
        self._idle.clear()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Work in a task of its own: in flight from this moment on, not from its first step."""
        self.__enter__()
        task = asyncio.create_task(work)
        self._tasks.add(task)  # the loop itself would let go of it
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.__exit__(None, None, None)

    async def drained(self, seconds: float) -> bool:
        """Wait until nothing is in flight, or `seconds` are over: then False."""
        try:
            async with asyncio.timeout(seconds):
                while self._count:  # one may begin as the last one ends
                    await self._idle.wait()
        except TimeoutError:
            return False
        return True
