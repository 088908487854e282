"""Digests as JSON lines, a form that scripts write and that other databases read."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast

from bot.digests import reading, zones
from bot.digests.compose import Wish
from bot.digests.orders import Order
from bot.digests.schedule import EVERY_DAY, Timetable
from bot.errors import OperatorError
from bot.ports import Place
from bot.requests import Language
from bot.search.entry import Kind
from bot.search.index import Index

KEYS = (
    *("platform", "space", "channel", "thread", "at", "zone", "days", "lang", "topics"),
    *("paused", "by"),
)
NINE = 9 * 60
LONGEST_ID = 100
"""Characters; no platform has longer ones."""
NEAR = 3
"""Zones or topics that are offered for one that is not known."""
SHOWN = 80
"""Characters of a wrong value that are shown back."""
KEPT = 4096
"""Words of each kind whose meaning is kept: most lines say the same ones."""

Read = TypeVar("Read")


class WrongFieldError(ValueError):
    """What is wrong with a field, without its name."""


class Reader:
    """Reads orders, and names every mistake; what it has read once it need not look up again."""

    def __init__(self, platforms: Collection[str], index: Index) -> None:
        self._platforms = tuple(platforms)
        self._index = index
        self._minute = lru_cache(KEPT)(reading.minute)
        self._days = lru_cache(KEPT)(reading.weekdays)
        self._zone = lru_cache(KEPT)(zones.find)
        self._topic = lru_cache(KEPT)(self._named)

    def lines(self, lines: Iterable[str]) -> list[Order]:
        """The orders of all lines that are not empty; raises OperatorError with every mistake."""
        orders, problems = list[Order](), list[str]()
        for number, line in enumerate(lines, start=1):
            try:
                if line.strip():
                    orders.append(self.order(_object(line)))
            except OperatorError as error:
                problems += (f"line {number}: {detail}" for detail in error.details)
        if problems:
            raise OperatorError("nothing is imported: mend these lines first", problems)
        return orders

    def order(self, given: Mapping[str, object]) -> Order:
        """One order; raises OperatorError with a line for each mistake."""
        form = _Form(given)
        place = Place(
            platform=form.take("platform", self._platform_of, ""),
            space=form.take("space", _id, ""),
            channel=form.take("channel", _id, ""),
            thread=form.take("thread", _id, "") if given.get("thread") else "",
        )
        minute = form.take("at", self._minute_of, NINE)
        weekdays = form.take("days", self._weekdays_of, EVERY_DAY)
        zone = form.take("zone", self._zone_of, "")
        language = form.take("lang", _language, Language.EN)
        topics = form.take("topics", self._topics_of, tuple[str, ...]())
        paused = form.take("paused", _paused, None)
        by = form.take("by", _id, "") if given.get("by") else ""
        form.close()
        return Order(
            place=place,
            timetable=Timetable(minute, weekdays, zone),
            wish=Wish(language, topics),
            by=by,
            paused=paused is True,
            not_before=paused if isinstance(paused, dt.date) else None,
        )

    def _platform_of(self, value: object) -> str:
        if _text(value) not in self._platforms:
            raise WrongFieldError(f"{_shown(value)} is none of {', '.join(self._platforms)}")
        return str(value)

    def _minute_of(self, value: object) -> int:
        try:
            return NINE if value is None else self._minute(_text(value))
        except reading.ReadingError:
            told = f"{_shown(value)} is no time of day: write 09:00, 21:30 or 9 am"
            raise WrongFieldError(told) from None

    def _weekdays_of(self, value: object) -> int:
        if value is None:
            return EVERY_DAY
        try:
            days = _texts(value)
            if days is None:
                return self._days(_text(value))
            bits = 0
            for day in days:
                bits |= self._days(day) if day.strip() else 0
        except reading.ReadingError as error:
            told = f"{_shown(error.word)} is no day of the week: write mon-fri, or mon,wed,fri"
            raise WrongFieldError(told) from None
        if not bits:
            raise WrongFieldError("names no day: leave it out for every day")
        return bits

    def _zone_of(self, value: object) -> str:
        found = self._zone(_text(value))
        if found is None:
            near = ", ".join(zones.complete(str(value), Language.EN)[:NEAR])
            hint = f"did you mean {near}?" if near else "write one such as Europe/Brussels"
            raise WrongFieldError(f"{_shown(value)} is no time zone: {hint}")
        return found

    def _topics_of(self, value: object) -> tuple[str, ...]:
        if value is None:
            return ()
        names = _texts(value)
        if names is None:
            names = _text(value).split(",")
        return tuple(dict.fromkeys(self._topic(name) for name in names if name.strip()))

    def _named(self, name: str) -> str:
        entry = self._index.named(name, Kind.TOPIC)
        if entry is None:
            near = ", ".join(e.id for e in self._index.nearest(name, Kind.TOPIC, NEAR))
            hint = f"did you mean {near}?" if near else "`nato-bot export` lists them"
            raise WrongFieldError(f"{_shown(name.strip())} is no topic: {hint}")
        return entry.id


class _Form:
    """Takes the fields out one by one, and keeps what is wrong with them."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given
        self._problems = [
            f"{_shown(key)}: there is no such field, but {', '.join(KEYS)}"
            for key in given
            if key not in KEYS
        ]

    def take(self, key: str, read: Callable[[object], Read], otherwise: Read) -> Read:
        """What is read of a field; a wrong one is noted, and gives something to go on with."""
        try:
            return read(self._given.get(key))
        except WrongFieldError as error:
            self._problems.append(f"{key}: {error}")
            return otherwise

    def close(self) -> None:
        """Raise OperatorError where anything was wrong."""
        if self._problems:
            raise OperatorError("; ".join(self._problems), self._problems)


def written(order: Order) -> dict[str, object]:
    """The fields of an order, those left out that say nothing more."""
    place, timetable, wish = order.place, order.timetable, order.wish
    days = reading.codes(timetable.weekdays)
    fields: dict[str, object] = {
        "platform": place.platform,
        "space": place.space,
        "channel": place.channel,
        "thread": place.thread,
        "at": reading.show_minute(timetable.minute, Language.EN),
        "zone": timetable.zone,
        "days": [] if timetable.weekdays == EVERY_DAY else days,
        "lang": wish.language.value,
        "topics": list(wish.topics),
        "paused": order.not_before.isoformat() if order.not_before else order.paused,
        "by": order.by,
    }
    return {key: value for key, value in fields.items() if value}


def line(fields: Mapping[str, object]) -> str:
    """As one line of JSON."""
    return json.dumps(fields, ensure_ascii=False)


def _object(text: str) -> Mapping[str, object]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        told = f"is no JSON: {error}"
        raise OperatorError(told, [told]) from None
    if not isinstance(found, dict):
        told = 'is no object: write {"platform": …, "space": …, "channel": …, "zone": …}'
        raise OperatorError(told, [told])
    return cast("dict[str, object]", found)


def _text(value: object) -> str:
    if value is None:
        raise WrongFieldError("is missing")
    if not isinstance(value, str):
        raise WrongFieldError(f'{_shown(value)} is no text: write it in quotes, "…"')
    return value


def _texts(value: object) -> list[str] | None:
    """Those of a list; None where it is none."""
    if not isinstance(value, list):
        return None
    return [_text(item) for item in cast("list[object]", value)]


def _id(value: object) -> str:
    """Not a number: many programs round those that are as long as Discord's."""
    text = _text(value)
    if not text.isprintable() or " " in text or not 0 < len(text) <= LONGEST_ID:
        raise WrongFieldError(f"{_shown(value)} is no id")
    return text


def _language(value: object) -> Language:
    try:
        return Language.EN if value is None else Language(_text(value))
    except ValueError:
        raise WrongFieldError(f"{_shown(value)} is none of {', '.join(Language)}") from None


def _paused(value: object) -> bool | dt.date | None:
    """Whether it waits until it is resumed, or the first day again."""
    if value is None or isinstance(value, bool):
        return value
    try:
        day = dt.date.fromisoformat(_text(value))
    except ValueError:
        day = dt.date.max
    if day.year > reading.LAST_YEAR:
        raise WrongFieldError(f"{_shown(value)} is neither true nor a date such as 2027-01-31")
    return day


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
