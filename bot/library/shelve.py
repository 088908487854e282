"""A checked tree -> the library: French words joined to the sources of their English twins.

What has no French yet, or only outdated French, stands in English on the French shelf; facts stand
on it in French or not at all.
"""

from collections.abc import Iterator

from bot.answers import Source, Statement
from bot.library import shapes
from bot.library.entries import (
    Event,
    Fact,
    Heading,
    Library,
    Member,
    OffTopic,
    Question,
    Shelf,
    Term,
    Topic,
)
from bot.library.shelve_registers import RegisterBuilder
from bot.library.tree import Tree, fingerprint
from bot.requests import Language
from bot.words import Words


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
        registers = RegisterBuilder(self._tree, self._language, self._source, self._statement)
        return Shelf(
            language=self._language,
            words=Words(self._language, self._tree.texts[self._language]),
            topics={topic_id: self._topic(topic_id) for topic_id in self._tree.topics},
            facts={fact.id: fact for fact in self._facts()},
            terms={term.id: term for term in self._terms()},
            events=tuple(sorted(self._events(), key=lambda event: event.date)),
            quiz={question.id: question for question in self._quiz()},
            off_topic={shape.id: OffTopic(**dict(shape)) for shape in self._off_topic()},
            members={shape.iso2: self._member(shape) for shape in self._tree.members},
            people=registers.people(),
            registers=registers.registers(),
            releases=registers.releases(),
            sources=tuple(self._source(source_id) for source_id in self._tree.sources or ()),
        )

    def _topic(self, topic_id: str) -> Topic:
        english = self._tree.topics[topic_id]
        twin = self._tree.french_topics.get(topic_id) if self._french else None
        if twin and twin.renders != fingerprint(english):
            twin = None
        spoken = twin or english
        return Topic(
            id=topic_id,
            language=Language.FR if twin else Language.EN,
            title=spoken.title,
            summary=self._statement(english.summary, twin.summary if twin else None),
            sections={heading: self._section(english, twin, heading) for heading in Heading},
            related=english.related,
            aliases=spoken.aliases,
            questions=spoken.questions,
            reviewed=english.reviewed,
        )

    def _section(
        self,
        english: shapes.TopicShape,
        twin: shapes.FrenchTopicShape | None,
        heading: Heading,
    ) -> tuple[Statement, ...]:
        said: tuple[shapes.StatementShape, ...] = getattr(english, heading)
        if twin is None:
            return tuple(self._statement(statement) for statement in said)
        texts: tuple[str, ...] = getattr(twin, heading)
        return tuple(self._statement(s, text) for s, text in zip(said, texts, strict=True))

    def _facts(self) -> Iterator[Fact]:
        french = self._tree.facts.fresh() if self._french else {}
        for fact in self._tree.facts.english:
            if self._french and fact.id not in french:
                continue
            text = french[fact.id].text if self._french else fact.text
            statement = self._statement(fact, text)
            yield Fact(id=fact.id, statement=statement, topics=fact.topics, date=fact.date)

    def _terms(self) -> Iterator[Term]:
        french = self._tree.terms.fresh() if self._french else {}
        for english in self._tree.terms.english:
            twin = french.get(english.id)
            spoken = twin or english
            yield Term(
                id=english.id,
                language=Language.FR if twin else Language.EN,
                term=spoken.term,
                expansion=spoken.expansion or "",
                meaning=self._statement(english, spoken.meaning),
                aliases=spoken.aliases,
                topics=english.topics,
            )

    def _events(self) -> Iterator[Event]:
        french = self._tree.events.fresh() if self._french else {}
        for event in self._tree.events.english:
            twin = french.get(event.id)
            yield Event(
                id=event.id,
                language=Language.FR if twin else Language.EN,
                date=event.date,
                statement=self._statement(event, twin.text if twin else None),
                topics=event.topics,
            )

    def _off_topic(self) -> tuple[shapes.OffTopicShape, ...]:
        return self._tree.off_topic[self._language]

    def _quiz(self) -> Iterator[Question]:
        french = self._tree.quiz.fresh() if self._french else {}
        for english in self._tree.quiz.english:
            twin = french.get(english.id)
            spoken = twin or english
            yield Question(
                id=english.id,
                language=Language.FR if twin else Language.EN,
                text=spoken.question,
                options=spoken.options,
                right=english.options.index(english.answer),
                why=self._statement(english, spoken.why),
                topics=english.topics,
            )

    def _member(self, shape: shapes.MemberShape) -> Member:
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

    def _statement(self, said: shapes.SaidShape, text: str | None = None) -> Statement:
        """A statement in the words given, or in those it has itself."""
        return Statement(
            text=getattr(said, "text") if text is None else text,  # noqa: B009 -- not every shape has one
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
            language=Language.FR.value if local is shape.fr else shape.language,
        )
