"""The form of a digest's line: what is read, what is refused, what is written."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest_lines import Reader, line, written
from bot.digests import zones
from bot.digests.compose import Wish
from bot.digests.orders import Order
from bot.digests.schedule import Timetable
from bot.errors import OperatorError
from bot.ports import Place
from bot.requests import Language
from bot.search.index import Index

PLATFORMS = ("discord", "slack")
LINE = {"platform": "discord", "space": "1", "channel": "2", "zone": "Europe/Brussels"}


@pytest.fixture
def reader(index: Index) -> Reader:
    return Reader(PLATFORMS, index)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"platform": "irc"}, 'platform: "irc" is none of discord, slack'),
        ({"platform": None}, "platform: is missing"),
        ({"space": 123}, 'space: 123 is no text: write it in quotes, "…"'),
        ({"channel": ""}, 'channel: "" is no id'),
        ({"channel": "a\u0000b"}, 'channel: "a\\u0000b" is no id'),
        ({"thread": "a b"}, 'thread: "a b" is no id'),
        ({"at": 900}, "at: 900 is no text"),
        ({"zone": None}, "zone: is missing"),
        ({"zone": "Brussel"}, 'zone: "Brussel" is no time zone: did you mean Europe/Brussels?'),
        ({"days": []}, "days: names no day"),
        ({"days": ["mon", "xyz"]}, 'days: "xyz" is no day of the week'),
        ({"lang": "de"}, 'lang: "de" is none of en, fr'),
        ({"topics": "weather"}, 'topics: "weather" is no topic: did you mean '),
        ({"topics": [5]}, "topics: 5 is no text"),
        ({"paused": "soon"}, 'paused: "soon" is neither true nor a date'),
        ({"paused": "9999-12-31"}, 'paused: "9999-12-31" is neither true nor a date'),
        ({"chanel": "2"}, '"chanel": there is no such field'),
    ],
)
def test_a_wrong_field_is_named(reader: Reader, change: dict[str, object], told: str) -> None:
    with pytest.raises(OperatorError) as refused:
        reader.order(LINE | change)

    [problem] = refused.value.details
    assert problem.startswith(told)


@pytest.mark.parametrize("junk", ["junk", "{", "[" * 100_000, "9" * 5_000, '"text"', "null"])
def test_a_line_that_is_no_object_is_named(reader: Reader, junk: str) -> None:
    with pytest.raises(OperatorError) as refused:
        reader.lines([line(LINE), "\n", junk])

    [problem] = refused.value.details
    assert problem.startswith("line 3: is no ")


IDS = st.text("abc019.#/é", min_size=1, max_size=30)
ORDERS = st.builds(
    Order,
    place=st.builds(Place, st.sampled_from(PLATFORMS), IDS, IDS, st.one_of(IDS, st.just(""))),
    timetable=st.builds(
        Timetable, st.integers(0, 1439), st.integers(1, 127), st.sampled_from(zones.names())
    ),
    wish=st.builds(
        Wish, st.sampled_from(Language), st.sampled_from([(), ("what-is-nato", "nuclear-sharing")])
    ),
    by=st.one_of(IDS, st.just("")),
    paused=st.booleans(),
)


@given(order=ORDERS, until=st.dates(dt.date(2026, 1, 1), dt.date(2100, 12, 31)))
def test_what_is_written_reads_back(index: Index, order: Order, until: dt.date) -> None:
    later = replace(order, paused=False, not_before=until)
    lines = [line(written(one)) for one in (order, later)]

    assert Reader(PLATFORMS, index).lines(lines) == [order, later]
