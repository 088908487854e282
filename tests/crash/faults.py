"""What may go wrong on a platform's side, drawn by a seed so that a run can be repeated."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Body: TypeAlias = dict[str, Any]
POST, READ, ANY = "post", "read", "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How a request fails; the default is that it does not."""

    stores: bool = True
    drops: bool = False
    """Closes the connection without a word."""
    status: int = 0
    """0 for the true answer."""
    bare: bool = False
    """A 429 of the network before the platform: no `Via`, no JSON."""
    whole: bool = False
    """A 429 for the whole application, not for one channel."""
    seconds: float = 0.0
    """Of a 429: when to come again."""
    delay: float = 0.0
    """Seconds between storing and answering."""


FAULTS: Mapping[str, Fault] = {
    "stored_then_dropped": Fault(drops=True),
    "dropped": Fault(drops=True, stores=False),
    "stored_then_500": Fault(status=500),
    "refused_503": Fault(status=503, stores=False),
    "refused_401": Fault(status=401, stores=False),
    "limited": Fault(status=429, stores=False, seconds=0.2),
    "limited_whole": Fault(status=429, stores=False, seconds=0.2, whole=True),
    "limited_bare": Fault(status=429, stores=False, seconds=0.2, bare=True),
    "slow": Fault(delay=1.0),
}
NONE = Fault()


@dataclass(slots=True, kw_only=True)
class Rule:
    """When a fault happens: the next `count` times, or by chance."""

    fault: Fault
    on: str = POST
    probability: float = 0.0
    count: int = 0

    def happens(self, dice: random.Random, kind: str) -> bool:
        """Whether it happens to this request; a count is used up by it."""
        if self.on not in (ANY, kind):
            return False
        if self.count:
            self.count -= 1
            return True
        return bool(self.probability) and dice.random() < self.probability


class Faults:
    """The rules of one platform."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 -- a repeatable one is wanted
        self._rules: list[Rule] = []

    def set(self, rules: Mapping[str, Body]) -> None:
        """Take these rules in place of the former ones, by the names of FAULTS.

        `{"stored_then_dropped": {"probability": 0.1}, "slow": {"count": 3, "seconds": 11}}`;
        `on` is post (the default), read or any.
        """
        self._rules = [_rule(name, **rule) for name, rule in rules.items()]

    def drawn(self, kind: str) -> Fault:
        """What happens to a request that posts or reads; a delay adds to another fault."""
        if not self._rules:
            return NONE
        happening = [r.fault for r in self._rules if r.happens(self._dice, kind)]
        fault = next((f for f in happening if not f.delay), NONE)
        return replace(fault, delay=sum(f.delay for f in happening))


def _rule(
    name: str,
    *,
    on: str = POST,
    probability: float = 0.0,
    count: int = 0,
    seconds: float | None = None,
) -> Rule:
    fault = FAULTS[name]
    if seconds is not None:
        delayed = replace(fault, delay=seconds)
        fault = delayed if fault.delay else replace(fault, seconds=seconds)
    return Rule(fault=fault, on=on, probability=probability, count=count)
