"""What Slack would refuse, or show as nobody wants it, in a message body."""

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack import limits, newer, render

Body = dict[str, Any]

TEXT_LIMITS = {
    ("section", "text"): limits.SECTION_TEXT,
    ("section", "fields"): limits.SECTION_FIELD,
    ("header", "text"): limits.HEADER,
    ("context", "elements"): limits.CONTEXT_TEXT,
}
COUNT_LIMITS = {
    ("section", "fields"): limits.SECTION_FIELDS,
    ("context", "elements"): limits.CONTEXT_ELEMENTS,
    ("actions", "elements"): limits.ACTIONS,
}
LABEL = 2_000
"""docs.slack.dev/reference/block-kit/blocks/input-block."""
LINK = re.compile(r"<https?://[^<>|\s]+\|[^<>]+>")
DATE = re.compile(r"<!date\^\d+\^(?:\{\w+\} ?)+\|[^<>|]+>")
REFERENCE = re.compile(r"<[#@][A-Z0-9]+>")
PING = re.compile(r"<[!@#]|@(everyone|here|channel)")


def problems(body: Body) -> list[str]:
    """Everything wrong with a message, in words."""
    return [*_whole(body), *(p for block in body.get("blocks", []) for p in _block(block))]


def problems_of_view(view: Body) -> list[str]:
    """Everything wrong with a modal or with App Home, in words."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    shown = [(view[name], limits.VIEW_TEXT) for name in ("title", "submit") if name in view]
    others = [p for block in view["blocks"] if block not in inputs for p in _block(block)]
    for block in inputs:
        element = block["element"]
        options = [*element.get("options", []), *element.get("initial_options", [])]
        options += [element["initial_option"]] if "initial_option" in element else []
        shown += [(option["text"], limits.OPTION_TEXT) for option in options]
        shown.append((block["label"], LABEL))
    names = [block["block_id"] for block in inputs]
    twice = ["a block_id twice"] if len(names) != len(set(names)) else []
    return [
        *twice,
        *(f"{kind} in a view" for kind in newer.kinds(view["blocks"])),
        *others,
        *_ids(view["blocks"]),
        *(p for text, most in shown for p in _text(text, most, "view")),
    ]


def _whole(body: Body) -> Iterator[str]:
    blocks = body.get("blocks", [])
    if not 0 < len(body.get("text", "")) <= limits.TEXT:
        yield "text: empty or too long"
    if PING.search(body.get("text", "")):
        yield "text: pings"
    if not 0 < len(blocks) <= limits.BLOCKS:
        yield f"{len(blocks)} blocks"
    if render.characters(blocks) > limits.ALL_TEXT:
        yield f"{render.characters(blocks)} characters over all blocks"
    if "user" not in body and (body.get("unfurl_links"), body.get("unfurl_media")) != (False,) * 2:
        yield "links are previewed"
    for kind, most in ((newer.TABLE, limits.TABLES), (newer.CHART, limits.CHARTS)):
        if sum(block["type"] == kind for block in blocks) > most:
            yield f"{kind}: more than {most} in a message"
    yield from _ids(blocks)


def _ids(blocks: list[Body]) -> list[str]:
    ids = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    return ["an action_id twice"] if len(ids) != len(set(ids)) else []


def _block(block: Body) -> Iterator[str]:
    kind = block["type"]
    for (of, key), most in COUNT_LIMITS.items():
        if kind == of and key in block and not 0 < len(block[key]) <= most:
            yield f"{kind}.{key}: {len(block[key])}"
    for (of, key), most in TEXT_LIMITS.items():
        if kind == of and key in block:
            shown = block[key] if isinstance(block[key], list) else [block[key]]
            for text in shown:
                yield from _text(text, most, f"{kind}.{key}")
    further = {"actions": _buttons, newer.TABLE: _table, newer.CHART: _chart}
    yield from further[kind](block) if kind in further else ()


def _buttons(block: Body) -> Iterator[str]:
    for button in block["elements"]:
        yield from _button(button)


def _table(block: Body) -> Iterator[str]:
    rows = block["rows"]
    if not 1 < len(rows) <= limits.TABLE_ROWS:
        yield f"table: {len(rows)} rows"
    if {len(row) for row in rows} != {len(block["column_settings"])}:
        yield "table: rows of several lengths"
    if not 0 < len(rows[0]) <= limits.TABLE_COLUMNS:
        yield f"table: {len(rows[0])} columns"
    if not all(cell["text"] for row in rows for cell in row):
        yield "table: an empty cell"


def _chart(block: Body) -> Iterator[str]:
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    labels = [*categories, *(series["name"] for series in chart["series"])]
    if not 0 < len(block["title"]) <= limits.CHART_TITLE:
        yield "chart: title"
    if not 0 < len(categories) <= limits.CHART_POINTS or len(set(categories)) < len(categories):
        yield f"chart: {len(categories)} categories"
    if any(not 0 < len(label) <= limits.CHART_LABEL for label in labels):
        yield "chart: a label"
    if any([d["label"] for d in series["data"]] != categories for series in chart["series"]):
        yield "chart: points beside the categories"


def _button(button: Body) -> Iterator[str]:
    yield from _text(button["text"], limits.BUTTON_TEXT, "button")
    if not 0 < len(button["value"]) <= limits.BUTTON_VALUE:
        yield "button.value"
    if not 0 < len(button["action_id"]) <= limits.ACTION_ID:
        yield "button.action_id"


def _text(shown: Body, most: int, where: str) -> Iterator[str]:
    text = shown["text"]
    if not 0 < len(text) <= most:
        yield f"{where}: {len(text)} characters"
    if shown["type"] == "mrkdwn":
        bare = REFERENCE.sub("", DATE.sub("", LINK.sub("", text)))
        if "<" in bare or re.search(r"&(?!amp;|lt;|gt;)", bare):
            yield f"{where}: not escaped: {bare[:60]}"
        if PING.search(bare):
            yield f"{where}: pings"
