"""What a service has people and platforms ask over the web port, without knowing its server."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as it came; the names of its headers are in small letters."""

    headers: Mapping[str, str]
    body: bytes = b""
    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered; by its headers, text that nobody is to show as a page."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


Route: TypeAlias = Callable[[Received], Awaitable[Reply]]
Routes: TypeAlias = "dict[tuple[str, str], Route]"
"""By method and path. A service adds its own when it can answer, and takes them away at its end."""
