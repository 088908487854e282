"""Words brought to their stems, in both languages at once: one index serves both."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

_snowball: Any = import_module("Stemmer")  # PyStemmer ships no types
_ENGLISH, _FRENCH = _snowball.Stemmer("english"), _snowball.Stemmer("french")


@lru_cache(maxsize=4_000)
def stems(word: str) -> tuple[str, ...]:
    """The English and the French stem of a plain word, once if they agree."""
    return tuple(dict.fromkeys((_ENGLISH.stemWord(word), _FRENCH.stemWord(word))))


def tokens(plain: str) -> Iterator[str]:
    """The words of a plain text that carry meaning; an article and its number are one."""
    words = _ARTICLE.sub(r"article\1", plain).split()
    return (word for word in words if word not in EMPTY)


_ARTICLE = re.compile(r"\barticle (\d+)\b")

EMPTY = frozenset(
    """
    a an the is are was were be been being am do does did doing of to in on at for and or it its
    this that these those with by from as so if there here have has had having get got can could
    would should will shall might may must me my you your yours i we our us they their them he his
    him she her what whats who whos whom how why when where which whose not no than then too very
    just also about into any some all each both only same such more most other actually really
    even ever still though although because while like well up out off over
    le la les l des du de d est sont etait etaient que qu quoi qui dont comment pourquoi quand ou
    et en au aux un une ce cette ces cet c cest s se sa son ses il elle ils elles on je j tu te toi
    nous vous leur leurs lui mon ma mes ton ta tes notre votre nos vos pour par sur dans avec sans
    chez y a ai as ont avons avez suis es etes ete etre avoir fait faire t qu n ne pas plus moins
    si mais
    donc car ni quel quelle quels quelles m me moi eux ca cela ceci comme aussi tres bien meme
    hey hi hello please pls thanks thx bonjour salut merci stp svp
    """.split()  # noqa: SIM905 -- a list literal would be 200 lines
)
