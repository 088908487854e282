"""What an adapter asks of the core."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Language(StrEnum):
    """The languages the content exists in: NATO's two official ones (Treaty, Article 14)."""

    EN = "en"
    FR = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from. Ids are opaque: only their platform knows what they mean."""

    platform: str
    space: str | None = None
    """The guild or workspace; None in direct messages and in the console."""
    channel: str | None = None
    thread: str | None = None
    asker: str | None = None
    spoken: Language | None = None
    """What the place speaks by its own settings (a server's locale); None where the request names
    its language itself, as in the terminal."""
    people_are_local: bool = False
    """Whether the asker's id means something in this space alone."""
    zone: str | None = None
    """The asker's time zone, where the platform tells it."""
    may_administer: bool = False
    """Whether the asker may configure the bot for the whole space."""


CONSOLE = Origin(platform="console")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One command with its arguments, stripped of its platform."""

    command: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    """By argument name, as typed; an argument left out is absent or empty."""
    language: Language = Language.EN
    origin: Origin = CONSOLE
    page: int = 0
    """Of a long answer, from 1: somebody turned to it. 0 asks anew."""
    is_shared: bool = False
    """Whether the asker wants everybody to see the answer."""
