"""Single statements, found by the words of a question: facts, terms, events, entries of registers.

A topic answers what it is about; a question about one date or one name is often answered by a
statement that stands elsewhere in the library.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.library.entries import Shelf
from bot.search.normalise import plain
from bot.search.ranking import ByWords

WEIGHT, USUAL = 6.0, 22.0
"""A word that stands once in a statement is found; statements are of like length."""


class PassageKind(StrEnum):
    """Where the statement stands."""

    FACT = "fact"
    EVENT = "event"
    RECORD = "record"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement's place: the id of a fact or term, the number of an event, `register/id`."""

    kind: PassageKind
    id: str


class Passages:
    """The statements of one language."""

    def __init__(self, shelf: Shelf) -> None:
        found = list(_texts(shelf))
        self._passages = [passage for passage, _ in found]
        self._words = ByWords(len(found))
        for number, (_, text) in enumerate(found):
            self._words.add(number, (plain(text),), WEIGHT, USUAL)
        self._words.close()

    def best(self, words: Sequence[str], least: float) -> list[Passage]:
        """The statements that hold at least that share of the words' weight, best first."""
        scores = self._words.scores(words)
        near = [(score, number) for number, score in scores.items() if score >= least]
        return [self._passages[number] for _, number in sorted(near, key=lambda n: (-n[0], n[1]))]


def _texts(shelf: Shelf) -> Iterator[tuple[Passage, str]]:
    for fact in shelf.facts.values():
        yield Passage(PassageKind.FACT, fact.id), fact.statement.text
    for term in shelf.terms.values():
        text = f"{term.term} {term.expansion} {' '.join(term.aliases)} {term.meaning.text}"
        yield Passage(PassageKind.TERM, term.id), text
    for number, event in enumerate(shelf.events):
        text = f"{shelf.words.when(event.date)} {event.statement.text}"
        yield Passage(PassageKind.EVENT, str(number)), text
    for register, records in shelf.registers.items():
        for record in records:
            text = f"{record.name} {record.place} {record.start} {record.statement.text}"
            yield Passage(PassageKind.RECORD, f"{register}/{record.id}"), text
