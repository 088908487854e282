"""`terms <text>`: the glossary terms and topics that a message names, each in one line.

The text is read and forgotten: neither it nor what was found in it is kept.
"""

from itertools import islice

from bot import cards
from bot.answers import Answer, Button, Card, Note, NoteKind, Section, Statement, Visibility
from bot.errors import MissingArgumentError
from bot.handlers import explain
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Shelf
from bot.requests import Request
from bot.search.entry import Entry, Kind

NAME = "terms"
TEXT = "text"
SHOWN = 10
NAMED = 20
NEXT = 5
"""Buttons; a phone shows one or two beside each other."""


async def terms(request: Request, context: Context) -> Answer:
    """Say for each term and topic in the text what it is, and offer the explainers."""
    shelf, today = context.shelf(request.language), context.today
    text = request.arguments.get(TEXT, "")
    if not text:
        raise MissingArgumentError(cards.explain_buttons(explain.first(shelf), shelf))
    lines = ((entry, *_line(entry, shelf)) for entry in context.index.spoken_of(text))
    fresh = [line for line in lines if line[2].is_fresh(today)]
    found, others = fresh[:SHOWN], [_name(entry, shelf) for entry, *_ in fresh[SHOWN:]]
    if not found:
        return _nothing(shelf)
    more = _more(others, shelf)
    said = tuple(statement for _, _, statement in found)
    card = Card(
        title=shelf.words.say("terms.title"),
        sections=tuple(Section(heading=title, statements=(line,)) for _, title, line in found),
        notes=(*more, *cards.notes(said, shelf.words, today)),
    )
    return Answer(
        cards=(card,),
        buttons=_explainers([entry for entry, _, _ in found], shelf),
        visibility=Visibility.ASKER,
        about=tuple(str(entry) for entry, _, _ in found),
    )


def _line(entry: Entry, shelf: Shelf) -> tuple[str, Statement]:
    if entry.kind is Kind.TERM:
        term = shelf.terms[entry.id]
        return cards.term_title(term), term.meaning
    topic = shelf.topics[entry.id]
    return topic.title, topic.summary


def _name(entry: Entry, shelf: Shelf) -> str:
    return shelf.terms[entry.id].term if entry.kind is Kind.TERM else shelf.topics[entry.id].title


def _more(names: list[str], shelf: Shelf) -> tuple[Note, ...]:
    """What else was found, by name: a screen of text may hold fifty."""
    if not names:
        return ()
    named = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
    return (Note(kind=NoteKind.LEFT_OUT, text=shelf.words.say("terms.more", names=named)),)


def _explainers(found: list[Entry], shelf: Shelf) -> tuple[Button, ...]:
    """One for each: the topic itself, or the first that a term belongs to."""
    ids = (
        entry.id if entry.kind is Kind.TOPIC else next(iter(shelf.terms[entry.id].topics), None)
        for entry in found
    )
    known = dict.fromkeys(topic_id for topic_id in ids if topic_id)
    return cards.explain_buttons(islice(known, NEXT), shelf)


def _nothing(shelf: Shelf) -> Answer:
    note = Note(kind=NoteKind.NOTICE, text=shelf.words.say("terms.none"))
    return Answer(
        cards=(Card(notes=(note,)),),
        buttons=cards.explain_buttons(explain.first(shelf), shelf),
        visibility=Visibility.ASKER,
        declined=True,
    )


COMMAND = Command(
    name=NAME,
    handler=terms,
    arguments=(Argument(name=TEXT, kind=ArgumentKind.TEXT),),
    private=True,
    read=lambda line: {TEXT: line.strip()},
)
