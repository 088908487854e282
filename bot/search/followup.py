"""Questions that make sense only after another: "and article 6?", "more", "who leads it"."""

import re
from collections.abc import Iterable

from bot.search.entry import Entry, Found, Kind
from bot.search.question import Question

SHORT = 7
"""Words up to which a question may lean on the one before."""
CARRIED, CARRIED_ON = 0.75, 0.4
"""What the entry before counts, against the words of the question itself; the second for one that
turns to something else by "and" or "what about"."""
CARRIED_ALONE = 0.95
"""The same, where the question holds nothing of its own."""

_AND = re.compile(
    r"^(?:and|or|what about|how about|what of|but|same for|et|et pour|et en|et a|ou|mais|quid de"
    r"|et concernant|pareil pour)\b"
)
_MORE = re.compile(
    r"^(?:and |ok |et |but )?(?:tell me |give me |say |show me |explain |i want |dis m en "
    r"|dites m en |donne m en )?(?:more|further|go on|continue|keep going|next|elaborate"
    r"|details?|more details?"
    r"|in (?:more )?detail|why(?: (?:so|not|that|is that|though))?|how(?: so| come)?|since when"
    r"|when(?: was (?:that|it|this))?|where(?: was (?:that|it|this))?|who|explain|really|plus"
    r"|encore|continue[rz]?|la suite|developpe[rz]?|en detail|pourquoi(?: (?:ca|cela|pas))?"
    r"|comment(?: ca)?|depuis quand|quand(?: ca| c etait)?|et alors|ah bon|c est a dire|plus de"
    r" details?|pour quoi faire|where|qui)(?: please| about (?:it|that)| sur ca| la dessus)?$"
)
_POINTS = re.compile(
    r"\b(?:it|its|that|this|they|their|theirs|them|there|he|his|him|she|her|these|those|il|elle|ils"
    r"|elles|ca|cela|leur|leurs|eux|celui|celle|la bas|en|y|one|ones|always|still|then|toujours"
    r"|encore|alors)\b"
)


def leans(question: Question, named: Iterable[Entry]) -> bool:
    """Whether it is to be read together with the question before."""
    words = question.plain.split()
    if not words or len(words) > SHORT:
        return False
    if _MORE.search(question.plain) or _AND.search(question.plain):
        return True
    return not any(named) and _POINTS.search(question.plain) is not None


def is_bare(question: Question) -> bool:
    """Whether it asks on without a subject of its own."""
    return _MORE.search(question.plain) is not None


def opens_with_and(question: Question) -> str:
    """What stands behind "and" or "what about"; "" where it does not begin so."""
    rest = _AND.sub("", question.plain, count=1).strip()
    return "" if rest == question.plain else rest


def numbered(rest: str, before: str) -> str:
    """What is turned to; "and the 5" after a question about an article is one, too."""
    found = _NUMBER.match(rest)
    return f"article {found[1]}" if found and "article " in before else rest


_NUMBER = re.compile(r"(?:the |le |number |no |numero |l )?(\d{1,2})\b")


def joined(own: Iterable[Found], before: Entry, weight: float, *, bare: bool) -> list[Found]:
    """The ranking of a question, the entry before carried into it."""
    carried = CARRIED_ALONE if bare else weight
    scores = {} if bare else {f.entry: f.score for f in own if f.entry.kind is not Kind.NONE}
    scores[before] = scores.get(before, 0.0) + carried
    found = [Found(entry, min(score, 0.99)) for entry, score in scores.items()]
    return sorted(found, key=lambda f: (-f.score, str(f.entry)))
