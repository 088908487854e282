"""The shape of each kind of content file. A field that is not here is an error there.

English files carry the statements with their sources and dates. Their French twins carry the same
entries in French words only, and name the fingerprint of the English entry they render: so the two
can never disagree about a source, and a changed English statement marks its twin as outdated.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, RootModel, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Citation = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#[^#\s][^#]*)?$")]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=280, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Citations = Annotated[tuple[Citation, ...], Field(min_length=1, max_length=4)]


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
    language: Literal["en", "fr"] = "en"
    part: PartShape | None = None
    fr: TranslatedSourceShape | None = None


class SourcesShape(RootModel[dict[Slug, SourceShape]]):
    """The file sources.yaml."""


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


class FrenchTopicShape(NamedShape):
    """The file fr/topics/<id>.yaml."""

    id: Slug
    renders: Fingerprint
    title: Title
    summary: Summary
    what: tuple[Prose, ...]
    why: tuple[Prose, ...]
    next: tuple[Prose, ...] = ()
    beyond: tuple[Prose, ...]


class FactShape(SaidShape):
    """One entry of en/facts.yaml: one or two sentences that stand alone."""

    id: Slug
    text: Summary
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    date: dt.date | None = None


class FrenchFactShape(Shape):
    """One entry of fr/facts.yaml."""

    id: Slug
    renders: Fingerprint
    text: Summary


class TermShape(SaidShape):
    """One entry of en/glossary.yaml. `expansion` only where the term is an abbreviation."""

    id: Slug
    term: Title
    expansion: Line | None = None
    meaning: Prose
    aliases: tuple[Line, ...] = ()
    topics: tuple[Slug, ...] = ()


class FrenchTermShape(Shape):
    """One entry of fr/glossary.yaml."""

    id: Slug
    renders: Fingerprint
    term: Title
    expansion: Line | None = None
    meaning: Prose
    aliases: tuple[Line, ...] = ()


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


class FactsShape(RootModel[tuple[FactShape, ...]]):
    """The file en/facts.yaml."""


class FrenchFactsShape(RootModel[tuple[FrenchFactShape, ...]]):
    """The file fr/facts.yaml."""


class GlossaryShape(RootModel[tuple[TermShape, ...]]):
    """The file en/glossary.yaml."""


class FrenchGlossaryShape(RootModel[tuple[FrenchTermShape, ...]]):
    """The file fr/glossary.yaml."""


class MembersShape(RootModel[tuple[MemberShape, ...]]):
    """The file members.yaml."""


UiTexts = dict[str, "str | UiTexts"]


class UiShape(RootModel[dict[str, object]]):
    """The file <language>/ui.yaml: texts under nested keys."""
