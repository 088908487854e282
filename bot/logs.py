"""How log records are written: a line of text or of JSON, with the facts given in `extra`."""

import json
import logging
from typing import Literal

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "color_message",
}


def configure(kind: Literal["text", "json"]) -> None:
    """Send everything from INFO up to standard error in the form chosen."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if kind == "json" else TextFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for talkative in ("aiohttp.access", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


class TextFormatter(logging.Formatter):
    """`2026-11-23 09:00:00,000 INFO bot.core: message (space=1 channel=2)`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        """The line, with the facts in brackets."""
        line, facts = super().formatMessage(record), _facts(record)
        shown = " ".join(f"{key}={value}" for key, value in facts.items())
        return f"{line} ({shown})" if shown else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its facts as keys of their own."""
        row: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_facts(record),
        }
        if record.exc_info:
            row["trace"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False, default=str)


def _facts(record: logging.LogRecord) -> dict[str, object]:
    return {key: value for key, value in vars(record).items() if key not in _USUAL}
