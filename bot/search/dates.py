"""Days as people type them: 4 April 1949, april 4, 4 avril, 1999, 1999-03-12."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from bot.requests import Language
from bot.search.normalise import plain
from bot.words import LEAP_YEAR


@dataclass(frozen=True, slots=True)
class Typed:
    """As much of a day as was typed; 0 where it was not."""

    year: int = 0
    month: int = 0
    day: int = 0

    def matches(self, date: str) -> bool:
        """Whether a known day (1949-04-04, 1949-04, 1949) is one that is meant."""
        parts = [int(part) for part in date.split("-")]
        wanted = [self.year, self.month, self.day]
        given = [w for w in wanted if w]
        known = parts + [0] * (3 - len(parts))
        return bool(given) and all(k == w for w, k in zip(wanted, known, strict=True) if w)

    def __str__(self) -> str:
        """In a form that reads back: 1949-04-04, 04-04, 1949."""
        numbers = [f"{self.year:04}" if self.year else ""]
        numbers += [f"{number:02}" for number in (self.month, self.day) if number]
        return "-".join(number for number in numbers if number)


def typed(text: str) -> Typed | None:
    """The day in a text, or None where it holds none that exists."""
    day = _read(text)
    if day is None:
        return None
    try:
        dt.date(day.year or LEAP_YEAR, day.month or 1, day.day or 1)
    except ValueError:
        return None
    return day


def decade(asked: str) -> int | None:
    """The first year of the decade that plain words name: the 1990s, the nineties."""
    if found := _DECADE.search(asked):
        tens = int(found[2] or _TENS[found[3]])
        century = int(found[1] or (20 if tens < 40 else 19))  # noqa: PLR2004 -- the bot knows no 1930s
        return century * 100 + tens
    return None


_TENS = {
    "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
    "cinquante": 50, "soixante": 60, "soixante dix": 70, "quatre vingt": 80, "quatre vingts": 80,
    "quatre vingt dix": 90, "deux mille": 0, "deux mille dix": 10,
}  # fmt: skip
_DECADE = re.compile(
    r"\b(?:the|annees|early|late|mid) "
    rf"(?:(19|20)?(\d0)s?|({'|'.join(sorted(_TENS, key=len, reverse=True))}))\b"
)


def _read(text: str) -> Typed | None:
    if found := re.search(r"\b(\d{4})-(0\d|1[0-2])(?:-(\d\d))?\b", text):
        return Typed(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := re.fullmatch(r"(\d\d)-(\d\d)", text.strip()):
        return Typed(0, int(found[1]), int(found[2]))
    words = plain(text).split()
    months = _months()
    month = next((months[word] for word in words if word in months), 0)
    numbers = [int(n) for w in words if (n := re.sub(r"(?:st|nd|rd|th|er)$", "", w)).isdecimal()]
    year = next((n for n in numbers if 1900 <= n <= 2100), 0)  # noqa: PLR2004 -- the years that matter
    day = next((n for n in numbers if month and 1 <= n <= 31), 0)  # noqa: PLR2004
    return Typed(year, month, day) if year or (month and day) else None


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms, in both languages."""
    return {
        plain(name): number
        for language in Language
        for width in ("wide", "abbreviated")
        for number, name in Locale(language.value).months["format"][width].items()
    }
