"""Time zones: the tzdata package's rules, and what people call them."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global

from bot.requests import Language
from bot.search import countries
from bot.search.normalise import plain

VERSION = str(import_module("tzdata").IANA_VERSION)
"""Which edition of the rules: instants computed by another one are computed again."""
SHOWN = 25
"""Suggestions; Discord's limit for autocomplete (application commands)."""
START = tuple(
    """
    Europe/Brussels Europe/Paris Europe/London Europe/Berlin Europe/Rome Europe/Madrid
    Europe/Warsaw Europe/Amsterdam Europe/Lisbon Europe/Athens Europe/Istanbul Europe/Bucharest
    Europe/Prague Europe/Budapest Europe/Copenhagen Europe/Oslo Europe/Stockholm Europe/Helsinki
    Europe/Vilnius Atlantic/Reykjavik
    America/New_York America/Toronto America/Chicago America/Denver America/Los_Angeles
    """.split()  # noqa: SIM905 -- a literal would be 25 lines
)
"""Where most members live: suggested before anything is typed, and first among equals."""
_CITIES = {
    "America/New_York": "Washington, Norfolk, Boston, Philadelphia, Atlanta, Miami",
    "America/Chicago": "Dallas, Houston",
    "America/Los_Angeles": "San Francisco, San Diego, Seattle",
    "America/Toronto": "Ottawa, Québec",
    "Europe/Amsterdam": "The Hague, La Haye, Rotterdam, Brunssum",
    "Europe/Berlin": "Bonn, Cologne, Frankfurt, Francfort, Hamburg, Munich, Ramstein",
    "Europe/Brussels": "Antwerp, Anvers, Ghent, Gand, Liège, Mons",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/London": "Birmingham, Edinburgh, Glasgow, Manchester",
    "Europe/Madrid": "Barcelona, Barcelone",
    "Europe/Oslo": "Bergen, Stavanger",
    "Europe/Paris": "Bordeaux, Lille, Lyon, Marseille, Strasbourg, Toulouse",
    "Europe/Rome": "Milan, Naples, Turin",
    "Europe/Warsaw": "Gdansk, Krakow, Cracovie, Szczecin",
    "Europe/Zurich": "Bern, Berne, Geneva, Genève",
}
"""Capitals, commands and big cities of the Alliance that give no zone its name."""
_COUNTRIES = {
    "US": "USA, America",
    "GB": "UK, Great Britain, England, Scotland, Wales, Angleterre, Grande-Bretagne",
    "NL": "Holland, Hollande",
}


class UnknownZoneError(ValueError):
    """The tzdata package has no zone of that name."""


@cache
def zone(name: str) -> ZoneInfo:
    """The rules of a zone; old names and Etc/… are known too. Raises UnknownZoneError."""
    if name not in _accepted().values():
        raise UnknownZoneError(name)
    # the machine's own files may be older or missing, and every sender must see the same rules
    with _folder().joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def names() -> tuple[str, ...]:
    """The zones people choose from: each country's own, under the names of today."""
    return tuple(sorted(row.zone for row in _rows()))


def find(typed: str) -> str | None:
    """The one zone that is meant: by its name of today or of old, or by a city or country."""
    name = _accepted().get("_".join(typed.split()).casefold(), "")
    current = _current_names().get(name, name)
    if current in names():
        return current
    text = _squeezed(typed)
    whole = [key for key in _beginning(text) if key.is_whole and key.text == text]
    cities = {key.zone for key in whole if key.kind is _Kind.CITY}
    homes = {key.zone for key in whole if key.kind is _Kind.COUNTRY}
    main = {row.zone for row in _rows() if row.zone in homes and row.is_main}
    return next((found.pop() for found in (cities, homes, main) if len(found) == 1), name or None)


def complete(typed: str, language: Language) -> list[str]:
    """Zones that what was typed so far may lead to, best first; the reader's words first."""
    text = _squeezed(typed)
    if not text:
        return list(START)
    ranks: dict[str, tuple[int, ...]] = {}
    for key in _beginning(text):
        rank = key.rank(text, language)
        ranks[key.zone] = min(rank, ranks.get(key.zone, rank))
    ranked = sorted(ranks, key=ranks.__getitem__)
    found = find(typed)
    return list(dict.fromkeys([found, *ranked] if found else ranked))[:SHOWN]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of zone.tab: a zone of a country, and which part of it where there are several."""

    country: str
    zone: str
    part: str

    @property
    def is_main(self) -> bool:
        """Whether who names only the country means this one."""
        return not self.part or "most of " in self.part or "mainland" in self.part


class _Kind(IntEnum):
    CITY = 0
    COUNTRY = 1
    HINT = 2
    """The region before the slash, a country's code or a part of it: too weak to decide alone."""


@dataclass(frozen=True, slots=True)
class _Key:
    """Something a zone is called, from one of its words on, without spaces."""

    text: str
    kind: _Kind
    is_whole: bool
    language: Language | None
    order: tuple[int, ...]
    zone: str

    def rank(self, text: str, language: Language) -> tuple[int, ...]:
        """How well it answers a text that it begins with; the least is the best."""
        is_exact = self.text == text and self.is_whole and self.kind is not _Kind.HINT
        is_foreign = self.language not in {None, language}
        return (not is_exact, not self.is_whole, self.order[0], self.kind, is_foreign, *self.order)


def _beginning(text: str) -> Iterator[_Key]:
    keys = _keys()
    for place in range(bisect_left(keys, text, key=lambda key: key.text), len(keys)):
        if not keys[place].text.startswith(text):
            return
        yield keys[place]


@cache
def _keys() -> list[_Key]:
    start = {name: place for place, name in enumerate(START)}
    keys: list[_Key] = []
    for place, row in enumerate(_rows()):
        order = (start.get(row.zone, len(start)), not row.is_main, place)
        for kind, language, called in _called(row):
            words = plain(called).split()
            for first in range(len(words)):
                text = "".join(words[first:])
                keys.append(_Key(text, kind, not first, language, order, row.zone))
    return sorted(keys, key=lambda key: key.text)


def _called(row: _Row) -> Iterator[tuple[_Kind, Language | None, str]]:
    """Everything that people may call a zone."""
    for name in (row.zone, *_old_names().get(row.zone, ())):
        yield _Kind.CITY, None, name.rpartition("/")[2]
    for city in _CITIES.get(row.zone, "").split(","):
        yield _Kind.CITY, None, city
    for language in Language:
        named = cast("Mapping[str, Mapping[str, str]]", Locale(language.value).time_zones)
        yield _Kind.CITY, language, named.get(row.zone, {}).get("city", "")
        yield _Kind.COUNTRY, language, countries.name(row.country, language)
    for country in _COUNTRIES.get(row.country, "").split(","):
        yield _Kind.COUNTRY, None, country
    yield from ((_Kind.HINT, None, hint) for hint in (row.zone, row.country, row.part))


@cache
def _old_names() -> dict[str, list[str]]:
    old: dict[str, list[str]] = {}
    for name, current in _current_names().items():
        old.setdefault(current, []).append(name)
    return old


def _current_names() -> Mapping[str, str]:
    """By what zones were once called: Asia/Calcutta, US/Eastern."""
    return cast("Mapping[str, str]", get_global("zone_aliases"))


@cache
def _accepted() -> dict[str, str]:
    """Every name the package has a file for, by its lower case."""
    listed = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.casefold(): name for name in listed if name != "Factory"}


@cache
def _rows() -> tuple[_Row, ...]:
    text = _folder().joinpath("zone.tab").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple(_Row(line[0], line[2], "".join(line[3:])) for line in lines)


def _folder() -> Traversable:
    return files("tzdata").joinpath("zoneinfo")


def _squeezed(typed: str) -> str:
    """Without its spaces, and without the state or country of "Washington, DC"."""
    return plain(typed.partition(",")[0]).replace(" ", "")
