"""Two ways to say how near a question is to an entry: by its words, and by its letters.

Words (BM25 over fields, and the share of the question's weight that was found) know what it is
about; letters (the nearest single phrase by runs of three to five) forgive misspellings.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.search.stems import stems, tokens

SATURATION = 1.2
"""BM25's k1: how soon a word that stands again counts no more."""
LENGTH = 0.4
"""BM25's b: how much a long field is held back."""


class ByWords:
    """BM25 over weighted fields."""

    def __init__(self, count: int) -> None:
        self._held: dict[str, dict[int, float]] = defaultdict(dict)
        self._count = count
        self._weights: dict[str, float] = {}

    def add(self, number: int, texts: Iterable[str], weight: float, usual: float) -> None:
        """Take the plain texts of one field of entry `number`; `usual` is the field's length."""
        counted = Counter(stem for text in texts for word in tokens(text) for stem in stems(word))
        held_back = 1 - LENGTH + LENGTH * counted.total() / usual
        for stem, times in counted.items():
            entry = self._held[stem]
            entry[number] = entry.get(number, 0.0) + weight * times / held_back

    def close(self) -> None:
        """Weigh the words, once all entries are in."""
        for stem, entries in self._held.items():
            self._weights[stem] = math.log(
                1 + (self._count - len(entries) + 0.5) / (len(entries) + 0.5)
            )
        self._unknown = math.log(1 + self._count)

    def knows(self, word: str) -> bool:
        """Whether any entry holds the word in some form."""
        return any(stem in self._held for stem in stems(word))

    def known(self) -> Iterable[str]:
        """Every stem that some entry holds."""
        return self._held

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """From 0 to 1 for each entry that holds one of the words."""
        total, scores = 0.0, defaultdict[int, float](float)
        for word in dict.fromkeys(words):
            found = [stem for stem in stems(word) if stem in self._held]
            weight = max((self._weights[stem] for stem in found), default=self._unknown)
            total += weight
            best: dict[int, float] = {}
            for stem in found:
                for number, times in self._held[stem].items():
                    share = times / (times + SATURATION)
                    best[number] = max(best.get(number, 0.0), share)
            for number, share in best.items():
                scores[number] += weight * share
        return {number: score / total for number, score in scores.items()} if total else {}


class ByLetters:
    """Cosine of letter runs to the nearest single phrase of an entry."""

    def __init__(self) -> None:
        self._gathered: dict[str, list[int]] = defaultdict(list)
        self._owners = array("I")
        self._norms = array("f")
        self._places = array("I")
        self._spans: dict[str, tuple[int, int]] = {}

    def add(self, number: int, phrase: str) -> None:
        """Take one plain phrase of entry `number`."""
        place = len(self._owners)
        self._owners.append(number)
        for run in _runs(phrase):
            self._gathered[run].append(place)

    def close(self) -> None:
        """Weigh the runs, and put their places into one array, once all phrases are in."""
        squares = [0.0] * len(self._owners)
        for run, places in self._gathered.items():
            start = len(self._places)
            self._places.extend(places)
            self._spans[run] = start, len(self._places)
            weight = self._weight(len(places))
            for place in places:
                squares[place] += weight
        self._norms = array("f", (math.sqrt(square) or 1.0 for square in squares))
        self._gathered = {}

    def scores(self, question: str) -> dict[int, float]:
        """From 0 to 1 for each entry with a phrase that shares a telling run of letters."""
        norm, sums = 0.0, defaultdict[int, float](float)
        for run in _runs(question):
            start, end = self._spans.get(run, (0, 1))
            weight = self._weight(end - start)
            norm += weight
            if run in self._spans and weight > TELLING:
                for place in self._places[start:end]:
                    sums[place] += weight
        norm = math.sqrt(norm) or 1.0
        scores: dict[int, float] = {}
        for place, total in sums.items():
            owner, score = self._owners[place], total / (norm * self._norms[place])
            if score > scores.get(owner, 0.0):
                scores[owner] = score
        return scores

    def _weight(self, times: int) -> float:
        """The square of how telling a run is that stands in so many phrases."""
        return math.log(1 + len(self._owners) / times) ** 2


TELLING = 6.0
"""Least squared weight of a run that is looked up: commoner ones cost time and tell nothing."""


def _runs(phrase: str) -> set[str]:
    """Every run of three to five letters inside the words, their edges marked by spaces."""
    text = f" {phrase} "
    return {text[n : n + size] for size in (3, 4, 5) for n in range(len(text) - size + 1)}
