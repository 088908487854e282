"""Tables and charts as the blocks that Slack has for them. Pure.

Not every workspace takes them yet, and no modal does: see `render.forms` for what goes there.
"""

import re
from math import isfinite
from typing import Any, TypeAlias

from adapters.slack import limits, mrkdwn, references
from bot.answers import Answer, Chart, Table
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


def chart(shown: Chart, title: str) -> Block | None:
    """Bars; None where Slack allows no such chart."""
    points = list(zip(shown.labels, shown.values, strict=True))
    if not 0 < len(points) <= limits.CHART_POINTS or len(set(shown.labels)) < len(points):
        return None
    if not all(isfinite(value) for value in shown.values):
        return None
    if any(not 0 < len(label) <= limits.CHART_LABEL for label in shown.labels):
        return None
    data = [{"label": label, "value": value} for label, value in points]
    name = mrkdwn.cut(shown.name or shown.unit or title, limits.CHART_LABEL)
    axes: Block = {"categories": list(shown.labels)}
    if shown.unit:
        axes["y_label"] = mrkdwn.cut(shown.unit, limits.CHART_AXIS)
    return {
        "type": CHART,
        "title": mrkdwn.cut(title or name, limits.CHART_TITLE),
        "chart": {"type": "bar", "series": [{"name": name, "data": data}], "axis_config": axes},
    }
