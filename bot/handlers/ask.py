"""`ask <question>`: the entry that answers it, a question back, or an honest no."""

from collections.abc import Sequence
from dataclasses import replace

from bot import cards
from bot.answers import Answer, Button, Card, Note, NoteKind
from bot.cards import explain_buttons
from bot.errors import EmptyQuestionError, NotUnderstoodError, OffTopicError, RequestError
from bot.handlers import explain, member, passages, term, who
from bot.handlers import list as list_
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Shelf
from bot.requests import Request
from bot.search.decision import Verdict
from bot.search.entry import Entry, Found, Kind
from bot.search.finding import Finding, find

CHOICES = 3


async def ask(request: Request, context: Context) -> Answer:
    """Answer from data or from the best entry, ask back where unsure, decline otherwise."""
    text = request.arguments.get("question", "")
    shelf = context.shelf(request.language)
    found = find(text, context.index, context.recent.before(request.origin))
    if not found.question.plain:
        raise EmptyQuestionError(explain_buttons(explain.first(shelf), shelf))
    context.recent.asked(request.origin, text, leans=bool(found.before))
    near = tuple(str(f.entry) for f in found.found[:CHOICES])
    try:
        answer = await _answer(found, request, context)
    except RequestError as error:
        error.about = error.about or near
        raise
    return replace(answer, about=tuple(dict.fromkeys((*answer.about, *near)))[:CHOICES])


async def _answer(found: Finding, request: Request, context: Context) -> Answer:
    shelf = context.shelf(request.language)
    match found.verdict:
        case Verdict.DATA if found.intent:
            command = context.commands[found.intent.command]
            further = replace(request, command=command.name, arguments=found.intent.arguments)
            answer = await command.handler(further, context)
            return replace(answer, again=command.again(further.arguments))
        case Verdict.REPLY:
            return _reply(found, shelf)
        case Verdict.ANSWER:
            entry = found.found[0].entry
            answer = _show(entry, request, context)
            answer = replace(answer, again=_button(entry, shelf))
            if found.is_exact:
                return answer
            return passages.beside(answer, found.question, request.language, context)
        case _:
            return _unsure(found, request, context)


def _unsure(found: Finding, request: Request, context: Context) -> Answer:
    """A single statement that may answer it, and a question back; or no, with the nearest."""
    shelf = context.shelf(request.language)
    buttons = _buttons(found.found, shelf)
    about = [str(f.entry) for f in found.found[:CHOICES]]
    if found.off_topic:
        reply = shelf.off_topic[found.off_topic].reply
        raise OffTopicError(buttons, about, reply=reply)
    note = Note(kind=NoteKind.NOTICE, text=shelf.words.say("note.unsure"))
    card = None
    if found.verdict is Verdict.CHOICES and found.found[0].entry.kind is Kind.TOPIC:
        nearest = shelf.topics[found.found[0].entry.id]
        card = passages.of_topic(nearest, found.question, request.language, context)
    if card := card or passages.alone(found.question, request.language, context):
        cards_ = (replace(card, notes=(note,)),)
        return Answer(cards=cards_, buttons=buttons, choices=True, about=tuple(about))
    if context.unanswered:
        context.unanswered.note(found.question.plain)
    if found.verdict is Verdict.DECLINE:
        raise NotUnderstoodError(buttons, about)
    return Answer(cards=(Card(notes=(note,)),), buttons=buttons, choices=True)


def _reply(found: Finding, shelf: Shelf) -> Answer:
    """What the bot says of itself."""
    note = Note(kind=NoteKind.NOTICE, text=shelf.off_topic[found.off_topic].reply)
    buttons = explain_buttons(explain.first(shelf), shelf)
    return Answer(cards=(Card(notes=(note,)),), buttons=buttons, about=("cmd:smalltalk",))


def _show(entry: Entry, request: Request, context: Context) -> Answer:
    shelf = context.shelf(request.language)
    match entry.kind:
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
        case _:
            return explain.answer(entry.id, request.language, context)


def _buttons(found: Sequence[Found], shelf: Shelf) -> tuple[Button, ...]:
    """The way to the three nearest entries; to where a newcomer starts, where there are fewer."""
    near = [button for f in found[: 2 * CHOICES] if (button := _button(f.entry, shelf))]
    near += explain_buttons(explain.first(shelf), shelf)
    return tuple({button.wire: button for button in near}.values())[:CHOICES]


def _button(entry: Entry, shelf: Shelf) -> Button | None:
    match entry.kind:
        case Kind.TOPIC:
            return cards.explain_button(shelf.topics[entry.id])
        case Kind.TERM:
            label = shelf.terms[entry.id].term
            return Button(label=label, command="term", argument=entry.id)
        case Kind.MEMBER:
            label = shelf.members[entry.id].name
            return Button(label=label, command="member", argument=entry.id)
        case Kind.PERSON:
            label = next(p.name for p in shelf.people if p.id == entry.id)
            return Button(label=label, command="who", argument=entry.id)
        case _:
            return None


COMMAND = Command(
    name="ask",
    handler=ask,
    arguments=(Argument(name="question", kind=ArgumentKind.TEXT),),
)
