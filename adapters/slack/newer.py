"""Tables and charts as the blocks that Slack has for them. Pure.

Not every workspace takes them yet, and no modal does: see `render.forms` for what goes there.
"""

import re
from math import isfinite
from typing import Any, TypeAlias

from adapters.slack import limits, mrkdwn, references
from bot.answers import Answer, Chart, Series, Table
from bot.words import Words

Block: TypeAlias = dict[str, Any]

TABLE, CHART = "table", "data_visualization"
KINDS = {TABLE, CHART}
NUMBER = re.compile(r"\u2013|[\d.,\u00a0]+(\s?%)?( \(.+\))?")
"""A cell that is read in columns: 4.68% (estimate); or the dash in the place of one."""
EMPTY = " "
"""In an empty cell: its text has one character at least."""


def fits(answer: Answer) -> bool:
    """Whether the answer has tables or charts, and no more of them than a message may have."""
    tables = [card.table for card in answer.cards if card.table]
    charts = [card.chart for card in answer.cards if card.chart]
    some = bool(tables or charts)
    return some and len(tables) <= limits.TABLES and len(charts) <= limits.CHARTS


def kinds(blocks: list[Block]) -> frozenset[str]:
    """Which of these blocks are there."""
    return frozenset(block["type"] for block in blocks if block["type"] in KINDS)


def table(shown: Table, words: Words) -> Block | None:
    """The rows under their header, figures on the right; None where Slack allows no such table."""
    rows = [shown.header, *shown.rows]
    if len(rows) > limits.TABLE_ROWS or not 0 < len(shown.header) <= limits.TABLE_COLUMNS:
        return None
    return {
        "type": TABLE,
        "column_settings": [_column(n, shown) for n in range(len(shown.header))],
        "rows": [[_cell(text, words) for text in row] for row in rows],
    }


def _column(number: int, shown: Table) -> Block:
    """The first one names its row, whatever it holds."""
    if number and all(NUMBER.fullmatch(row[number]) for row in shown.rows):
        return {"align": "right"}
    return {"is_wrapped": True}


def _cell(text: str, words: Words) -> Block:
    return {"type": "raw_text", "text": references.worded(text, words) or EMPTY}


def chart(shown: Chart) -> Block | None:
    """Bars for one series, lines for several; None where Slack allows no such chart."""
    is_one = len(shown.series) == 1
    if not 0 < len(shown.series) <= limits.CHART_SERIES or not all(map(_is_whole, shown.series)):
        return None
    labels = shown.labels
    if not 0 < len(labels) <= limits.CHART_POINTS or len(set(labels)) < len(labels):
        return None
    if any(not 0 < len(label) <= limits.CHART_LABEL for label in labels):
        return None
    drawn = [_series(shown, s, shown.measure if is_one else s.name) for s in shown.series]
    axes: Block = {"categories": list(labels)}
    if axis := shown.unit if is_one else f"{shown.measure} ({shown.unit})":
        axes["y_label"] = mrkdwn.cut(axis, limits.CHART_AXIS)
    return {
        "type": CHART,
        "title": mrkdwn.cut(shown.title or shown.measure, limits.CHART_TITLE),
        "chart": {"type": "bar" if is_one else "line", "series": drawn, "axis_config": axes},
    }


def _is_whole(series: Series) -> bool:
    """Whether there is a number for each label: Slack wants them all."""
    return all(value is not None and isfinite(value) for value in series.values)


def _series(shown: Chart, series: Series, name: str) -> Block:
    points = zip(shown.labels, series.values, strict=True)
    data = [{"label": label, "value": value} for label, value in points]
    return {"name": mrkdwn.cut(name or shown.title, limits.CHART_LABEL), "data": data}
