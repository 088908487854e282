"""Answers as JSON, for scripts and for measuring: one record a question."""

import json
import sys
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any, cast

from adapters.console import render
from bot.answers import Answer
from bot.core import Core
from bot.requests import Language


async def ask(core: Core, text: str, language: Language) -> dict[str, Any]:
    """Ask, and say what came back and how long it took."""
    start = time.perf_counter()
    answer = await core.answer(core.read_text(text, language))
    return _record(core, answer) | {"ms": round((time.perf_counter() - start) * 1000, 3)}


async def ask_lines(
    core: Core, lines: Iterable[str], language: Language
) -> AsyncIterator[dict[str, Any]]:
    """Answer JSON lines `{"id", "text" or "question", "lang"}`.

    Other keys are ignored. The record of a bad line is `{"line", "error"}`.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except ValueError as error:
            yield {"line": number, "error": str(error)}
            continue
        spoken = Language(row["lang"]) if row.get("lang") in set(Language) else language
        text = str(row.get("text", row.get("question")))
        yield {"id": row.get("id", number)} | await ask(core, text, spoken)


def write(record: dict[str, Any]) -> None:
    """One record as one line of standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


def _row(line: str) -> dict[str, Any]:
    """A line as a row; raises ValueError with what is wrong in words."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is not JSON ({error}): write one object a line") from None
    if not isinstance(row, dict) or not ({"text", "question"} & row.keys()):
        raise ValueError('has no "text" or "question": add one')
    return cast("dict[str, Any]", row)


def _record(core: Core, answer: Answer) -> dict[str, Any]:
    words = core.words(answer.language)
    sources = [source for card in answer.cards for source in card.sources]
    return {
        "answer_ids": list(answer.about),
        "declined": answer.declined,
        "choices": answer.choices,
        "text": render.said(answer, words),
        "sources": [{"title": words.source(s), "url": s.url} for s in sources],
        "buttons": [{"label": b.label, "wire": b.wire} for b in answer.buttons],
    }
