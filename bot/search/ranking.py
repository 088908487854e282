"""Two ways to say how near a question is to an entry: by its words, and by its letters.

Words (BM25 over fields, and the share of the question's weight that was found) know what it is
about; letters (the nearest single phrase by runs of three to five) forgive misspellings.
"""

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zlib import crc32

from bot.search.stems import stems, tokens

SATURATION = 1.2
"""BM25's k1: how soon a word that stands again counts no more."""
LENGTH = 0.4
"""BM25's b: how much a long field is held back."""
UNKNOWN = 0.6
"""What a word that no entry holds weighs, against the rarest that one does."""


class ByWords:
    """BM25 over weighted fields."""

    def __init__(self, count: int) -> None:
        self._gathered: dict[str, dict[int, float]] = defaultdict(dict)
        self._count = count
        self._rows: dict[str, int] = {}
        self._starts = array("I")
        self._holders = array("H")
        self._shares = array("f")

    def add(self, number: int, texts: Iterable[str], weight: float, usual: float) -> None:
        """Take the plain texts of one field of entry `number`; `usual` is the field's length."""
        counted = Counter(stem for text in texts for word in tokens(text) for stem in stems(word))
        held_back = 1 - LENGTH + LENGTH * counted.total() / usual
        for stem, times in counted.items():
            entry = self._gathered[stem]
            entry[number] = entry.get(number, 0.0) + weight * times / held_back

    def close(self) -> None:
        """Pack everything into arrays, once all entries are in."""
        for row, (stem, holders) in enumerate(self._gathered.items()):
            self._rows[stem] = row
            self._starts.append(len(self._holders))
            self._holders.extend(holders)
            self._shares.extend(times / (times + SATURATION) for times in holders.values())
        self._starts.append(len(self._holders))
        self._gathered = {}
        stems.cache_clear()

    def knows(self, word: str) -> bool:
        """Whether any entry holds the word in some form."""
        return any(stem in self._rows for stem in stems(word))

    def known(self) -> Iterable[str]:
        """Every stem that some entry holds."""
        return self._rows

    def weight(self, word: str) -> float:
        """How telling a word is: the rarer, the more."""
        rows = [self._rows[stem] for stem in stems(word) if stem in self._rows]
        if not rows:
            return UNKNOWN * math.log(1 + self._count)
        held = min(self._starts[row + 1] - self._starts[row] for row in rows)
        return math.log(1 + (self._count - held + 0.5) / (held + 0.5))

    def scores(self, words: Sequence[str]) -> dict[int, float]:
        """From 0 to 1 for each entry that holds one of the words."""
        total, scores = 0.0, defaultdict[int, float](float)
        for word in dict.fromkeys(words):
            weight = self.weight(word)
            total += weight
            best: dict[int, float] = {}
            for number, share in self._holding(word):
                if share > best.get(number, 0.0):
                    best[number] = share
            for number, share in best.items():
                scores[number] += weight * share
        return {number: score / total for number, score in scores.items()} if total else {}

    def _holding(self, word: str) -> Iterator[tuple[int, float]]:
        for stem in stems(word):
            if (row := self._rows.get(stem)) is not None:
                start, end = self._starts[row], self._starts[row + 1]
                yield from zip(self._holders[start:end], self._shares[start:end], strict=True)


class ByLetters:
    """Cosine of letter runs to the nearest single phrase of an entry.

    A run is known by four bytes of its checksum: 100,000 strings would take 10 MB.
    """

    def __init__(self) -> None:
        self._gathered: dict[int, array[int]] = {}
        self._owners = array("H")
        self._norms = array("f")
        self._places = array("H")
        self._runs = array("I")
        self._weights = array("f")
        self._starts = array("I")
        self._common: dict[int, float] = {}
        self._unseen = 0.0

    def add(self, number: int, phrase: str) -> None:
        """Take one plain phrase of entry `number`."""
        place = len(self._owners)
        self._owners.append(number)
        for run in _runs(phrase):
            self._gathered.setdefault(run, array("H")).append(place)

    def close(self) -> None:
        """Weigh the runs, and put their places into one array, once all phrases are in."""
        squares = [0.0] * len(self._owners)
        for run, places in sorted(self._gathered.items()):
            weight = self._weight(len(places))
            for place in places:
                squares[place] += weight
            if weight <= TELLING:
                self._common[run] = weight
                continue
            self._runs.append(run)
            self._weights.append(weight)
            self._starts.append(len(self._places))
            self._places.extend(places)
        self._starts.append(len(self._places))
        self._norms = array("f", (math.sqrt(square) or 1.0 for square in squares))
        self._unseen = self._weight(1)
        self._gathered = {}

    def scores(self, question: str) -> dict[int, float]:
        """From 0 to 1 for each entry with a phrase that shares a telling run of letters."""
        norm, rows = 0.0, list[int]()
        for run in _runs(question[:LONGEST]):
            row = bisect_left(self._runs, run)
            if row < len(self._runs) and self._runs[row] == run:
                norm += self._weights[row]
                rows.append(row)
            else:
                norm += self._common.get(run) or self._unseen
        sums = self._sums(rows)
        norm = math.sqrt(norm) or 1.0
        scores: dict[int, tuple[float, float]] = {}
        least = FAINT * max(sums.values(), default=0.0)
        for place, total in [(place, total) for place, total in sums.items() if total > least]:
            owner, score = self._owners[place], total / (norm * self._norms[place])
            best, second = scores.get(owner, (0.0, 0.0))
            if score > second:
                scores[owner] = (score, best) if score > best else (best, score)
        return {owner: best + SECOND * second for owner, (best, second) in scores.items()}

    def _sums(self, rows: list[int]) -> Mapping[int, float]:
        """What each phrase shares with the question, the rarest runs first, while there is time."""
        sums, left = defaultdict[int, float](float), MOST_PLACES
        for row in sorted(rows, key=self._weights.__getitem__, reverse=True):
            start, end = self._starts[row], self._starts[row + 1]
            left -= end - start
            if left < 0:
                break
            weight = self._weights[row]
            for place in self._places[start:end]:
                sums[place] += weight
        return sums

    def _weight(self, times: int) -> float:
        """The square of how telling a run is that stands in so many phrases."""
        return math.log(1 + len(self._owners) / times) ** 2


SECOND = 0.4
"""What the second nearest phrase of an entry adds."""
FAINT = 0.15
"""The share of the nearest phrase's weight below which another is not looked at."""
TELLING = 16.0
"""Least squared weight of a run that is looked up: commoner ones cost time and tell nothing."""
MOST_PLACES = 8_000
"""Places that are looked at for a question, which is some milliseconds: a long one has more."""
LONGEST = 200
"""Letters of a question that are compared; a phrase has at most 200."""


def _runs(phrase: str) -> set[int]:
    """Every run of three to five letters inside the words, their edges marked by spaces."""
    text = f" {phrase} ".encode()
    sizes = (3, 4, 5)
    return {crc32(text[n : n + size]) for size in sizes for n in range(len(text) - size + 1)}
