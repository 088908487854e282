"""`ask <question>`: the entry that answers it, or an honest no with the nearest topics."""

from dataclasses import replace

from bot.answers import Answer
from bot.cards import explain_buttons
from bot.errors import EmptyQuestionError, NotUnderstoodError
from bot.handlers import explain, member, passages, term, who
from bot.handlers import list as list_
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Shelf
from bot.requests import Request
from bot.search import decision
from bot.search.entry import Entry, Found, Kind
from bot.search.intents import recognise
from bot.search.normalise import plain

CHOICES = 3


async def ask(request: Request, context: Context) -> Answer:
    """Answer from data or from the best entry where it is good enough, decline otherwise."""
    question = request.arguments.get("question", "")
    shelf = context.shelf(request.language)
    if not plain(question):
        raise EmptyQuestionError(explain_buttons(explain.first(shelf), shelf))
    found = context.index.rank(question)
    refused = decision.is_refused(question)
    intent = None if refused or _is_exact(found) else recognise(question, context.index)
    if intent:
        command = context.commands[intent.command]
        return await command.handler(
            replace(request, command=command.name, arguments=intent.arguments), context
        )
    if refused or not decision.is_sure(question, found, context.index):
        if not refused and (closest := passages.alone(question, request.language, context)):
            return closest
        near = _nearest_topics(found, shelf)
        raise NotUnderstoodError(explain_buttons(near, shelf), near)
    best = found[0].entry
    answer = replace(_show(best, request, context), about=_about(best, found))
    if _is_exact(found):
        return answer
    return passages.beside(answer, question, request.language, context)


def _is_exact(found: list[Found]) -> bool:
    """Whether the question is just a name."""
    return bool(found) and found[0].score == 1.0 and found[0].entry.kind is not Kind.COUNTRY


def _show(entry: Entry, request: Request, context: Context) -> Answer:
    shelf = context.shelf(request.language)
    match entry.kind:
        case Kind.TOPIC:
            return explain.answer(entry.id, request.language, context)
        case Kind.TERM:
            return term.answer(entry.id, request.language, context)
        case Kind.MEMBER:
            return member.answer(entry.id, request.language, context)
        case Kind.COUNTRY:
            return member.not_a_member(entry.id, shelf, context.today)
        case Kind.PERSON:
            return who.answer(entry.id, shelf, context)
        case Kind.RECORD:
            return list_.answer(shelf.record(entry.id), shelf, context.today)


def _nearest_topics(found: list[Found], shelf: Shelf) -> list[str]:
    near = [f.entry.id for f in found if f.entry.kind is Kind.TOPIC]
    return list(dict.fromkeys([*near, *explain.first(shelf)]))[:CHOICES]


def _about(best: Entry, found: list[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([str(best), *(str(f.entry) for f in found)]))[:CHOICES]


COMMAND = Command(
    name="ask",
    handler=ask,
    arguments=(Argument(name="question", kind=ArgumentKind.TEXT),),
)
