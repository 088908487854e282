"""Zones by every name that people give them, and by the rules of one package alone."""

import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from bot.digests import zones
from bot.requests import Language
from tests.digests.walls import utc

ALLIES = """
    Europe/Tirane Europe/Brussels Europe/Sofia America/Toronto Europe/Zagreb Europe/Prague
    Europe/Copenhagen Europe/Tallinn Europe/Helsinki Europe/Paris Europe/Berlin Europe/Athens
    Europe/Budapest Atlantic/Reykjavik Europe/Rome Europe/Riga Europe/Vilnius Europe/Luxembourg
    Europe/Podgorica Europe/Amsterdam Europe/Skopje Europe/Oslo Europe/Warsaw Europe/Lisbon
    Europe/Bucharest Europe/Bratislava Europe/Ljubljana Europe/Madrid Europe/Stockholm
    Europe/Istanbul Europe/London America/New_York
""".split()  # noqa: SIM905 -- a literal would be 32 lines


def test_every_zone_on_offer_is_found_by_its_own_name() -> None:
    for name in zones.names():
        assert zones.zone(name).key == name
        assert zones.find(name) == name


def test_the_capital_of_every_ally_has_its_zone_on_offer() -> None:
    assert set(ALLIES) <= set(zones.names())


@pytest.mark.parametrize("name", ["EST5EDT", "UTC", "Etc/GMT+1", "Factory", "US/Eastern", "CET"])
def test_names_of_old_are_not_on_offer(name: str) -> None:
    assert name not in zones.names()


@pytest.mark.parametrize("name", ["UTC", "Etc/GMT+1", "US/Eastern", "CET", "Europe/Kiev"])
def test_names_of_old_are_understood_where_they_are_stored(name: str) -> None:
    assert zones.zone(name).key == name


@pytest.mark.parametrize(
    "name", ["", "x", "../x", "Europe/../../../etc/passwd", "/etc/localtime", "Europe", "Factory"]
)
def test_no_other_file_is_opened(name: str) -> None:
    with pytest.raises(zones.UnknownZoneError):
        zones.zone(name)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Europe/Brussels", "Europe/Brussels"),
        ("europe/brussels", "Europe/Brussels"),
        ("brussels", "Europe/Brussels"),
        ("Bruxelles", "Europe/Brussels"),
        ("belgique", "Europe/Brussels"),
        ("new york", "America/New_York"),
        ("NewYork", "America/New_York"),
        ("Washington, DC", "America/New_York"),
        ("Le Caire", "Africa/Cairo"),
        ("saint-pierre-et-miquelon", "America/Miquelon"),
        ("Germany", "Europe/Berlin"),
        ("Ukraine", "Europe/Kyiv"),
        ("Kiev", "Europe/Kyiv"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Japan", "Asia/Tokyo"),
        ("royaume-uni", "Europe/London"),
        ("utc", "UTC"),
        ("etc/gmt+1", "Etc/GMT+1"),
        ("CET", "Europe/Brussels"),
    ],
)
def test_what_people_type_names_one_zone(typed: str, expected: str) -> None:
    assert zones.find(typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", "nowhere", "USA", "Russia", "europe", "Norfolk", "be"])
def test_what_names_none_or_several_names_none(typed: str) -> None:
    assert zones.find(typed) is None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("brussels", "Europe/Brussels"),
        ("bruss", "Europe/Brussels"),
        ("BRUXELLES", "Europe/Brussels"),
        ("new york", "America/New_York"),
        ("newyork", "America/New_York"),
        ("new y", "America/New_York"),
        ("paris", "Europe/Paris"),
        ("par", "Europe/Paris"),
        ("belgium", "Europe/Brussels"),
        ("belgique", "Europe/Brussels"),
        ("États-Unis", "America/New_York"),
        ("etats", "America/New_York"),
        ("europe/os", "Europe/Oslo"),
        ("york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_the_zone_meant_comes_first(typed: str, expected: str, language: Language) -> None:
    assert zones.complete(typed, language)[0] == expected


def test_nothing_typed_suggests_where_the_members_are() -> None:
    suggested = zones.complete("", Language.EN)

    assert len(suggested) == zones.SHOWN
    assert sum(name in ALLIES for name in suggested) > zones.SHOWN - 5


def test_a_reader_s_own_words_come_first() -> None:
    sudan, switzerland = "Africa/Khartoum", "Europe/Zurich"

    english = zones.complete("su", Language.EN)
    french = zones.complete("su", Language.FR)

    assert english.index(sudan) < english.index(switzerland)
    assert french.index(switzerland) < french.index(sudan)


@pytest.mark.parametrize("typed", ["a", "e", "united", "zz", "🙂", "a" * 5000, "../x"])
def test_whatever_is_typed_suggests_at_most_a_page_of_zones_that_exist(typed: str) -> None:
    suggested = zones.complete(typed, Language.EN)

    assert len(suggested) <= zones.SHOWN
    assert len(set(suggested)) == len(suggested)
    assert all(zones.zone(name) for name in suggested)


PRINT_INSTANT = """
import datetime as dt
from bot.digests import zones
from bot.digests.schedule import Timetable, resolve
print(zones.VERSION, resolve(Timetable(540, 127, "Europe/Brussels"), dt.date(2026, 11, 23)))
"""


def test_another_edition_of_the_package_gives_other_instants(tmp_path: Path) -> None:
    folder = tmp_path / "tzdata" / "zoneinfo" / "Europe"
    folder.mkdir(parents=True)
    (tmp_path / "tzdata" / "__init__.py").write_text('IANA_VERSION = "2099a"\n')
    (tmp_path / "tzdata" / "zones").write_text("Europe/Brussels\n")
    nine_hours_ahead = files("tzdata.zoneinfo.Asia").joinpath("Tokyo").read_bytes()
    (folder / "Brussels").write_bytes(nine_hours_ahead)

    command = [sys.executable, "-c", PRINT_INSTANT]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["2099a", str(utc("2026-11-23 00:00"))]
