"""A message read once: its plain words, and which of its sentences asks."""

import re
from dataclasses import dataclass, field

from bot.search.chatter import spelt
from bot.search.normalise import LONGEST, plain, said
from bot.search.stems import tokens

TELLS = 3
"""Words with a meaning that a sentence needs to be searched for by itself."""
FIRST, LAST = 30, 60
"""Words of a very long message that are looked at: people begin or end with what they ask."""
MOST_CLAUSES = 3
"""Sentences of a message that are looked at, the last ones; each takes a millisecond."""

MOST_READ = 4
"""Sentences that are read at either end."""

_SENTENCE = re.compile(r"(?<=[.!?\u2026])\s+|[\n;]+|(?<=[?!])(?=\w)")
_ASKS = re.compile(
    r"\b(?:what|who|whos|why|how|when|where|which|is|are|does|do|did|can|could|would|will|tell me"
    r"|explain|qui|que|quoi|qu|quel|quelle|quels|quelles|comment|pourquoi|combien|est ce"
    r"|peux tu|explique)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody asked, in the forms that the search needs."""

    text: str
    """As it was typed, cut."""
    plain: str
    """The whole message, plain, as names stand in it."""
    asked: str
    """The same without greetings, its shorthand spelt out."""
    clauses: tuple[str, ...] = ()
    """Of a message of several sentences those that tell something, the asking one first."""
    mended: str = ""
    """`asked` with its misspelt words mended; "" where nobody looked."""
    words: tuple[str, ...] = field(default=())
    """The words of `asked` that carry meaning."""


def read(text: str) -> Question:
    """Read a message."""
    words = plain(text).split()
    if len(words) > FIRST + LAST:
        words = words[:FIRST] + words[-LAST:]
    whole = " ".join(words)
    asked = spelt(whole)
    return Question(
        text=text[:LONGEST],
        plain=whole,
        asked=asked,
        clauses=_clauses(said(text), asked),
        words=tuple(tokens(asked)),
    )


def _clauses(text: str, asked: str) -> tuple[str, ...]:
    sentences = [(part, spelt(plain(part))) for part in _parts(text)]
    telling = [(raw, words) for raw, words in sentences if len(list(tokens(words))) >= TELLS]
    if len(sentences) < 2 or not telling or telling[0][1] == asked:  # noqa: PLR2004 -- a pair
        return ()
    telling.sort(key=lambda row: (not row[0].rstrip().endswith("?"), not _ASKS.search(row[1])))
    marked = [row for row in telling if row[0].rstrip().endswith("?")]
    best = marked[-1] if marked else telling[0]
    others = [words for _, words in reversed(telling) if words != best[1]]
    return (best[1], *others[: MOST_CLAUSES - 1])


def _parts(text: str) -> list[str]:
    """The sentences of a message, of very many the first and the last ones."""
    parts = [part for part in _SENTENCE.split(text) if part.strip()]
    return parts if len(parts) <= 2 * MOST_READ else parts[:MOST_READ] + parts[-MOST_READ:]
