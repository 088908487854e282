"""The shapes of the language-free files: people, lists of dated things, spending.

Words stand in both languages side by side; a missing French text falls back to the English one.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from bot.library.shapes import (
    BothAliasesShape,
    Day,
    Line,
    Prose,
    SaidShape,
    Shape,
    Slug,
)
from bot.words import OFFICES

Iso2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class TextShape(Shape):
    """A text in English and, once it is written, in French."""

    en: Prose
    fr: Prose | None = None


def _office(value: str) -> str:
    if value not in OFFICES:
        raise ValueError(f"is no office the bot knows: one of {', '.join(OFFICES)}")
    return value


class PersonShape(SaidShape):
    """One term of office, an entry of people.yaml."""

    id: Slug
    name: Line
    aliases: tuple[Line, ...] = ()
    office: Annotated[str, AfterValidator(_office)]
    country: TextShape
    start: Annotated[Day, Field(alias="from")]
    end: Annotated[Day | None, Field(alias="to")] = None
    text: TextShape | None = None


class RecordShape(SaidShape):
    """One entry of a register: an operation, a summit, a partnership and so on."""

    id: Slug
    name: TextShape
    aliases: BothAliasesShape = BothAliasesShape()
    kind: Slug | None = None
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    place: TextShape | None = None
    partners: tuple[Iso2, ...] = ()
    suspended: tuple[Iso2, ...] = ()
    text: TextShape


class ReleaseShape(Shape):
    """One release of NATO's spending figures: percent of GDP by country and year."""

    id: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d$")]
    title: Line
    published: dt.date
    cut_off: dt.date | None = None
    basis: TextShape
    source: Slug
    estimates: tuple[int, ...]
    series: dict[str, dict[int, Annotated[float, Field(ge=0, le=20)]]]


class SpendingShape(Shape):
    """The file spending.yaml, the newest release first."""

    releases: Annotated[tuple[ReleaseShape, ...], Field(min_length=1)]


def untranslated(record: RecordShape) -> Iterator[str]:
    """The fields of a record that have no French yet."""
    texts = {"name": record.name, "place": record.place, "text": record.text}
    yield from (field for field, text in texts.items() if text and text.fr is None)
