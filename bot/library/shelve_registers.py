"""The language-free files -> people, records and spending in one language."""

from collections.abc import Callable, Mapping

from bot.answers import Source, Statement
from bot.library import register_shapes, shapes
from bot.library.entries import Person, Record, Release
from bot.library.tree import Tree
from bot.requests import Language


class RegisterBuilder:
    """Chooses the words of one language; a missing French text falls back to the English one."""

    def __init__(
        self,
        tree: Tree,
        language: Language,
        source: Callable[[str], Source],
        statement: Callable[[shapes.SaidShape, str | None], Statement],
    ) -> None:
        self._tree = tree
        self._french = language is Language.FR
        self._source = source
        self._statement = statement

    def people(self) -> tuple[Person, ...]:
        """Every term of office, by its start."""
        people = (self._person(shape) for shape in self._tree.people)
        return tuple(sorted(people, key=lambda person: person.start))

    def registers(self) -> Mapping[str, tuple[Record, ...]]:
        """Every register, in the order of its file."""
        return {
            name: tuple(self._record(name, shape) for shape in shapes_)
            for name, shapes_ in self._tree.registers.items()
        }

    def releases(self) -> tuple[Release, ...]:
        """The releases of spending figures, the newest first."""
        spending = self._tree.spending
        found = (self._release(shape) for shape in (spending.releases if spending else ()))
        return tuple(sorted(found, key=lambda release: release.published, reverse=True))

    def _text(self, text: register_shapes.TextShape | None) -> str:
        if text is None:
            return ""
        return (text.fr or text.en) if self._french else text.en

    def _person(self, shape: register_shapes.PersonShape) -> Person:
        return Person(
            id=shape.id,
            name=shape.name,
            aliases=shape.aliases,
            office=shape.office,
            country=self._text(shape.country),
            start=shape.start,
            end=shape.end or "",
            text=self._text(shape.text),
            sources=tuple(map(self._source, shape.sources)),
            as_of=shape.as_of,
            review_by=shape.review_by,
        )

    def _record(self, register: str, shape: register_shapes.RecordShape) -> Record:
        return Record(
            id=shape.id,
            register=register,
            name=self._text(shape.name),
            aliases=shape.aliases.fr if self._french else shape.aliases.en,
            kind=shape.kind or "",
            start=shape.start or "",
            end=shape.end or "",
            place=self._text(shape.place),
            partners=shape.partners,
            suspended=shape.suspended,
            statement=self._statement(shape, self._text(shape.text)),
        )

    def _release(self, shape: register_shapes.ReleaseShape) -> Release:
        return Release(
            id=shape.id,
            title=shape.title,
            published=shape.published,
            basis=self._text(shape.basis),
            source=self._source(shape.source),
            estimates=shape.estimates,
            series=shape.series,
        )
