"""A JSON Schema for each kind of content file, made from the shapes: editors complete and check."""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.library import register_shapes, shapes

KINDS: dict[str, Any] = {
    "sources": dict[shapes.Slug, shapes.SourceShape],
    "topic": shapes.TopicShape,
    "topic-fr": shapes.FrenchTopicShape,
    "facts": tuple[shapes.FactShape, ...],
    "facts-fr": tuple[shapes.FrenchFactShape, ...],
    "glossary": tuple[shapes.TermShape, ...],
    "glossary-fr": tuple[shapes.FrenchTermShape, ...],
    "timeline": tuple[shapes.EventShape, ...],
    "timeline-fr": tuple[shapes.FrenchEventShape, ...],
    "quiz": tuple[shapes.QuizShape, ...],
    "quiz-fr": tuple[shapes.FrenchQuizShape, ...],
    "off-topic": tuple[shapes.OffTopicShape, ...],
    "members": tuple[shapes.MemberShape, ...],
    "people": tuple[register_shapes.PersonShape, ...],
    "register": tuple[register_shapes.RecordShape, ...],
    "spending": register_shapes.SpendingShape,
}


def write(folder: Path) -> list[Path]:
    """Write `<kind>.json` for every kind; gives the files written."""
    return [_write(folder / f"{kind}.json", shape) for kind, shape in KINDS.items()]


def _write(file: Path, shape: Any) -> Path:  # noqa: ANN401 -- a type, or a list of one
    made = TypeAdapter(shape).json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
