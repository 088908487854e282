"""All names and phrases of the library, in both languages, ready to be searched."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from textwrap import wrap

from bot.library.entries import Library, Shelf
from bot.requests import Language
from bot.search import countries
from bot.search.entry import RANKED, Entry, Found, Kind, labels, names
from bot.search.normalise import LONGEST, bare, plain
from bot.search.passages import Passages
from bot.search.ranking import ByLetters, ByWords
from bot.search.stems import tokens

BY_WORDS, BY_LETTERS = 0.55, 0.45
"""How much each ranking says; measured best on 600 questions that were not used to build it."""
NAMED = 0.9
"""The score of an entry whose whole name, in two words or more, is all the question is about."""
TELLING_NAME = 0.55
"""The least share of a question that a term such as PURL or KFOR is taken to be."""
LONGEST_NAME = 6
"""Words of a name that is looked for inside a question."""
REPAIRED = 12
"""Words of a question up to which misspellings are mended; it takes a millisecond a word."""
SHORT = 3
"""Letters of a word up to which it is taken as it stands."""

_FIELDS = {"names": 3.0, "questions": 2.0, "summary": 1.5, "body": 0.7}
_USUAL = {"names": 12.0, "questions": 120.0, "summary": 25.0, "body": 250.0}


class Index:
    """Built once from the library; everything it answers comes from memory."""

    def __init__(self, library: Library) -> None:
        self._names: dict[Kind, dict[str, Entry]] = {kind: {} for kind in Kind}
        self._labels = {language: labels(shelf) for language, shelf in library.items()}
        self._asked: dict[str, Entry] = {}
        self._anchors: set[str] = set()
        for shelf in library.values():
            self._add_names(shelf)
        self._entries = list(dict.fromkeys(e for found in self._labels.values() for e in found))
        self._entries = [entry for entry in self._entries if entry.kind in RANKED]
        self._words, self._letters = ByWords(len(self._entries)), ByLetters()
        numbers = {entry: number for number, entry in enumerate(self._entries)}
        for shelf in library.values():
            self._add_phrases(shelf, numbers)
        self._words.close()
        self._letters.close()
        self.passages = {language: Passages(shelf) for language, shelf in library.items()}
        self._first_letters: dict[str, list[str]] = defaultdict(list)
        for stem in self._words.known():
            self._first_letters[stem[:1]].append(stem)

    def _add_names(self, shelf: Shelf) -> None:
        for entry, name in names(shelf):
            self._names[entry.kind].setdefault(plain(name), entry)
            if _is_distinctive(name) and plain(name) not in _NATO:
                self._anchors.add(plain(name))
        for code in (*shelf.members, *(c for c, _ in countries.names(shelf.language))):
            kind = Kind.MEMBER if code in shelf.members else Kind.COUNTRY
            self._names[kind].setdefault(f"iso {code.casefold()}", Entry(kind, code))

    def _add_phrases(self, shelf: Shelf, numbers: dict[Entry, int]) -> None:
        found: dict[Entry, set[str]] = defaultdict(set)
        for entry, name in names(shelf):
            if entry in numbers:
                found[entry].add(plain(name))
        for entry, phrases in found.items():
            self._add_field(numbers[entry], "names", phrases, by_letters=True)
        for topic in shelf.topics.values():
            number = numbers[Entry(Kind.TOPIC, topic.id)]
            if topic.language is not shelf.language:
                continue
            asked = {plain(question) for question in topic.questions}
            self._asked |= {q: Entry(Kind.TOPIC, topic.id) for q in asked if q not in self._asked}
            self._add_field(number, "questions", asked, by_letters=True)
            self._add_field(number, "summary", {plain(topic.summary.text)})
            body = {plain(s.text) for section in topic.sections.values() for s in section}
            self._add_field(number, "body", body)
        for term in shelf.terms.values():
            number = numbers[Entry(Kind.TERM, term.id)]
            self._add_field(number, "summary", {plain(term.meaning.text)})

    def _add_field(
        self, number: int, field: str, texts: set[str], *, by_letters: bool = False
    ) -> None:
        self._words.add(number, texts, _FIELDS[field], _USUAL[field])
        for text in sorted(texts) if by_letters else ():
            self._letters.add(number, text)

    def named(self, text: str, kind: Kind) -> Entry | None:
        """The entry of that kind that goes by exactly this name or id; a country also by its code.

        Codes are for commands and buttons: inside a question "no", "is" and "us" are words.
        """
        name = plain(text)
        return self._names[kind].get(name) or self._names[kind].get(f"iso {name}")

    def mentioned(self, text: str, kind: Kind) -> list[Entry]:
        """The entries of that kind whose names stand whole in the text, in its order."""
        words, found, start = plain(text).split(), list[Entry](), 0
        while start < len(words):
            for size in range(min(LONGEST_NAME, len(words) - start), 0, -1):
                if entry := self._names[kind].get(" ".join(words[start : start + size])):
                    found.append(entry)
                    start += size - 1
                    break
            start += 1
        return list(dict.fromkeys(found))

    def spoken_of(self, text: str) -> list[Entry]:
        """The terms and topics that a message of any length names, those of NATO's own first.

        A word that everybody uses, such as "logistics", counts only where NATO is spoken of.
        """
        found: dict[Entry, bool] = {}
        pieces = wrap(text, LONGEST)
        for piece in pieces:
            for entry, name in self._spoken(piece):
                found[entry] = found.get(entry, False) or name in self._anchors
        is_about_nato = any(map(self.is_anchored, pieces))
        own = [entry for entry, is_own in found.items() if is_own]
        return own + [entry for entry, is_own in found.items() if not is_own and is_about_nato]

    def _spoken(self, text: str) -> Iterator[tuple[Entry, str]]:
        """The longest name at each place; of a term and a topic, the term says it shorter."""
        words, start = plain(text).split(), 0
        while start < len(words):
            for size in range(min(LONGEST_NAME, len(words) - start), 0, -1):
                name = " ".join(words[start : start + size])
                entry = self._by_name(name, (Kind.TERM, Kind.TOPIC))
                if entry and _is_meant(name, text):
                    yield entry, name
                    start += size - 1
                    break
            start += 1

    def nearest(self, text: str, kind: Kind, count: int = 3) -> list[Entry]:
        """The entries of that kind whose names are spelt most like `text`, then share words."""
        known = self._names[kind]
        close = get_close_matches(plain(text)[:80], known, n=3 * count, cutoff=0.6)
        found = [known[name] for name in close]
        found += [f.entry for f in self.rank(text) if f.entry.kind is kind]
        return list(dict.fromkeys(found))[:count]

    def complete(self, typed: str, kind: Kind, language: Language) -> list[tuple[str, Entry]]:
        """Entries with a name that starts with `typed`, then those that contain it; short first."""
        wanted, shown = plain(typed), self._labels[language]
        of_kind = [entry for entry in shown if entry.kind is kind]
        if not wanted:
            return [(shown[entry], entry) for entry in of_kind]
        ranks: dict[Entry, tuple[bool, int]] = {}
        for name, entry in self._names[kind].items():
            if wanted in name:
                rank = (not name.startswith(wanted), len(name))
                ranks[entry] = min(rank, ranks.get(entry, rank))
        found = sorted((entry for entry in of_kind if entry in ranks), key=ranks.__getitem__)
        return [(shown[entry], entry) for entry in found]

    def rank(self, question: str) -> list[Found]:
        """Every entry that has something in common with the question, best first."""
        asked = plain(question)
        words = self._repaired(list(tokens(asked)))
        scores = defaultdict[Entry, float](float)
        for number, score in self._words.scores(words).items():
            scores[self._entries[number]] += BY_WORDS * score
        for number, score in self._letters.scores(asked).items():
            scores[self._entries[number]] += BY_LETTERS * score
        for entry, share in self._contained(question):
            scores[entry] = max(scores[entry], NAMED * share)
        exact = self.exact(question)
        if exact:
            scores[exact] = 1.0
        order = list(Kind)
        found = [Found(entry, min(score, 1.0)) for entry, score in scores.items()]
        return sorted(
            found,
            key=lambda f: (f.entry != exact, -f.score, order.index(f.entry.kind), f.entry.id),
        )

    def exact(self, question: str) -> Entry | None:
        """The entry whose name or example question this is, or whose name is all that it asks."""
        asked = plain(question)
        return (
            self._by_name(asked, (Kind.TOPIC, Kind.MEMBER))
            or self._asked.get(asked)
            or self._by_name(asked, RANKED)
            or self._by_name(bare(asked), RANKED)
            or self._by_name(asked, Kind)
            or self._by_name(bare(asked), Kind)
        )

    def is_anchored(self, question: str) -> bool:
        """Whether it speaks of NATO at all: by name, by a Treaty article, by a distinctive name."""
        words = plain(question).split()
        if _NATO & set(words):
            return True
        return any(
            name in self._anchors and _is_meant(name, question)
            for kind in (Kind.TOPIC, Kind.TERM, Kind.PERSON)
            for name in self._names_in(words, kind)
        )

    def _names_in(self, words: list[str], kind: Kind) -> Iterator[str]:
        for size in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                name = " ".join(words[start : start + size])
                if name in self._names[kind]:
                    yield name

    def _by_name(self, name: str, kinds: Iterable[Kind]) -> Entry | None:
        found = (self._names[kind].get(name) for kind in kinds)
        return next((entry for entry in found if entry), None)

    def _contained(self, question: str) -> Iterator[tuple[Entry, float]]:
        """Names that stand whole in the question, with the share of its letters they are."""
        asked = plain(question)
        length = sum(map(len, tokens(asked))) or 1
        for kind in RANKED:
            for name in self._names_in(asked.split(), kind):
                share = sum(len(word) for word in tokens(name)) / length
                if not _is_meant(name, question):
                    continue
                if kind is Kind.TERM and name in self._anchors and " " not in name:
                    share = max(share, TELLING_NAME)
                yield self._names[kind][name], min(1.0, share)

    def _repaired(self, words: list[str]) -> list[str]:
        if len(words) > REPAIRED:
            return words
        return [self._repair(word) for word in words]

    def _repair(self, word: str) -> str:
        if len(word) <= SHORT or self._words.knows(word):
            return word
        alike = self._first_letters[word[0]]
        return next(iter(get_close_matches(word, alike, n=1, cutoff=0.8)), word)


_NATO = {"nato", "otan", "alliance", "ally", "allies", "allied", "allie", "article"}

_WORDS = {"shape", "sofa", "diana"}
"""Longer abbreviations that are words too."""


def _is_meant(name: str, question: str) -> bool:
    """Whether letters are a name here: CAN and SHAPE are, "can" and "shape" are words."""
    if len(name) > SHORT and name not in _WORDS:
        return True
    return any(_has_capitals(word) and plain(word) == name for word in question.split())


def _is_distinctive(name: str) -> bool:
    """Whether a name speaks of NATO by itself: two words, or letters such as KFOR and PfP."""
    return len(name.split()) > 1 or (len(name) >= SHORT and _has_capitals(name))


def _has_capitals(word: str) -> bool:
    return sum(letter.isupper() for letter in word) > 1


def clashes(shelf: Shelf) -> list[tuple[str, Entry, Entry]]:
    """Names that two entries of one kind share: free text could only find one of them."""
    seen: dict[tuple[Kind, str], Entry] = {}
    found: list[tuple[str, Entry, Entry]] = []
    for entry, name in names(shelf):
        first = seen.setdefault((entry.kind, plain(name)), entry)
        if first != entry and entry.kind in RANKED and _speaks(shelf, entry):
            found.append((name, first, entry))
    return found


def _speaks(shelf: Shelf, entry: Entry) -> bool:
    """Whether the entry is in the shelf's own language, not lent by another."""
    lent = shelf.topics.get(entry.id) or shelf.terms.get(entry.id)
    return lent is None or lent.language is shelf.language
