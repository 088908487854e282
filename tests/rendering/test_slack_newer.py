"""Tables and charts as Slack's newer blocks, and as those that it always takes."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import limits, newer, render
from bot.answers import Answer, Card, Chart, Series, Source, Table, channel_reference
from bot.core import Core
from bot.requests import Language
from bot.words import Words
from tests.wire import slack_guards

Block = dict[str, Any]

SOURCE = Source(title="Document", publisher="NATO", url="https://www.nato.int/1")
TABLE = Table(
    header=("", "Spain", "2026"),
    rows=(("Capital", "Madrid", "2.00% (estimate)"), ("2026", "1\u00a0982", "\u2013")),
    sources=(SOURCE,),
)
CHART = Chart(
    title="Spending of Spain",
    labels=("2025", "2026"),
    series=(Series(name="Spain", values=(1.5, 2.0)),),
    measure="Share of GDP",
    unit="%",
    alt="From 1.5% to 2%.",
    sources=(SOURCE,),
)


@pytest.fixture
def words(core: Core) -> Words:
    return core.words(Language.EN)


def shown(words: Words, *cards: Card) -> list[Block]:
    """The forms, each found good by the rules."""
    found = render.forms(Answer(cards=cards), words)
    assert [slack_guards.problems(form) for form in found] == [[]] * len(found)
    return found


def one(form: Block, kind: str) -> Block:
    [block] = [block for block in form["blocks"] if block["type"] == kind]
    return block


def test_a_table_is_a_table_with_its_header_its_cells_and_its_marks(words: Words) -> None:
    best, _ = shown(words, Card(title="T", table=TABLE))
    rows = one(best, "table")["rows"]

    assert [[cell["text"] for cell in row] for row in rows] == [
        [" ", "Spain", "2026"],
        ["Capital", "Madrid", "2.00% (estimate)"],
        ["2026", "1\u00a0982", "\u2013"],
    ]
    assert best["blocks"][2]["elements"][0]["text"] == "[1]"


def test_figures_stand_on_the_right_and_names_may_take_two_lines(words: Words) -> None:
    best, _ = shown(words, Card(table=TABLE))

    wraps, right = {"is_wrapped": True}, {"align": "right"}
    assert one(best, "table")["column_settings"] == [wraps, wraps, right]


def test_a_chart_stands_over_its_sentence_and_says_what_its_bars_are(words: Words) -> None:
    best, _ = shown(words, Card(title="T" * 60, chart=CHART, table=TABLE))
    kinds = [block["type"] for block in best["blocks"]]
    chart = one(best, "data_visualization")

    assert kinds[:4] == ["header", "data_visualization", "section", "table"]
    assert best["blocks"][2]["text"]["text"] == "From 1.5% to 2%. [1]"
    assert chart["title"] == "Spending of Spain"
    assert chart["chart"]["axis_config"] == {"categories": ["2025", "2026"], "y_label": "%"}
    [series] = chart["chart"]["series"]
    assert series["name"] == "Share of GDP"
    assert [(d["label"], d["value"]) for d in series["data"]] == [("2025", 1.5), ("2026", 2.0)]


def test_the_other_form_is_the_same_message_without_newer_blocks(words: Words) -> None:
    best, classic = shown(words, Card(title="T", chart=CHART, table=TABLE))

    assert newer.kinds(best["blocks"]) == newer.KINDS
    assert newer.kinds(classic["blocks"]) == set()
    assert classic == render.message(
        Answer(cards=(Card(title="T", chart=CHART, table=TABLE),)), words
    )
    assert best["text"] == classic["text"]


def test_what_has_neither_has_one_form(words: Words) -> None:
    assert len(shown(words, Card(title="T"))) == 1


def test_a_channel_in_a_cell_is_a_word(words: Words) -> None:
    row = (channel_reference("C1"), "x", "1")
    best, _ = shown(words, Card(table=replace(TABLE, rows=(row,))))

    assert one(best, "table")["rows"][1][0]["text"] == "The channel"


def of(*values: float | None, name: str = "Spain") -> Series:
    return Series(name=name, values=values)


def test_several_series_are_lines_under_their_own_names(words: Words) -> None:
    two = (of(1.5, 2.0), of(2.5, 3.0, name="Greece"))
    best, _ = shown(words, Card(chart=replace(CHART, series=two)))
    chart = one(best, "data_visualization")["chart"]

    assert (chart["type"], chart["axis_config"]["y_label"]) == ("line", "Share of GDP (%)")
    assert [series["name"] for series in chart["series"]] == ["Spain", "Greece"]
    assert chart["series"][1]["data"][1] == {"label": "2026", "value": 3.0}


MANY = tuple(str(n) for n in range(limits.CHART_POINTS + 1))
LONG = tuple((str(n), "x", "1") for n in range(limits.TABLE_ROWS))


@pytest.mark.parametrize(
    "cards",
    [
        (Card(table=replace(TABLE, rows=LONG)),),
        (Card(table=TABLE), Card(table=TABLE)),
        (Card(table=Table(header=MANY, rows=(MANY,))),),
        (Card(chart=replace(CHART, labels=MANY, series=(of(*[1.0] * len(MANY)),))),),
        (Card(chart=replace(CHART, labels=("2025", "2025"))),),
        (Card(chart=replace(CHART, labels=("x" * 21, "y"))),),
        (Card(chart=replace(CHART, series=(of(1.0, None),))),),
        (Card(chart=replace(CHART, series=(of(1.0, float("nan")),))),),
        (Card(chart=CHART), Card(chart=CHART), Card(chart=CHART)),
    ],
    ids=range(9),
)
def test_what_slack_would_refuse_has_the_other_form_alone(
    words: Words, cards: tuple[Card, ...]
) -> None:
    assert len(shown(words, *cards)) == 1
