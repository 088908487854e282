"""All names and phrases of the library, in both languages, ready to be searched."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.library.entries import Library, Shelf
from bot.requests import Language
from bot.search.normalise import bare, plain


class Kind(StrEnum):
    """What can be found. The order breaks ties: a topic explains more than a term."""

    TOPIC = "topic"
    MEMBER = "member"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the library can show."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        """As the outside names it: `consensus`, `member:NO`, `glossary:KFOR`."""
        match self.kind:
            case Kind.TOPIC:
                return self.id
            case Kind.MEMBER:
                return f"member:{self.id}"
            case Kind.TERM:
                return f"glossary:{self.id.upper()}"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how well it answers, from 0 to 1."""

    entry: Entry
    score: float


ENOUGH = 0.5
"""The least score that is answered outright; below it the bot declines and offers the nearest."""
NAMED = 0.75
"""The most that a whole name among other words scores: less, the more is asked beside it."""

LONGEST_NAME = 5
"""Words of a name that is looked for inside a question."""
REPAIRED = 12
"""Words of a question up to which misspellings are mended; it takes a millisecond a word."""

SHORT = 3
"""Letters of a word up to which it is taken as it stands: SHAPE is misspelt, KFOR has no plural."""


class Index:
    """Built once from the library; everything it answers comes from memory."""

    def __init__(self, library: Library) -> None:
        self._names: dict[Kind, dict[str, Entry]] = {kind: {} for kind in Kind}
        self._labels = {language: _labels(shelf) for language, shelf in library.items()}
        self._phrases: list[tuple[Entry, frozenset[str]]] = []
        for shelf in library.values():
            for entry, name in names(shelf):
                self._names[entry.kind].setdefault(plain(name), entry)
                self._phrases.append((entry, _words(plain(name))))
            for topic in shelf.topics.values():
                entry = Entry(Kind.TOPIC, topic.id)
                self._phrases += [(entry, _words(plain(line))) for line in topic.questions]
        self._weights = self._weigh()
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for number, (_, words) in enumerate(self._phrases):
            for word in words:
                self._by_word[word].append(number)
        self._totals = [self._total(words) for _, words in self._phrases]

    def named(self, text: str, kind: Kind) -> Entry | None:
        """The entry of that kind that goes by exactly this name or id."""
        return self._names[kind].get(plain(text))

    def nearest(self, text: str, kind: Kind, count: int = 3) -> list[Entry]:
        """The entries of that kind whose names are spelt most like `text`, then share words."""
        known = self._names[kind]
        close = get_close_matches(plain(text)[:80], known, n=3 * count, cutoff=0.6)
        found = [known[name] for name in close]
        found += [f.entry for f in self.rank(text) if f.entry.kind is kind]
        return list(dict.fromkeys(found))[:count]

    def complete(self, typed: str, kind: Kind, language: Language) -> list[tuple[str, Entry]]:
        """Entries with a name that starts with `typed`, then those that contain it; short first."""
        wanted, labels = plain(typed), self._labels[language]
        of_kind = [entry for entry in labels if entry.kind is kind]
        if not wanted:
            return [(labels[entry], entry) for entry in of_kind]
        ranks: dict[Entry, tuple[bool, int]] = {}
        for name, entry in self._names[kind].items():
            if wanted in name:
                rank = (not name.startswith(wanted), len(name))
                ranks[entry] = min(rank, ranks.get(entry, rank))
        found = sorted((entry for entry in of_kind if entry in ranks), key=ranks.__getitem__)
        return [(labels[entry], entry) for entry in found]

    def rank(self, question: str) -> list[Found]:
        """Every entry that shares a word with the question, best first."""
        asked = plain(question)
        scores = self._shared(_words(asked))
        for entry, score in self._contained(asked):
            scores[entry] = max(scores.get(entry, 0.0), score)
        if exact := self._exact(asked):
            scores[exact] = 1.0
        order = list(Kind)
        found = [Found(entry, score) for entry, score in scores.items()]
        return sorted(found, key=lambda f: (-f.score, order.index(f.entry.kind), f.entry.id))

    def _exact(self, asked: str) -> Entry | None:
        for name in (asked, bare(asked)):
            for kind in Kind:
                if entry := self._names[kind].get(name):
                    return entry
        return None

    def _contained(self, asked: str) -> Iterator[tuple[Entry, float]]:
        """Names that stand whole in the question, with the score that this gives.

        A topic named in two words or more is what the question is about, whatever else it says;
        a single word, such as a country's name, may stand in a question about anything.
        """
        words = asked.split()
        total = self._total(words) or 1.0
        for size in range(1, min(LONGEST_NAME, len(words)) + 1):
            for start in range(len(words) - size + 1):
                name = words[start : start + size]
                share = self._total(name) / total
                for kind in Kind:
                    if entry := self._names[kind].get(" ".join(name)):
                        least = ENOUGH if kind is Kind.TOPIC and size > 1 else 0.3
                        yield entry, least + (NAMED - least) * share

    def _shared(self, asked: frozenset[str]) -> dict[Entry, float]:
        """The best share of weight that the question has in common with a phrase (Dice)."""
        if len(asked) <= REPAIRED:
            asked = frozenset(self._repaired(word) for word in asked)
        total = self._total(asked)
        common: dict[int, float] = defaultdict(float)
        for word in asked:
            for number in self._by_word.get(word, ()):
                common[number] += self._weights[word]
        scores: dict[Entry, float] = {}
        for number, weight in common.items():
            entry = self._phrases[number][0]
            score = 2 * weight / (total + self._totals[number])
            scores[entry] = max(scores.get(entry, 0.0), score)
        return scores

    def _repaired(self, word: str) -> str:
        if word in self._by_word or len(word) <= SHORT:
            return word
        alike = [known for known in self._by_word if known[0] == word[0]]
        return next(iter(get_close_matches(word, alike, n=1, cutoff=0.8)), word)

    def _weigh(self) -> dict[str, float]:
        """Rare words weigh more; counted over entries, however many questions an entry has."""
        holders: dict[str, set[Entry]] = defaultdict(set)
        for entry, words in self._phrases:
            for word in words:
                holders[word].add(entry)
        entries = len({entry for entry, _ in self._phrases})
        return {word: math.log(1 + entries / len(held)) for word, held in holders.items()}

    def _total(self, words: Iterable[str]) -> float:
        unknown = math.log(1 + len(self._phrases))
        return sum(self._weights.get(word, unknown) for word in words)


def _labels(shelf: Shelf) -> dict[Entry, str]:
    """How completions show each entry, in the order of its file."""
    labels = {Entry(Kind.TOPIC, topic.id): topic.title for topic in shelf.topics.values()}
    labels |= {Entry(Kind.MEMBER, m.iso2): m.name for m in shelf.members.values()}
    for term in shelf.terms.values():
        more = f": {term.expansion}" if term.expansion and term.expansion != term.term else ""
        labels[Entry(Kind.TERM, term.id)] = f"{term.term}{more}"
    return labels


def names(shelf: Shelf) -> Iterator[tuple[Entry, str]]:
    """Every name of every entry of one language."""
    for topic in shelf.topics.values():
        entry = Entry(Kind.TOPIC, topic.id)
        yield from ((entry, name) for name in (topic.id, topic.title, *topic.aliases))
    for member in shelf.members.values():
        entry = Entry(Kind.MEMBER, member.iso2)
        yield from ((entry, name) for name in (member.name, *member.aliases))
    for term in shelf.terms.values():
        entry = Entry(Kind.TERM, term.id)
        found = (term.id, term.term, term.expansion, *term.aliases)
        yield from ((entry, name) for name in found if name)


def clashes(shelf: Shelf) -> list[tuple[str, Entry, Entry]]:
    """Names that two entries of one kind share: free text could only find one of them."""
    seen: dict[tuple[Kind, str], Entry] = {}
    found: list[tuple[str, Entry, Entry]] = []
    for entry, name in names(shelf):
        first = seen.setdefault((entry.kind, plain(name)), entry)
        if first != entry:
            found.append((name, first, entry))
    return found


def _words(text: str) -> frozenset[str]:
    """Words without their plural s, and without those that carry no meaning."""
    return frozenset(
        word[:-1] if len(word) > SHORT and word.endswith("s") else word
        for word in text.split()
        if word not in _EMPTY
    )


_EMPTY = frozenset(
    """
    a an the is are was were be do does did of to in on at for and or it its this that with by from
    what whats who how why when where which can could would should will me my you your i we they
    le la les l un une des du de d est sont que qu quoi qui comment pourquoi quand ou et en au aux
    ce c cest s se sa son il elle on je tu nous vous pour par sur dans avec
    """.split()  # noqa: SIM905 -- a list literal would be 90 lines
)
