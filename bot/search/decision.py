"""Whether the best entry is near enough to answer, or the bot declines."""

import re
from collections.abc import Sequence

from bot.search.entry import Found
from bot.search.index import Index
from bot.search.normalise import plain

ANCHORED = 0.33
"""Least score of a question that speaks of NATO."""
ADRIFT = 0.53
"""Least score of one that does not: most chat is about something else."""

_REFUSED = re.compile(
    r"\b(?:(?:in )?your (?:view|opinion)|do you think|your thoughts|tu en penses|a ton avis"
    r"|who (?:will|would|should) (?:win|be the next)|predict\w*|qui va gagner|prochain president"
    r"|ignore (?:all |your |the |previous )+\w*|forget your|system prompt|oublie tes|ignore tes"
    r"|should (?:\w+ ){1,3}(?:leave|quit|attack|bomb|invade|nuke)|(?:invade|attack) next"
    r"|(?:will|gonna|going to|about to) (?:\w+ )?(?:nuke|invade|attack|bomb|win|collapse)"
    r"|(?:how|where) (?:do|can|to) (?:i |you |we )?(?:jam|hack|shoot|sabotage)|passwords?"
    r"|secret (?:nato )?(?:plan|code|document)s?|classified (?:plan|document|file)s?"
    r"|launch codes?)\b"
)
"""Opinions, predictions, orders to the bot, secrets: declined whatever they are about."""


_SUPPOSED = re.compile(r"\b(?:what (?:would|happens|does)|que (?:se passe|fait)).*\b(?:if|si)\b")
"""A case supposed, to ask what NATO's texts say of it: no prediction is asked for."""


def is_sure(question: str, found: Sequence[Found], index: Index) -> bool:
    """Whether the first of `found` answers the question."""
    if not found:
        return False
    return found[0].score >= (ANCHORED if index.is_anchored(question) else ADRIFT)


def is_refused(question: str) -> bool:
    """Whether it asks for what the bot never gives."""
    asked = plain(question)
    return _REFUSED.search(asked) is not None and not _SUPPOSED.search(asked)
