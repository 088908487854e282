"""A memory that forgets: what is older than so many seconds, and the oldest of what is too much."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """What was put in during the last `seconds`, at most `size` entries."""

    def __init__(
        self, seconds: float, size: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds = seconds
        self._size = size
        self._now = now
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """What was put in under `key`, unless it is forgotten."""
        put_at, value = self._kept.get(key, (None, None))
        if put_at is None or self._now() - put_at > self._seconds:
            return None
        return value

    def put(self, key: K, value: V) -> None:
        """Remember `value` from now on."""
        self._kept.pop(key, None)
        self._kept[key] = (self._now(), value)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
