"""`ask <question>`: the entry that answers it, or an honest no with the nearest topics."""

from dataclasses import replace

from bot.answers import Answer
from bot.errors import EmptyQuestionError, NotUnderstoodError
from bot.handlers import explain, member, term
from bot.handlers.cards import explain_buttons
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.requests import Request
from bot.search.index import ENOUGH, Entry, Found, Kind
from bot.search.normalise import plain

SHOW = {Kind.TOPIC: explain.answer, Kind.TERM: term.answer, Kind.MEMBER: member.answer}
CHOICES = 3


async def ask(request: Request, context: Context) -> Answer:
    """Answer from the best entry where it is good enough, decline otherwise."""
    question = request.arguments.get("question", "")
    shelf = context.shelf(request.language)
    if not plain(question):
        raise EmptyQuestionError(explain_buttons(explain.FIRST, shelf))
    found = context.index.rank(question)
    if not found or found[0].score < ENOUGH:
        near = _nearest_topics(found, context)
        raise NotUnderstoodError(explain_buttons(near, shelf), near)
    best = found[0].entry
    answer = SHOW[best.kind](best.id, request.language, context)
    return replace(answer, about=_about(best, found))


def _nearest_topics(found: list[Found], context: Context) -> list[str]:
    near = [f.entry.id for f in found if f.entry.kind is Kind.TOPIC]
    known = context.shelf(next(iter(context.library))).topics
    first = [topic_id for topic_id in explain.FIRST if topic_id in known]
    return list(dict.fromkeys([*near, *first]))[:CHOICES]


def _about(best: Entry, found: list[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([str(best), *(str(f.entry) for f in found)]))[:CHOICES]


COMMAND = Command(
    name="ask",
    handler=ask,
    arguments=(Argument(name="question", kind=ArgumentKind.TEXT),),
)
