"""Whether the best entry is near enough to answer, or the bot asks back, or declines."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.search.entry import Found, Kind


class Verdict(StrEnum):
    """What becomes of a question."""

    ANSWER = "answer"
    CHOICES = "choices"
    """Unsure: the bot asks back with the three nearest."""
    DECLINE = "decline"
    DATA = "data"
    """A command answers it from data."""
    REPLY = "reply"
    """The bot says something about itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Scores from which on a question is answered; set by `make tune`."""

    answer: float
    """Least score of an answer."""
    ask_back: float
    """Least score to ask back rather than to decline."""
    margin: float
    """Least lead over the second, for a score below `sure`."""
    sure: float
    """Score from which on no lead is needed."""


ANCHORED = Limits(answer=0.35, ask_back=0.15, margin=0.09, sure=0.72)
"""For a question that speaks of NATO."""
ADRIFT = Limits(answer=0.52, ask_back=0.52, margin=0.09, sure=0.72)
"""For one that does not: most chat is about something else."""


def decide(found: Sequence[Found], limits: Limits) -> Verdict:
    """What the ranking alone says of a question."""
    if not found or found[0].entry.kind is Kind.NONE:
        return Verdict.DECLINE
    best, second = found[0].score, found[1].score if len(found) > 1 else 0.0
    is_clear = best >= limits.sure or best - second >= limits.margin
    if best >= limits.answer and is_clear:
        return Verdict.ANSWER
    return Verdict.CHOICES if best >= limits.ask_back else Verdict.DECLINE
