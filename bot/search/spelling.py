"""Misspelt words, mended into those of the library's own phrases."""

from collections import defaultdict
from difflib import get_close_matches

from bot.search.ranking import ByWords
from bot.search.stems import EMPTY

LONGEST = 12
"""Words of a question up to which misspellings are mended; it takes a millisecond a word."""
SHORT = 3
"""Letters of a word up to which it is taken as it stands."""
USED = 2
"""Phrases that must hold a word before others are mended into it: one may be misspelt itself."""
ALIKE = 0.8
"""How alike a misspelt word and a known one must be."""


class Spelling:
    """Knows how words are spelt, once it has learnt them."""

    def __init__(self) -> None:
        self._learnt: dict[str, dict[str, int]] = defaultdict(dict)
        self._right: dict[str, list[str]] = {}

    def learn(self, text: str) -> None:
        """Know how the words of a phrase are spelt."""
        for word in text.split():
            if len(word) > SHORT:
                known = self._learnt[word[0]]
                known[word] = known.get(word, 0) + 1

    def close(self) -> None:
        """Keep what is used often enough, once everything is learnt."""
        self._right = {
            letter: [word for word in sorted(words) if words[word] >= USED]
            for letter, words in self._learnt.items()
        }
        self._learnt = {}

    def mended(self, asked: str, known: ByWords) -> str:
        """The plain question with its misspelt words mended; "" for one that is too long."""
        words = asked.split()
        if len(words) > LONGEST:
            return ""
        return " ".join(self._mend(word, known) for word in words)

    def _mend(self, word: str, known: ByWords) -> str:
        if len(word) <= SHORT or word.isdigit() or known.knows(word) or word in EMPTY:
            return word
        alike = [
            near for near in self._right.get(word[0], ()) if abs(len(near) - len(word)) <= SHORT - 1
        ]
        return next(iter(get_close_matches(word, alike, n=1, cutoff=ALIKE)), word)
