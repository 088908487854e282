"""The shape of each kind of content file. A field that is not here is an error there.

English files carry the statements with their sources and dates. Their French twins carry the same
entries in French words only, and name the fingerprint of the English entry they render: so the two
can never disagree about a source, and a changed English statement marks its twin as outdated.
"""

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Citation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#[^#\s][^#]*)?$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=280, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Citations = Annotated[tuple[Citation, ...], Field(min_length=1, max_length=4)]


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


Day = Annotated[str, BeforeValidator(_iso), StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")]
"""2024-10-01, or 2024-10, or 2024 where no more is known."""


class Shape(BaseModel):
    """Strict and frozen: content is checked once, at load, and never changes after."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TranslatedSourceShape(Shape):
    """The same document in another language, where that was published too."""

    title: Line
    url: HttpUrl


class PartShape(Shape):
    """How to say where in the document: "Article {}"."""

    en: Line
    fr: Line


class SourceShape(Shape):
    """One entry of sources.yaml."""

    title: Line
    publisher: Line
    url: HttpUrl
    date: dt.date | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    part: PartShape | None = None
    fr: TranslatedSourceShape | None = None


class SaidShape(Shape):
    """What every sourced text carries beside its words."""

    sources: Citations
    as_of: dt.date | None = None
    review_by: dt.date | None = None


class SummaryShape(SaidShape):
    """The answer in short: one or two sentences."""

    text: Summary


class StatementShape(SaidShape):
    """One statement of a section."""

    text: Prose


class EntryShape(SaidShape):
    """What every entry of an English list carries."""

    id: Slug
    topics: tuple[Slug, ...] = ()


class TwinShape(Shape):
    """What every entry of a French list carries: whose words it renders, in which state."""

    id: Slug
    renders: Fingerprint


class NamedShape(Shape):
    """What free text finds an entry by."""

    aliases: tuple[Line, ...] = ()
    questions: tuple[Line, ...] = ()


class TopicShape(NamedShape):
    """The file en/topics/<id>.yaml."""

    id: Slug
    title: Title
    reviewed: dt.date
    summary: SummaryShape
    what: Annotated[tuple[StatementShape, ...], Field(min_length=1)]
    why: Annotated[tuple[StatementShape, ...], Field(min_length=1)]
    next: tuple[StatementShape, ...] = ()
    beyond: Annotated[tuple[StatementShape, ...], Field(min_length=1)]
    related: Annotated[tuple[Slug, ...], Field(max_length=5)] = ()


class FrenchTopicShape(NamedShape, TwinShape):
    """The file fr/topics/<id>.yaml."""

    title: Title
    summary: Summary
    what: tuple[Prose, ...]
    why: tuple[Prose, ...]
    next: tuple[Prose, ...] = ()
    beyond: tuple[Prose, ...]


class FactShape(EntryShape):
    """One entry of en/facts.yaml: one or two sentences that stand alone."""

    text: Summary
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)] = Field(default=...)
    date: dt.date | None = None


class FrenchFactShape(TwinShape):
    """One entry of fr/facts.yaml."""

    text: Summary


class TermShape(EntryShape):
    """One entry of en/glossary.yaml. `expansion` only where the term is an abbreviation."""

    term: Title
    expansion: Line | None = None
    meaning: Prose
    aliases: tuple[Line, ...] = ()


class FrenchTermShape(TwinShape):
    """One entry of fr/glossary.yaml."""

    term: Title
    expansion: Line | None = None
    meaning: Prose
    aliases: tuple[Line, ...] = ()


class EventShape(EntryShape):
    """One entry of en/timeline.yaml."""

    date: Day
    text: Prose


class FrenchEventShape(TwinShape):
    """One entry of fr/timeline.yaml."""

    text: Prose


Option = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Options = Annotated[tuple[Option, ...], Field(min_length=3, max_length=4)]


def _expression(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"is no regular expression ({error})") from None
    if value != value.lower() or not value.isascii():
        raise ValueError("must be lower case without accents: that is how questions are read")
    return value


Expression = Annotated[str, StringConstraints(min_length=2), AfterValidator(_expression)]


class OffTopicShape(Shape):
    """One entry of <language>/off_topic.yaml: a class of questions the library does not answer."""

    id: Slug
    reply: Summary
    answers: bool = False
    """Whether the reply is an answer about the bot itself, not a decline."""
    says: tuple[Expression, ...] = ()
    whole: tuple[Expression, ...] = ()
    unless: tuple[Expression, ...] = ()
    examples: tuple[Line, ...] = ()


class QuizShape(EntryShape):
    """One entry of en/quiz.yaml."""

    question: Line
    options: Options
    answer: Option
    why: Prose


class FrenchQuizShape(TwinShape):
    """One entry of fr/quiz.yaml: the options in the English order."""

    question: Line
    options: Options
    why: Prose


class BothShape(Shape):
    """The same words in both languages, side by side: for names and single sentences."""

    en: Prose
    fr: Prose


class BothAliasesShape(Shape):
    """Other names, per language."""

    en: tuple[Line, ...] = ()
    fr: tuple[Line, ...] = ()


class AccessionShape(Shape):
    """When a member joined, and what happened that day."""

    date: dt.date
    kind: Literal["signed", "acceded", "deposited"]
    round: Annotated[int, Field(ge=0, le=20)]
    """0 for the founders, then the rounds of enlargement in order."""


class MemberNoteShape(SaidShape):
    """A notable point about a member."""

    text: BothShape


class MemberShape(Shape):
    """One entry of members.yaml."""

    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    iso3: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    name: BothShape
    capital: BothShape
    accession: AccessionShape
    region: Literal["europe", "north-america"]
    sources: Citations
    aliases: BothAliasesShape = BothAliasesShape()
    notes: tuple[MemberNoteShape, ...] = ()
