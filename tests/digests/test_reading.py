"""Hours, days and dates as people type them, in both languages."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests import reading
from bot.digests.reading import ReadingError
from bot.requests import Language

STEADY = settings(deadline=None, derandomize=True, max_examples=200)
LANGUAGES = st.sampled_from(list(Language))
TODAY = dt.date(2026, 11, 23)
"""A Monday."""


@pytest.mark.parametrize(
    ("typed", "hour", "past"),
    [
        ("9", 9, 0),
        ("09:00", 9, 0),
        ("9.30", 9, 30),
        ("9h", 9, 0),
        ("9 h 30", 9, 30),
        ("9\u00a0h\u00a030", 9, 30),
        ("9 30", 9, 30),
        ("0930", 9, 30),
        ("9am", 9, 0),
        ("9 a.m.", 9, 0),
        ("9:30 pm", 21, 30),
        ("9:30 P.M.", 21, 30),
        ("12 am", 0, 0),
        ("12:15 pm", 12, 15),
        ("21h05", 21, 5),
        ("à 9 heures", 9, 0),
        ("9 heures 15", 9, 15),
        ("at 9 o'clock", 9, 0),
        ("2130 hours", 21, 30),
        ("noon", 12, 0),
        ("Midi", 12, 0),
        ("midnight", 0, 0),
        ("minuit", 0, 0),
        ("0:00", 0, 0),
        ("23:59", 23, 59),
    ],
)
def test_a_time_of_day_is_read(typed: str, hour: int, past: int) -> None:
    assert reading.minute(typed) == hour * 60 + past


@pytest.mark.parametrize(
    "typed",
    ["24:00", "9:75", "soon", "", "9:5", "930", "13 pm", "0 am", "-9", "9:00:00", "1 2", "9 10 11"],
)
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(ReadingError) as refused:
        reading.minute(f" {typed} ")

    assert refused.value.word == typed


@STEADY
@given(st.integers(0, 1439), LANGUAGES)
def test_a_time_shown_reads_back(minute: int, language: Language) -> None:
    assert reading.minute(reading.show_minute(minute, language)) == minute


def test_a_time_is_shown_as_the_language_writes_it() -> None:
    assert reading.show_minute(540, Language.EN) == "09:00"
    assert reading.show_minute(540, Language.FR) == "9\u00a0h\u00a000"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14", ["14:00", "14:15", "14:30", "14:45"]),
        ("9 pm", ["21:00", "21:15", "21:30", "21:45"]),
        ("9:30 pm", ["21:30"]),
        ("14:3", ["14:30", "14:35"]),
        ("14h3", ["14:30", "14:35"]),
        ("noon", ["12:00", "12:15", "12:30", "12:45"]),
        ("25", []),
        ("soon", []),
    ],
)
def test_an_hour_begun_is_completed(typed: str, expected: list[str]) -> None:
    assert reading.complete_minutes(typed) == expected


def test_nothing_typed_suggests_the_usual_hours() -> None:
    suggested = reading.complete_minutes("")

    assert suggested[:3] == ["09:00", "08:00", "12:00"]
    assert len(suggested) == reading.SHOWN


def test_one_digit_may_still_become_two() -> None:
    suggested = reading.complete_minutes("2")

    assert suggested[0] == "02:00"
    assert {"20:00", "21:00", "23:30"} <= set(suggested)


MON, TUE, WED, THU, FRI, SAT, SUN = (1 << day for day in range(7))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", 127),
        ("daily", 127),
        ("every day", 127),
        ("tous les jours", 127),
        ("chaque jour", 127),
        ("weekdays", 31),
        ("every weekday", 31),
        ("semaine", 31),
        ("en semaine", 31),
        ("jours de semaine", 31),
        ("weekend", SAT | SUN),
        ("le week-end", SAT | SUN),
        ("week\u2011end", SAT | SUN),
        ("mon-fri", 31),
        ("Monday \u2013 Friday", 31),
        ("from monday to friday", 31),
        ("lun-ven", 31),
        ("du lundi au vendredi", 31),
        ("lundi à vendredi", 31),
        ("sat-mon", SAT | SUN | MON),
        ("mon,wed,fri", MON | WED | FRI),
        ("monday wednesday", MON | WED),
        ("Mondays and Thursdays", MON | THU),
        ("lun. et jeu.", MON | THU),
        ("tous les mardis", TUE),
        ("mon-wed + sat", MON | TUE | WED | SAT),
        ("weekdays and sunday", 31 | SUN),
        ("tues/thurs", TUE | THU),
        ("fri-fri", FRI),
    ],
)
def test_days_of_the_week_are_read(typed: str, expected: int) -> None:
    assert reading.weekdays(typed) == expected


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("mtwtf", "mtwtf"),
        ("mon, soon", "soon"),
        ("every other day", "other"),
        ("every", "every"),
        ("mon-", "-"),
        ("mon-weekend", "weekend"),
        ("mon-wed-fri", "-"),
        ("mars", "mars"),
        ("???", "???"),
    ],
)
def test_the_word_that_is_no_day_is_named(typed: str, word: str) -> None:
    with pytest.raises(ReadingError) as refused:
        reading.weekdays(typed)

    assert refused.value.word == word


@pytest.mark.parametrize(
    ("bits", "english", "french"),
    [
        (127, "every day", "tous les jours"),
        (31, "Monday to Friday", "du lundi au vendredi"),
        (SAT | SUN, "Saturday and Sunday", "samedi et dimanche"),
        (SAT | SUN | MON, "Saturday to Monday", "du samedi au lundi"),
        (MON | WED | FRI, "Monday, Wednesday and Friday", "lundi, mercredi et vendredi"),
        (SUN, "Sunday", "dimanche"),
    ],
)
def test_days_are_shown_in_words(bits: int, english: str, french: str) -> None:
    assert reading.show_weekdays(bits, Language.EN) == english
    assert reading.show_weekdays(bits, Language.FR) == french


@pytest.mark.parametrize("language", Language)
def test_all_days_shown_read_back(language: Language) -> None:
    for bits in range(1, 128):
        assert reading.weekdays(reading.show_weekdays(bits, language)) == bits


@pytest.mark.parametrize(
    ("typed", "language", "labels"),
    [
        ("week", Language.EN, ["Monday to Friday", "Saturday and Sunday"]),
        ("mon-f", Language.EN, ["Monday to Friday"]),
        ("fri, sa", Language.EN, ["Friday and Saturday"]),
        ("ev", Language.EN, ["every day"]),
        ("m", Language.FR, ["mardi", "mercredi"]),
        ("tous les j", Language.FR, ["tous les jours", "jeudi"]),
        ("soon", Language.EN, []),
    ],
)
def test_days_begun_are_completed(typed: str, language: Language, labels: list[str]) -> None:
    assert [label for label, _ in reading.complete_weekdays(typed, language)] == labels


@pytest.mark.parametrize("language", Language)
def test_suggested_days_read_back_from_label_and_value(language: Language) -> None:
    suggested = reading.complete_weekdays("", language)

    assert [reading.weekdays(value) for _, value in suggested] == [
        *(127, 31, SAT | SUN),
        *(MON, TUE, WED, THU, FRI, SAT, SUN),
    ]
    assert all(reading.weekdays(label) == reading.weekdays(value) for label, value in suggested)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-12-24", "2026-12-24"),
        ("24 December 2026", "2026-12-24"),
        ("December 24, 2026", "2026-12-24"),
        ("24/12/2026", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24 décembre", "2026-12-24"),
        ("jusqu'au 24/12", "2026-12-24"),
        ("until 24 Dec", "2026-12-24"),
        ("1er janvier", "2027-01-01"),
        ("22 November", "2027-11-22"),
        ("23 November", "2026-11-23"),
        ("29 February", "2028-02-29"),
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("demain", "2026-11-24"),
        ("après-demain", "2026-11-25"),
        ("aujourd'hui", "2026-11-23"),
        ("monday", "2026-11-30"),
        ("next tuesday", "2026-11-24"),
        ("dimanche", "2026-11-29"),
        ("lundi prochain", "2026-11-30"),
        ("12 March 1999", "1999-03-12"),
    ],
)
def test_a_date_is_read(typed: str, expected: str) -> None:
    assert reading.date(typed, TODAY) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "2026", "December 2026"),
        *("31/2/2027", "24/13/2026", "2026-00-10"),
        *("9999-12-31", "24 December 2150", "5 January 28"),
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ReadingError) as refused:
        reading.date(typed, TODAY)

    assert refused.value.word == typed


@STEADY
@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    with suppress(ReadingError):
        assert reading.minute(typed) in range(1440)
    with suppress(ReadingError):
        assert reading.weekdays(typed) in range(1, 128)
    with suppress(ReadingError):
        assert reading.date(typed, TODAY).year <= reading.LAST_YEAR


@STEADY
@given(st.text(max_size=6) | st.text("0123456789:.h ap-m", max_size=6), LANGUAGES)
def test_whatever_is_typed_suggests_only_what_reads_back(typed: str, language: Language) -> None:
    minutes = reading.complete_minutes(typed)
    days = reading.complete_weekdays(typed, language)

    assert all(reading.show_minute(reading.minute(m), Language.EN) == m for m in minutes)
    assert all(reading.weekdays(label) == reading.weekdays(value) for label, value in days)
    assert max(len(minutes), len(days)) <= reading.SHOWN
