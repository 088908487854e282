"""Answers as JSON, for scripts and for measuring: one record a question."""

import json
import sys
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any, cast

from adapters.console import render
from bot.answers import Answer
from bot.core import Core
from bot.requests import CONSOLE, Language, Origin


async def ask(
    core: Core, text: str, language: Language, origin: Origin = CONSOLE
) -> dict[str, Any]:
    """Ask, and say what came back and how long it took."""
    start = time.perf_counter()
    answer = await core.answer(core.read_text(text, language, origin))
    return _record(core, answer) | {"ms": round((time.perf_counter() - start) * 1000, 3)}


async def ask_lines(
    core: Core, lines: Iterable[str], language: Language
) -> AsyncIterator[dict[str, Any]]:
    """Answer JSON lines `{"id", "text" or "question", "lang", "context"}`.

    Each line is another person's; `context` holds what that person asked before. Other keys are
    ignored. The record of a bad line is `{"line", "error"}`.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
        except ValueError as error:
            yield {"line": number, "error": str(error)}
            continue
        spoken = {known.value: known for known in Language}.get(str(row.get("lang")), language)
        somebody = replace(CONSOLE, asker=str(number))
        for earlier in row["context"]:
            await core.answer(core.read_text(earlier, spoken, somebody))
        yield {"id": row.get("id", number)} | await ask(core, row["asked"], spoken, somebody)


def write(record: dict[str, Any]) -> None:
    """One record as one line of standard output."""
    line = json.dumps(record, ensure_ascii=False) + "\n"
    sys.stdout.write(line.encode("utf-8", "replace").decode())  # half an emoji is no text


def _row(line: str) -> dict[str, Any]:
    """A line as a row, its text as `asked`; raises ValueError with what is wrong in words."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"is not JSON ({error}): write one object a line") from None
    found = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    texts = (found.get(key) for key in ("text", "question"))
    asked = next((text for text in texts if isinstance(text, str)), None)
    if asked is None:
        raise ValueError('has no "text" or "question" in words: add one')
    context = found.get("context")
    earlier = cast("list[object]", context) if isinstance(context, list) else []
    return found | {"asked": asked, "context": [t for t in earlier if isinstance(t, str)]}


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
