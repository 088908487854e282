"""What both platforms of the fake have in common."""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.crash.faults import ANY, Body, Fault, Faults
from tests.crash.ledger import Message, Report, Traffic

BODIES = 500
"""Of the last posts; more would fill the memory."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was read: whether it posts, what it asks for, and where."""

    kind: str
    action: str
    channel: str
    fields: Body


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: anything that JSON can hold, or text."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a channel answers to requests of a kind, whatever they say."""

    reply: Reply
    on: str = ANY


class Side(ABC):
    """One platform."""

    name: str
    content_type: str

    def __init__(self, seed: int) -> None:
        self.traffic = Traffic()
        self.faults = Faults(seed)
        self.refusals: dict[str, Refusal] = {}
        """By channel."""
        self.bodies: deque[Body] = deque(maxlen=BODIES)
        self.journal: Callable[[Message], None] = lambda _: None

    @abstractmethod
    def read(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Call:
        """Understand a request."""

    @abstractmethod
    def limited(self, now: float) -> Reply | None:
        """An answer for who asks too often."""

    @abstractmethod
    def failed(self, fault: Fault) -> Reply:
        """The answer that a fault makes the platform give."""

    @abstractmethod
    def done(self, call: Call, now: float) -> Reply:
        """Do what is asked."""

    @abstractmethod
    def report(self) -> Report:
        """All that happened."""

    def refused(self, call: Call) -> Reply | None:
        """What the channel answers, if it was told to."""
        refusal = self.refusals.get(call.channel)
        return refusal.reply if refusal and refusal.on in (ANY, call.kind) else None
