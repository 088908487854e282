"""Words brought to their stems, in both languages at once: one index serves both."""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from typing import Any

_snowball: Any = import_module("Stemmer")  # PyStemmer ships no types
_ENGLISH, _FRENCH = _snowball.Stemmer("english"), _snowball.Stemmer("french")


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """The English and the French stem of a plain word, once if they agree."""
    return tuple(dict.fromkeys((_ENGLISH.stemWord(word), _FRENCH.stemWord(word))))


def tokens(plain: str) -> Iterable[str]:
    """The words of a plain text that carry meaning."""
    return (word for word in plain.split() if word not in _EMPTY)


_EMPTY = frozenset(
    """
    a an the is are was were be been do does did of to in on at for and or it its this that these
    those with by from as so if there here have has had get got can could would should will me my
    you your i we our us they their he she him what whats who whos how why when where which
    le la les l des du de d est sont que qu quoi qui comment pourquoi quand ou et en au aux une
    ce cette c cest s se sa son ses il elle ils on je tu nous vous leur leurs pour par sur dans avec
    y a t qu hey hi hello please pls thanks thx bonjour salut merci stp svp
    """.split()  # noqa: SIM905 -- a list literal would be 130 lines
)
