"""The content folder as its files say it: read, each file against its shape, nothing linked yet."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.library import problems, register_shapes, shapes, strict_yaml
from bot.library.problems import Problem
from bot.requests import Language
from bot.words import REGISTERS

T = TypeVar("T")
E = TypeVar("E", bound=shapes.EntryShape)
F = TypeVar("F", bound=shapes.TwinShape)


@dataclass(slots=True)
class Twins(Generic[E, F]):
    """A list in English and its rendering in French; None where the French file is unusable."""

    file: str
    english: tuple[E, ...]
    french: tuple[F, ...] | None

    def fresh(self) -> dict[str, F]:
        """The French entries that render their English twin as it stands, by id."""
        current = {entry.id: entry for entry in self.english}
        return {
            twin.id: twin
            for twin in self.french or ()
            if twin.id in current and twin.renders == fingerprint(current[twin.id])
        }


@dataclass(slots=True, kw_only=True)
class Tree:
    """Every file that has its shape; a file that has not is among the problems instead."""

    sources: dict[str, shapes.SourceShape] | None
    topics: dict[str, shapes.TopicShape]
    french_topics: dict[str, shapes.FrenchTopicShape]
    topic_files: dict[Language, set[str]]
    """The topics that have a file, well-shaped or not."""
    facts: Twins[shapes.FactShape, shapes.FrenchFactShape]
    terms: Twins[shapes.TermShape, shapes.FrenchTermShape]
    events: Twins[shapes.EventShape, shapes.FrenchEventShape]
    quiz: Twins[shapes.QuizShape, shapes.FrenchQuizShape]
    off_topic: dict[Language, tuple[shapes.OffTopicShape, ...]]
    members: tuple[shapes.MemberShape, ...]
    people: tuple[register_shapes.PersonShape, ...]
    registers: dict[str, tuple[register_shapes.RecordShape, ...]]
    spending: register_shapes.SpendingShape | None
    texts: dict[Language, dict[str, str]] = field(default_factory=dict[Language, dict[str, str]])

    def twins(self) -> list[Twins[Any, Any]]:
        """The lists that exist in both languages."""
        return [self.facts, self.terms, self.events, self.quiz]


def read(root: Path) -> tuple[Tree, list[Problem]]:
    """Read every file under `root`; problems are collected, never raised."""
    reader = _Reader(root)
    tree = Tree(
        sources=reader.file("sources.yaml", dict[shapes.Slug, shapes.SourceShape]),
        topics=reader.topics(Language.EN, shapes.TopicShape),
        french_topics=reader.topics(Language.FR, shapes.FrenchTopicShape),
        topic_files={language: reader.stems(language) for language in Language},
        facts=reader.twins("facts.yaml", shapes.FactShape, shapes.FrenchFactShape),
        terms=reader.twins("glossary.yaml", shapes.TermShape, shapes.FrenchTermShape),
        events=reader.twins("timeline.yaml", shapes.EventShape, shapes.FrenchEventShape),
        quiz=reader.twins("quiz.yaml", shapes.QuizShape, shapes.FrenchQuizShape),
        off_topic={
            language: reader.list_of(f"{language}/off_topic.yaml", shapes.OffTopicShape) or ()
            for language in Language
        },
        members=reader.list_of("members.yaml", shapes.MemberShape) or (),
        people=reader.list_of("people.yaml", register_shapes.PersonShape) or (),
        registers={
            name: reader.list_of(f"{name}.yaml", register_shapes.RecordShape) or ()
            for name in REGISTERS
        },
        spending=reader.file("spending.yaml", register_shapes.SpendingShape),
        texts={language: reader.texts(language) for language in Language},
    )
    return tree, reader.problems


def fingerprint(entry: BaseModel) -> str:
    """Eight hex digits over what an entry says: its words, sources and as-of days.

    Left out is what a translation does not render: names to find it by, links, review days.
    """
    said = entry.model_dump_json(exclude=_UNSAID, exclude_none=True)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


_STATEMENTS = {"__all__": {"review_by"}}
_UNSAID: Any = {
    "aliases": True,
    "questions": True,
    "related": True,
    "reviewed": True,
    "topics": True,
    "review_by": True,
    "summary": {"review_by"},
    "what": _STATEMENTS,
    "why": _STATEMENTS,
    "next": _STATEMENTS,
    "beyond": _STATEMENTS,
}


class _Reader:
    """Reads files, and keeps what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[Problem] = []

    def stems(self, language: Language) -> set[str]:
        return {file.stem for file in (self._root / language / "topics").glob("*.yaml")}

    def topics(self, language: Language, shape: type[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for stem in sorted(self.stems(language)):
            name = f"{language}/topics/{stem}.yaml"
            topic = self.file(name, shape)
            if topic is None:
                continue
            if getattr(topic, "id", "") != stem:
                text = f"must be the file's name, {stem!r}: correct it or rename the file"
                self.problems.append(Problem(name, ("id",), text))
            found[stem] = topic
        return found

    def twins(self, name: str, english: type[E], french: type[F]) -> Twins[E, F]:
        said = self.list_of(f"{Language.EN}/{name}", english) or ()
        return Twins(name, said, self.list_of(f"{Language.FR}/{name}", french))

    def list_of(self, name: str, shape: type[T]) -> tuple[T, ...] | None:
        many: Any = tuple[shape, ...]  # type: ignore[valid-type]
        return cast("tuple[T, ...] | None", self.file(name, many))

    def file(self, name: str, shape: type[T]) -> T | None:
        value = self._parsed(name)
        if value is None:
            return None
        adapter: TypeAdapter[T] = _adapter(cast("Any", shape))
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            self.problems += problems.of_shape(name, error, _fields(adapter))
            return None

    def texts(self, language: Language) -> dict[str, str]:
        return dict(_flat(self._parsed(f"{language}/ui.yaml") or {}))

    def _parsed(self, name: str) -> object:
        file = self._root / name
        if not file.is_file():
            self.problems.append(Problem(name, (), "is missing: add it"))
            return None
        try:
            value = strict_yaml.read(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as error:
            self.problems.append(problems.of_yaml(name, error))
            return None
        except UnicodeDecodeError:
            self.problems.append(Problem(name, (), "is not UTF-8 text: save it as UTF-8"))
            return None
        if value is None:
            self.problems.append(Problem(name, (), "is empty: write it or remove the file"))
        return value


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 -- a type, or a tuple of one
    return TypeAdapter(shape)


def _flat(value: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested keys as dotted ones: {"label": {"sources": …}} -> label.sources."""
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from _flat(item, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, str(value or "")


def _fields(adapter: TypeAdapter[Any]) -> set[str]:
    """Every key that may stand anywhere in a file of this shape, for "did you mean"."""
    schema = adapter.json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}
