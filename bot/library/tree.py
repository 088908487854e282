"""The content folder as its files say it: read, each file against its shape, nothing linked yet."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from bot.library import problems, shapes, strict_yaml
from bot.library.problems import Problem
from bot.requests import Language

S = TypeVar("S", bound=BaseModel)
R = TypeVar("R")


@dataclass(slots=True)
class Tree:
    """Every file that has its shape; a file that has not is among the problems instead."""

    sources: dict[str, shapes.SourceShape] | None = None
    topics: dict[str, shapes.TopicShape] = field(default_factory=dict[str, shapes.TopicShape])
    french_topics: dict[str, shapes.FrenchTopicShape] = field(
        default_factory=dict[str, shapes.FrenchTopicShape]
    )
    topic_files: dict[Language, set[str]] = field(default_factory=dict[Language, set[str]])
    """The topics that have a file, well-shaped or not."""
    facts: tuple[shapes.FactShape, ...] = ()
    french_facts: tuple[shapes.FrenchFactShape, ...] | None = None
    terms: tuple[shapes.TermShape, ...] = ()
    french_terms: tuple[shapes.FrenchTermShape, ...] | None = None
    members: tuple[shapes.MemberShape, ...] = ()
    texts: dict[Language, dict[str, str]] = field(default_factory=dict[Language, dict[str, str]])


def read(root: Path) -> tuple[Tree, list[Problem]]:
    """Read every file under `root`; problems are collected, never raised."""
    reader = _Reader(root)
    sources = reader.root("sources.yaml", shapes.SourcesShape)
    tree = Tree(
        sources=sources,
        topics=reader.topics(Language.EN, shapes.TopicShape),
        french_topics=reader.topics(Language.FR, shapes.FrenchTopicShape),
        topic_files={language: reader.stems(language) for language in Language},
        facts=reader.root("en/facts.yaml", shapes.FactsShape) or (),
        french_facts=reader.root("fr/facts.yaml", shapes.FrenchFactsShape),
        terms=reader.root("en/glossary.yaml", shapes.GlossaryShape) or (),
        french_terms=reader.root("fr/glossary.yaml", shapes.FrenchGlossaryShape),
        members=reader.root("members.yaml", shapes.MembersShape) or (),
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

    def topics(self, language: Language, shape: type[S]) -> dict[str, S]:
        found: dict[str, S] = {}
        for stem in sorted(self.stems(language)):
            name = f"{language}/topics/{stem}.yaml"
            topic = self._shaped(name, shape)
            if topic is None:
                continue
            if getattr(topic, "id", "") != stem:
                text = f"must be the file's name, {stem!r}: correct it or rename the file"
                self.problems.append(Problem(name, ("id",), text))
            found[stem] = topic
        return found

    def root(self, name: str, shape: type[RootModel[R]]) -> R | None:
        shaped = self._shaped(name, shape)
        return shaped.root if shaped else None

    def texts(self, language: Language) -> dict[str, str]:
        return dict(_flat(self._parsed(f"{language}/ui.yaml") or {}))

    def _shaped(self, name: str, shape: type[S]) -> S | None:
        value = self._parsed(name)
        if value is None:
            return None
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            self.problems += problems.of_shape(name, error, _fields(shape))
            return None

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


def _flat(value: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Nested keys as dotted ones: {"label": {"sources": …}} -> label.sources."""
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from _flat(item, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, str(value or "")


def _fields(shape: type[BaseModel]) -> set[str]:
    """Every key that may stand anywhere in a file of this shape, for "did you mean"."""
    schema = shape.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}
