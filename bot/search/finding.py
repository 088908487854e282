"""Free text -> what is to be done with it: the one way in for every surface."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.search import followup
from bot.search.decision import ADRIFT, ANCHORED, Limits, Verdict, decide
from bot.search.entry import Entry, Found, Kind
from bot.search.index import Index
from bot.search.intents import Intent, carried, commanded, recognise
from bot.search.question import Question, read


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a question, and why that."""

    question: Question
    found: tuple[Found, ...]
    """Best first, the classes that are declined left out."""
    verdict: Verdict
    limits: Limits = ANCHORED
    intent: Intent | None = None
    off_topic: str = ""
    """The class that it belongs to; its rule fired, or it came out best."""
    is_exact: bool = False
    """Whether the question is just a name, or an example question."""
    before: str = ""
    """The question that it leans on."""


def find(text: str, index: Index, before: str = "") -> Finding:
    """Read a question, together with the one before if it leans on that."""
    question = index.mended(read(text))
    if before and (found := _leaning(question, index, before)):
        return replace(found, before=before)
    if intent := commanded(question):
        return Finding(question, (), Verdict.DATA, intent=intent)
    ranked = index.rank(question)
    if _is_exact(ranked):
        return Finding(question, tuple(_shown(ranked)), Verdict.ANSWER, is_exact=True)
    return _ruled(question, ranked, index) or _ranked(question, ranked, index)


def _ruled(question: Question, ranked: Sequence[Found], index: Index) -> Finding | None:
    """What a rule makes of it: a class that is left alone, or a question about data."""
    shown = tuple(_shown(ranked))
    if class_id := index.off_topic.of(question):
        if index.off_topic.is_answered(class_id):
            return Finding(question, (), Verdict.REPLY, off_topic=class_id)
        return Finding(question, shown, Verdict.DECLINE, off_topic=class_id)
    intent = recognise(question, index)
    return Finding(question, shown, Verdict.DATA, intent=intent) if intent else None


def _ranked(question: Question, ranked: Sequence[Found], index: Index) -> Finding:
    limits = ANCHORED if index.is_anchored(question) else ADRIFT
    best = ranked[0].entry if ranked else None
    off_topic = best.id if best and best.kind is Kind.NONE else ""
    shown = _shown(ranked)
    if off_topic and limits is ANCHORED:
        return Finding(question, tuple(shown), Verdict.CHOICES, limits)
    says_nothing = all(len(word) == 1 for word in question.words) or (
        limits is ADRIFT and len(question.words) == 1
    )
    verdict = Verdict.DECLINE if off_topic or says_nothing else decide(shown, limits)
    return Finding(question, tuple(shown), verdict, limits, off_topic=off_topic)


def _leaning(question: Question, index: Index, before: str) -> Finding | None:
    named = [found.entry for found in index.contained(question.asked)]
    named += index.mentioned(question.plain, Kind.MEMBER)
    if not followup.leans(question, named):
        return None
    earlier = find(before, index)
    rest = followup.opens_with_and(question)
    if rest and (intent := carried(earlier.intent, rest, index)):
        shown = tuple(_shown(index.rank(question)))
        return Finding(question, shown, Verdict.DATA, intent=intent)
    entry = index.exact(read(followup.numbered(rest, earlier.question.plain))) if rest else None
    if entry and entry.kind is not Kind.COUNTRY:
        found = [f for f in index.rank(question) if f.entry != entry]
        shown = (Found(entry, 1.0), *_shown(found))
        return Finding(question, shown, Verdict.ANSWER, is_exact=True)
    if not (subject := _subject(earlier)):
        return None
    bare = followup.is_bare(question)
    weight = followup.CARRIED_ON if rest else followup.CARRIED
    shown = tuple(followup.joined(index.rank(question), subject, weight, bare=bare))
    return Finding(question, shown, decide(shown, ANCHORED), ANCHORED)


def _subject(earlier: Finding) -> Entry | None:
    """What the question before was about."""
    return earlier.found[0].entry if earlier.found else None


def _shown(ranked: Sequence[Found]) -> list[Found]:
    return [f for f in ranked if f.entry.kind is not Kind.NONE]


def _is_exact(ranked: Sequence[Found]) -> bool:
    """Whether the question is just a name."""
    return bool(ranked) and ranked[0].score == 1.0 and ranked[0].entry.kind is not Kind.COUNTRY
