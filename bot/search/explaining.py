"""How an answer was found, for editors: `nato-bot ask --explain`."""

from collections.abc import Iterator

from bot.search.decision import ADRIFT, ANCHORED, Limits
from bot.search.finding import Finding, find
from bot.search.index import Index
from bot.search.stems import tokens

SHOWN = 5


def explained(text: str, index: Index) -> Iterator[str]:
    """Line by line: what was read, which rule fired, what came near and by what."""
    found = find(text, index)
    question = found.question
    yield f"plain       {question.plain}"
    yield f"asked       {question.asked}"
    if question.mended not in ("", question.asked):
        yield f"mended      {question.mended}"
    for clause in question.clauses:
        yield f"clause      {clause}"
    yield f"tokens      {' '.join(tokens(question.mended or question.asked))}"
    yield f"anchored    {'yes' if index.is_anchored(question) else 'no'}"
    yield f"rule        {_rule(found)}"
    yield f"verdict     {found.verdict}"
    for name, limits in (("anchored", ANCHORED), ("adrift", ADRIFT)):
        yield f"limits      {name}: {_limits(limits)}"
    yield f"{'':12}{'score':>6} {'words':>6} {'letters':>8} {'named':>6}"
    yield from _nearest(found, index)


def _rule(found: Finding) -> str:
    if found.intent:
        words = " ".join(found.intent.arguments.values())
        return f"command {found.intent.command} {words}".strip()
    if found.off_topic:
        return f"off-topic class {found.off_topic}"
    return "a name or an example question" if found.is_exact else "none: ranked"


def _limits(limits: Limits) -> str:
    return (
        f"answer from {limits.answer:.2f}, ask back from {limits.ask_back:.2f}, "
        f"lead {limits.margin:.2f} below {limits.sure:.2f}"
    )


def _nearest(found: Finding, index: Index) -> Iterator[str]:
    question = found.question
    parts = index.parts(question.asked, question.mended)
    for entry, part in sorted(parts.items(), key=lambda row: -row[1].total)[:SHOWN]:
        scores = f"{part.total:6.3f} {part.words:6.3f} {part.letters:8.3f} {part.named:6.3f}"
        yield f"{'':12}{scores}  {entry}"
