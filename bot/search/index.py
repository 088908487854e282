"""All names and phrases of the library, in both languages, ready to be searched."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from heapq import nlargest

from bot.library.entries import Library, Shelf, Topic
from bot.requests import Language
from bot.search.chatter import spelt
from bot.search.entry import RANKED, Entry, Found, Kind, labels, names
from bot.search.naming import Named, Names
from bot.search.normalise import asks_meaning, plain
from bot.search.off_topic import OffTopics
from bot.search.passages import Passages
from bot.search.question import Question, read
from bot.search.ranking import ByLetters, ByWords
from bot.search.spelling import Spelling
from bot.search.stems import tokens

BY_WORDS, BY_LETTERS = 0.55, 0.45
"""How much each ranking says; measured best on 600 questions that were not used to build it."""
NAMED, TELLING = 0.10, 0.30
"""What a name that stands whole in the question adds: in any case, and by its share."""
ORDINARY = 0.5
"""The share of that for a name that does not speak of NATO by itself."""
TERM = 0.65
"""What a term's score counts where its meaning is not asked for: a topic explains more."""
LEAD = 0.8
"""What a term's first topic gets of what its name adds."""
NEAREST = 24
"""Entries of a ranking; the rest is noise."""
CLAUSE = 0.7
"""What a sentence that does not ask counts, against the one that does."""
STORY = 10
"""Words with a meaning from which on a message of several sentences tells a story."""
TOLD, SCATTERED = 0.4, 2.5
"""What all its words count beside its best sentence; their share is small, as most tell nothing.
Set on long messages; between 0.3 and 0.6 and between 1.5 and 4 it changes little."""

BELONGS = 2
"""Topics of a fact or a term that its words count for."""

_FIELDS = {"names": 3.5, "questions": 1.2, "summary": 1.5, "body": 1.3, "related": 0.6}
_USUAL = {"names": 12.0, "questions": 120.0, "summary": 25.0, "body": 250.0, "related": 150.0}


@dataclass(frozen=True, slots=True)
class Parts:
    """An entry's score, and what it is made of."""

    total: float
    words: float
    letters: float
    named: float


class Index:
    """Built once from the library; everything it answers comes from memory."""

    def __init__(self, library: Library) -> None:
        self.names = Names(library)
        self._labels = {language: labels(shelf) for language, shelf in library.items()}
        self._asked: dict[str, Entry] = {}
        self.off_topic = OffTopics(library)
        found = dict.fromkeys(e for shown in self._labels.values() for e in shown)
        self._entries = [e for e in found if e.kind in (*RANKED, Kind.PERSON)]
        self._entries += self.off_topic.entries
        self._spelling = Spelling()
        self._words, self._letters = ByWords(len(self._entries)), ByLetters()
        self._numbers = {entry: number for number, entry in enumerate(self._entries)}
        self._terms = {n for n, entry in enumerate(self._entries) if entry.kind is Kind.TERM}
        self._leads: dict[int, int] = {}
        for shelf in library.values():
            self._add_phrases(shelf, self._numbers)
        self._words.close()
        self._letters.close()
        self.passages = {language: Passages(shelf) for language, shelf in library.items()}
        self._spelling.close()

    def _add_phrases(self, shelf: Shelf, numbers: Mapping[Entry, int]) -> None:
        phrases: dict[Entry, set[str]] = defaultdict(set)
        for entry, name in names(shelf):
            if entry in numbers:
                phrases[entry].add(plain(name))
        for entry, known in phrases.items():
            self._add_field(numbers[entry], "names", known, by_letters=True)
        self._add_topics(shelf)
        for term in shelf.terms.values():
            number = numbers[Entry(Kind.TERM, term.id)]
            self._add_field(number, "summary", {plain(term.meaning.text)})
            if term.topics:
                self._leads[number] = numbers[Entry(Kind.TOPIC, term.topics[0])]
        for person in shelf.people:
            about = f"{person.text} {person.country} {shelf.words.say(f'office.{person.office}')}"
            number = numbers[Entry(Kind.PERSON, person.id)]
            self._add_field(number, "body", {plain(about)})
        self._add_related(shelf, numbers)
        for entry, asked in self.off_topic.examples(shelf):
            self._add_field(numbers[entry], "questions", {spelt(plain(asked))}, by_letters=True)

    def _add_topics(self, shelf: Shelf) -> None:
        for topic in shelf.topics.values():
            if topic.language is shelf.language:
                self._add_topic(topic, self._numbers[Entry(Kind.TOPIC, topic.id)])

    def _add_related(self, shelf: Shelf, numbers: Mapping[Entry, int]) -> None:
        """What facts, terms and events say, to the topics that they belong to."""
        texts: dict[str, set[str]] = defaultdict(set)
        for fact in shelf.facts.values():
            _add_to(texts, fact.topics[:BELONGS], fact.statement.text)
        for term in shelf.terms.values():
            _add_to(texts, term.topics[:BELONGS], f"{term.term} {term.expansion}")
        for event in shelf.events:
            _add_to(texts, event.topics[:BELONGS], event.statement.text)
        for topic_id, said in texts.items():
            self._add_field(numbers[Entry(Kind.TOPIC, topic_id)], "related", said)

    def _add_topic(self, topic: Topic, number: int) -> None:
        asked = {spelt(plain(question)) for question in topic.questions}
        for question in topic.questions:
            for form in (plain(question), spelt(plain(question))):
                self._asked.setdefault(form, self._entries[number])
        self._add_field(number, "questions", asked, by_letters=True)
        self._add_field(number, "summary", {plain(topic.summary.text)})
        body = {plain(s.text) for section in topic.sections.values() for s in section}
        self._add_field(number, "body", body)

    def _add_field(
        self, number: int, field: str, texts: set[str], *, by_letters: bool = False
    ) -> None:
        self._words.add(number, sorted(texts), _FIELDS[field], _USUAL[field])
        for text in sorted(texts) if by_letters else ():
            self._letters.add(number, text)
            self._spelling.learn(text)

    def named(self, text: str, kind: Kind) -> Entry | None:
        """The entry of that kind that goes by exactly this name or id; a country also by its code.

        Codes are for commands and buttons: inside a question "no", "is" and "us" are words.
        """
        return self.names.named(text, kind)

    def mentioned(self, asked: str, kind: Kind) -> list[Entry]:
        """The entries of that kind whose names stand whole in plain words, in their order."""
        return self.names.mentioned(asked, kind)

    def spoken_of(self, text: str) -> list[Entry]:
        """The terms and topics that a message of any length names, those of NATO's own first."""
        return self.names.spoken_of(text)

    def nearest(self, text: str, kind: Kind, count: int = 3) -> list[Entry]:
        """The entries of that kind whose names are spelt most like `text`, then share words."""
        known = self.names.of[kind]
        close = get_close_matches(plain(text)[:80], known, n=3 * count, cutoff=0.6)
        found = [known[name] for name in close]
        found += [f.entry for f in self.rank(read(text)) if f.entry.kind is kind]
        return list(dict.fromkeys(found))[:count]

    def complete(self, typed: str, kind: Kind, language: Language) -> list[tuple[str, Entry]]:
        """Entries with a name that starts with `typed`, then those that contain it; short first."""
        wanted, shown = plain(typed), self._labels[language]
        of_kind = [entry for entry in shown if entry.kind is kind]
        if not wanted:
            return [(shown[entry], entry) for entry in of_kind]
        ranks: dict[Entry, tuple[bool, int]] = {}
        for name, entry in self.names.of[kind].items():
            if wanted in name:
                rank = (not name.startswith(wanted), len(name))
                ranks[entry] = min(rank, ranks.get(entry, rank))
        found = sorted((entry for entry in of_kind if entry in ranks), key=ranks.__getitem__)
        return [(shown[entry], entry) for entry in found]

    def rank(self, question: Question) -> list[Found]:
        """Every entry that has something in common with the question, best first."""
        exact = self.exact(question)
        # A question that is known whole says nothing else in its parts.
        if exact or not question.clauses:
            scores = _totals(self.parts(question.asked, question.mended))
        else:
            scores = self._told(question)
        if exact:
            scores[exact] = 1.0
        order = list(Kind)
        return sorted(
            (Found(entry, score) for entry, score in scores.items()),
            key=lambda f: (f.entry != exact, -f.score, order.index(f.entry.kind), f.entry.id),
        )

    def _told(self, question: Question) -> dict[Entry, float]:
        """The scores of a message of several sentences: by the best of them, and by all words.

        Who tells a story says in it what the question at its end is about.
        """
        scores: dict[Entry, float] = {}
        for place, clause in enumerate(question.clauses):
            for entry, total in _totals(self.parts(clause)).items():
                scores[entry] = max(total * (CLAUSE if place else 1.0), scores.get(entry, 0.0))
        if len(question.words) < STORY:
            for entry, total in _totals(self.parts(question.asked, question.mended)).items():
                scores[entry] = max(total, scores.get(entry, 0.0))
            return scores
        told = self._words.scores(question.words)
        shares = {
            self._entries[n]: min(1.0, SCATTERED * share) * (TERM if n in self._terms else 1.0)
            for n, share in told.items()
        }
        return {
            entry: (1 - TOLD) * scores.get(entry, 0.0) + TOLD * shares.get(entry, 0.0)
            for entry in scores.keys() | shares.keys()
        }

    def parts(self, asked: str, mended: str = "") -> dict[Entry, Parts]:
        """What the nearest entries score, and by what."""
        words = self._words.scores(list(tokens(mended or asked)))
        letters = self._letters.scores(asked)
        term = 1.0 if asks_meaning(asked) else TERM
        named = self._named(asked, term)

        scores = {
            number: (BY_WORDS * words.get(number, 0.0) + BY_LETTERS * letters.get(number, 0.0))
            * (term if number in self._terms else 1.0)
            for number in words.keys() | letters.keys()
        }
        for number, added in named.items():
            scores[number] = scores.get(number, 0.0) + added
        best = nlargest(NEAREST, scores, key=scores.__getitem__)
        return {
            self._entries[number]: Parts(
                scores[number],
                words.get(number, 0.0),
                letters.get(number, 0.0),
                named.get(number, 0.0),
            )
            for number in best
        }

    def _named(self, asked: str, term: float) -> dict[int, float]:
        """What names that stand whole in the question add to their entries.

        A term that is not asked about itself leads to its topic.
        """
        added: dict[int, float] = {}
        for found in self.names.contained(asked):
            score = (NAMED + TELLING * found.share) * (1.0 if found.is_telling else ORDINARY)
            number = self._numbers[found.entry]
            wanted = {number: score}
            if number in self._terms:
                wanted = {number: score * term}
                if term < 1.0 and number in self._leads:
                    wanted[self._leads[number]] = score * LEAD
            for entry, bonus in wanted.items():
                added[entry] = max(bonus, added.get(entry, 0.0))
        return added

    def exact(self, question: Question) -> Entry | None:
        """The entry whose name or example question this is, or whose name is all that it asks."""
        asked = (self._asked.get(question.plain), self._asked.get(question.asked))
        found = self.names.whole(question.plain, asked) or self.names.whole(question.asked, ())
        if found is None and question.mended:
            return self.names.whole(question.mended, (self._asked.get(question.mended),))
        return found

    def contained(self, asked: str) -> list[Named]:
        """The names that stand whole in plain words."""
        return self.names.contained(asked)

    def is_anchored(self, question: Question) -> bool:
        """Whether it speaks of NATO at all: by name, by a Treaty article, by a telling name."""
        return self.names.is_anchored(question.plain, self.contained(question.asked))

    def mended(self, question: Question) -> Question:
        """The question with its misspelt words mended."""
        return replace(question, mended=self._spelling.mended(question.asked, self._words))


def _totals(parts: Mapping[Entry, Parts]) -> dict[Entry, float]:
    return {entry: min(0.99, part.total) for entry, part in parts.items()}


def _add_to(texts: dict[str, set[str]], topics: Iterable[str], text: str) -> None:
    for topic_id in topics:
        texts[topic_id].add(plain(text))
