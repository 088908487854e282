"""Hours, days of the week and dates as people type them in both languages, and shown back."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import product

from babel import Locale
from babel.lists import format_list

from bot.digests.schedule import EVERY_DAY, MINUTES
from bot.requests import Language
from bot.search import dates
from bot.search.normalise import plain

SHOWN = 25
"""Suggestions; Discord's limit for autocomplete (application commands)."""
WORKDAYS = 0b0011111
WEEKEND = 0b1100000
LAST_YEAR = 2100
"""Later ones are slips of the finger, and the calendar itself ends with 9999."""
WEEK = 7
_HOUR = 60
_NOON = 12 * _HOUR


class ReadingError(ValueError):
    """Something typed that cannot be read; `word` is the part at fault."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


_TIME = re.compile(
    r"(?:at|a)?(\d{1,2})"
    r"(?:(?:[:.h]|heures?|(?<=\d\d))(\d\d))?"  # 9:30, 9.30, 9h30, 0930
    r"(?:h|heures?|hours|oclock)?(am|pm)?",
    re.ASCII,
)
_NAMED_TIMES = {"noon": _NOON, "midday": _NOON, "midi": _NOON, "midnight": 0, "minuit": 0}
_USUAL = [_HOUR * hour for hour in (9, 8, 12, *range(6, 24), *range(6))]
"""The hours suggested first."""


def minute(typed: str) -> int:
    """Minutes since midnight: 9, 09:00, 9.30, 0930, 9 h 30, 9:30 pm, noon, minuit."""
    text = _without_spaces(typed)
    if text in _NAMED_TIMES:
        return _NAMED_TIMES[text]
    found = _TIME.fullmatch(text)
    if found is None:
        raise ReadingError(typed.strip())
    hour, past, half = int(found[1]), int(found[2] or 0), found[3]
    # 12 am is midnight and 12 pm is noon
    since_midnight = hour % 12 * _HOUR + _NOON * (half == "pm") if half else hour * _HOUR
    has_half_hour = not half or hour in range(1, 13)
    if past >= _HOUR or since_midnight >= MINUTES or not has_half_hour:
        raise ReadingError(typed.strip())
    return since_midnight + past


def show_minute(minute: int, language: Language) -> str:
    """09:00, 9 h 00."""
    hour, past = divmod(minute, _HOUR)
    if language is Language.FR:
        return f"{hour}\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}{past:02}"
    return f"{hour:02}:{past:02}"


def complete_minutes(typed: str) -> list[str]:
    """Times that what was typed so far may lead to; an hour leads to its quarters."""
    text = re.sub("[h.]", ":", _without_spaces(typed))
    found = _read(minute, typed)
    if found and not found[0] % _HOUR:
        found += [found[0] + past for past in (15, 30, 45)]
    steps = range(0, _HOUR, 5 if ":" in text else 30)
    begun = (hour + past for past, hour in product(steps, _USUAL) if _begins(text, hour + past))
    shown = [show_minute(minute, Language.EN) for minute in dict.fromkeys([*found, *begun])]
    return shown[:SHOWN]


def _begins(text: str, minute: int) -> bool:
    shown = show_minute(minute, Language.EN)
    return shown.startswith(text) or shown.removeprefix("0").startswith(text)


def _without_spaces(typed: str) -> str:
    text = re.sub(r"(?<=\d)\s+(?=\d)", ":", _lower(typed))
    text = re.sub(r"[\s'\u2019]", "", text)
    return re.sub(r"([ap])\.m\.?$", r"\1m", text)


_PART = re.compile(r"(\S+)(?: (?:-|to|through|thru|au|a) (\S+))?")
"""A day, or the first and the last of several."""
_FILLER = re.compile(r"\b(?:and|from|every|each|on|et|du|de|des|le|la|les|tous|chaque|en)(?: |$)")
_GROUPS = {
    **dict.fromkeys(("daily", "everyday", "quotidien"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays", "semaine"), WORKDAYS),
    **dict.fromkeys(("weekend", "weekends"), WEEKEND),
}
_PHRASES = {
    **dict.fromkeys(("", "every day", "all days", "all week"), EVERY_DAY),
    **dict.fromkeys(("tous les jours", "chaque jour", "toute la semaine"), EVERY_DAY),
    **dict.fromkeys(("week days", "working days"), WORKDAYS),
    **dict.fromkeys(("jours de semaine", "jours ouvres"), WORKDAYS),
    "fin de semaine": WEEKEND,
}
_ALSO = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
"""What people write beside the abbreviations of Unicode's locale data."""
_SUGGESTED = {
    Language.EN: ("every day", "weekdays", "weekend"),
    Language.FR: ("tous les jours", "semaine", "weekend"),
}
_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORTEST_SPAN = 3


def weekdays(typed: str) -> int:
    """Days as bits: mon-fri, lun-ven, weekdays, mon,wed,fri, du samedi au lundi; "" is every day.

    Raises ReadingError with the first word that is no day.
    """
    words = _words(typed)
    if typed.strip() and not words:
        raise ReadingError(typed.strip())
    phrase = " ".join(words)
    if phrase in _PHRASES:
        return _PHRASES[phrase]
    bits = 0
    for first, last in _PART.findall(_FILLER.sub("", phrase)):
        bits |= _span(_day(first), _day(last)) if last else _GROUPS.get(first) or 1 << _day(first)
    if not bits:
        raise ReadingError(typed.strip())
    return bits


def show_weekdays(bits: int, language: Language) -> str:
    """Every day; Monday to Friday; du samedi au lundi; Monday, Wednesday and Friday."""
    if bits == EVERY_DAY:
        return {Language.EN: "every day", Language.FR: "tous les jours"}[language]
    names = _names(language)
    days = [day for day in range(WEEK) if bits >> day & 1]
    first = next(day for day in days if not bits >> (day - 1) % WEEK & 1)
    last = (first + len(days) - 1) % WEEK
    if len(days) >= _SHORTEST_SPAN and _span(first, last) == bits:
        text = {Language.EN: "{} to {}", Language.FR: "du {} au {}"}[language]
        return text.format(names[first], names[last])
    # British English, as in the dates: no comma before "and"
    locale = {Language.EN: "en_GB", Language.FR: "fr"}[language]
    return format_list([names[day] for day in days], locale=locale)


def complete_weekdays(typed: str, language: Language) -> list[tuple[str, str]]:
    """Labels with values that read back, for what was typed so far; its last word may be begun."""
    text = " ".join(_words(typed))
    head, _, begun = text.rpartition(" ")
    words = (*_SUGGESTED[language], *(plain(name) for name in _names(language)))
    likely = [text] if text else []
    likely += [word for word in words if word.startswith(text)]
    likely += [f"{head} {word}" for word in words if head and word.startswith(begun)]
    found = dict.fromkeys(bits for words in likely for bits in _read(weekdays, words))
    return [(show_weekdays(bits, language), ",".join(codes(bits))) for bits in found][:SHOWN]


def codes(bits: int) -> list[str]:
    """Days as `weekdays` reads them in either language: mon, tue."""
    return [code for day, code in enumerate(_CODES) if bits >> day & 1]


def _span(first: int, last: int) -> int:
    """Bits from one day to another, over the end of the week where need be."""
    return sum(1 << (first + n) % WEEK for n in range((last - first) % WEEK + 1))


def _day(word: str) -> int:
    day = _days().get(word)
    if day is None:
        raise ReadingError(word)
    return day


def _words(typed: str) -> list[str]:
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", _lower(typed))
    return re.findall(r"[^\W_]+|-", re.sub("week ?- ?end", "weekend", text))


@cache
def _names(language: Language) -> tuple[str, ...]:
    """From Monday to Sunday."""
    names = Locale(language.value).days["format"]["wide"]
    return tuple(str(names[day]) for day in range(WEEK))


@cache
def _days() -> dict[str, int]:
    """Every name and short form of a day, in both languages."""
    days = {
        plain(name): number
        for language, width in product(Language, ("wide", "abbreviated", "short"))
        for number, name in Locale(language.value).days["format"][width].items()
    }
    plurals = {f"{plain(n)}s": day for lang in Language for day, n in enumerate(_names(lang))}
    return days | plurals | _ALSO


_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}))?", re.ASCII)
"""Day first, as both languages write it."""
_NAMED_DAYS = {
    **dict.fromkeys(("today", "aujourd hui"), 0),
    **dict.fromkeys(("tomorrow", "demain"), 1),
    **dict.fromkeys(("day after tomorrow", "apres demain"), 2),
}
_FILLER_OF_DATES = re.compile(r"\b(?:until|till|on|next|this|the|jusqu.au|au|a|le|ce) | prochain$")
_YEARLESS = re.compile(r"\d\d-\d\d|\D*\d{1,2}\D*")
"""A further number would be a year that was not understood: 5 January 28."""
_TO_LEAP_DAY = 8 * 366
"""Days that surely hold a 29 February, past a century without one."""


def date(typed: str, today: dt.date) -> dt.date:
    """A date in figures or words; without its year, or as a day of the week, the next one."""
    words = _FILLER_OF_DATES.sub("", plain(typed))
    if words in _NAMED_DAYS:
        return today + dt.timedelta(days=_NAMED_DAYS[words])
    if words in _days():
        return today + dt.timedelta(days=(_days()[words] - today.weekday() - 1) % WEEK + 1)
    text = _year_first(_FILLER_OF_DATES.sub("", _lower(typed)))
    day = dates.typed(text)
    if day is None or not (day.month and day.day and day.year <= LAST_YEAR):
        raise ReadingError(typed.strip())
    if day.year:
        return dt.date(day.year, day.month, day.day)
    if not _YEARLESS.fullmatch(text):
        raise ReadingError(typed.strip())
    coming = (today + dt.timedelta(days=n) for n in range(_TO_LEAP_DAY))
    return next(then for then in coming if (then.month, then.day) == (day.month, day.day))


def _year_first(typed: str) -> str:
    found = _NUMERIC.fullmatch(typed)
    if found is None:
        return typed
    day, _, month, year = found.groups(default="")
    return f"{year}{'-' if year else ''}{month:0>2}-{day:0>2}"


def _read(read: Callable[[str], int], typed: str) -> list[int]:
    try:
        return [read(typed)]
    except ReadingError:
        return []


def _lower(text: str) -> str:
    """Without case and accents; unlike `plain` it keeps the marks between words."""
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).strip()
