"""A checked tree -> the library: French words joined to the sources of their English twins."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.answers import Source, Statement
from bot.library.entries import Fact, Heading, Library, Member, Shelf, Term, Topic
from bot.library.tree import Tree
from bot.requests import Language
from bot.words import Words

if TYPE_CHECKING:
    from bot.library import shapes


def shelve(tree: Tree) -> Library:
    """Build every entry in every language; `tree` has passed the rules."""
    return {language: _Builder(tree, language).shelf() for language in Language}


class _Builder:
    def __init__(self, tree: Tree, language: Language) -> None:
        self._tree = tree
        self._language = language
        self._french = language is Language.FR
        self._cited: dict[str, Source] = {}

    def shelf(self) -> Shelf:
        return Shelf(
            language=self._language,
            words=Words(self._language, self._tree.texts[self._language]),
            topics={topic_id: self._topic(topic_id) for topic_id in self._tree.topics},
            facts={fact.id: fact for fact in self._facts()},
            terms={term.id: term for term in self._terms()},
            members={shape.iso2: self._member(shape) for shape in self._tree.members},
            sources=tuple(self._source(source_id) for source_id in self._tree.sources or ()),
        )

    def _topic(self, topic_id: str) -> Topic:
        english = self._tree.topics[topic_id]
        spoken = self._tree.french_topics[topic_id] if self._french else english
        summary = spoken.summary if isinstance(spoken.summary, str) else spoken.summary.text
        return Topic(
            id=topic_id,
            title=spoken.title,
            summary=self._statement(english.summary, summary),
            sections={heading: self._section(topic_id, heading) for heading in Heading},
            related=english.related,
            aliases=spoken.aliases,
            questions=spoken.questions,
            reviewed=english.reviewed,
        )

    def _section(self, topic_id: str, heading: Heading) -> tuple[Statement, ...]:
        said: tuple[shapes.StatementShape, ...] = getattr(self._tree.topics[topic_id], heading)
        texts = tuple(statement.text for statement in said)
        if self._french:
            texts = getattr(self._tree.french_topics[topic_id], heading)
        return tuple(self._statement(s, text) for s, text in zip(said, texts, strict=True))

    def _facts(self) -> Iterable[Fact]:
        french = {fact.id: fact for fact in self._tree.french_facts or ()}
        for fact in self._tree.facts:
            text = french[fact.id].text if self._french else fact.text
            statement = self._statement(fact, text)
            yield Fact(id=fact.id, statement=statement, topics=fact.topics, date=fact.date)

    def _terms(self) -> Iterable[Term]:
        french = {term.id: term for term in self._tree.french_terms or ()}
        for english in self._tree.terms:
            spoken = french[english.id] if self._french else english
            yield Term(
                id=english.id,
                term=spoken.term,
                expansion=spoken.expansion or "",
                meaning=self._statement(english, spoken.meaning),
                aliases=spoken.aliases,
                topics=english.topics,
            )

    def _member(self, shape: "shapes.MemberShape") -> Member:
        language = self._language.value
        return Member(
            iso2=shape.iso2,
            name=getattr(shape.name, language),
            capital=getattr(shape.capital, language),
            accession=shape.accession.date,
            accession_kind=shape.accession.kind,
            round=shape.accession.round,
            region=shape.region,
            sources=tuple(map(self._source, shape.sources)),
            aliases=getattr(shape.aliases, language),
            notes=tuple(self._statement(n, getattr(n.text, language)) for n in shape.notes),
        )

    def _statement(self, said: "shapes.SaidShape", text: str) -> Statement:
        return Statement(
            text=text,
            sources=tuple(map(self._source, said.sources)),
            as_of=said.as_of,
            review_by=said.review_by,
        )

    def _source(self, citation: str) -> Source:
        """One object a citation, so that comparing footnotes is quick."""
        if citation not in self._cited:
            self._cited[citation] = self._resolve(citation)
        return self._cited[citation]

    def _resolve(self, citation: str) -> Source:
        source_id, _, place = citation.partition("#")
        shape = (self._tree.sources or {})[source_id]
        local = shape.fr if self._french and shape.fr else shape
        template = getattr(shape.part, self._language.value) if shape.part else "{}"
        return Source(
            title=local.title,
            publisher=shape.publisher,
            url=str(local.url),
            part=template.format(place) if place else "",
            date=shape.date,
            language=Language.FR if local is shape.fr else Language(shape.language),
        )
