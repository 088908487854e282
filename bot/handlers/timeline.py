"""`timeline [day, year or topic]`: what happened then, or the great dates of the Alliance."""

import datetime as dt
from dataclasses import replace

from bot import cards
from bot.answers import Answer, Button, Card, Note, NoteKind, Section, Statement
from bot.errors import UnknownTopicError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Event, Shelf
from bot.requests import Request
from bot.search.dates import typed
from bot.search.entry import Kind

PAGE = 10
GREAT = "history"
"""The topic that marks the great dates."""


async def timeline(request: Request, context: Context) -> Answer:
    """Show the events of a day, a year or a topic, ten at a time; a button leads on.

    On the wire the page follows a mark that nobody types: `1999~10`.
    """
    shelf = context.shelf(request.language)
    about, _, start = request.arguments.get("about", "").strip().partition("~")
    found, title, topic_id = _find(about, shelf, context)
    today = context.today
    events = [event for event in found if event.statement.is_fresh(today)]
    first = cards.number(start)
    asked = topic_id or str(typed(about) or "")
    return answer(events, title, shelf, wire=(asked, first), topic_id=topic_id)


def answer(
    events: list[Event], title: str, shelf: Shelf, wire: tuple[str, int], topic_id: str = ""
) -> Answer:
    """One page of events under a title."""
    about, first = wire
    say = shelf.words.say
    first = first if first < len(events) else 0
    shown = events[first : first + PAGE]
    if not shown:
        note = Note(kind=NoteKind.NOTICE, text=say("note.no_event"))
        return Answer(cards=(Card(title=title, notes=(note,)),), about=("history",))
    said = tuple(dated(event, shelf) for event in shown)
    lent = next((e.language for e in shown if e.language is not shelf.language), shelf.language)
    card = Card(
        title=title,
        sections=(Section(heading=say("label.events"), statements=said),),
        # the events are fresh, so only their as-of days can be worth a note
        notes=(*cards.spoken(lent, shelf.words), *cards.notes(said, shelf.words, dt.date.min)),
    )
    topics = [topic_id] if topic_id else [t for e in shown for t in e.topics if t != GREAT]
    known = [t for t in dict.fromkeys(topics) if t in shelf.topics]
    buttons = cards.explain_buttons(known[:2], shelf)
    if len(events) > first + PAGE:
        following = f"{about}~{first + PAGE}"
        buttons += (Button(label=say("button.more"), command="timeline", argument=following),)
    return Answer(cards=(card,), buttons=buttons, about=tuple(known[:3]) or ("history",))


def _find(about: str, shelf: Shelf, context: Context) -> tuple[list[Event], str, str]:
    """The events meant, the card's title, and the topic they are about, if it is one."""
    say = shelf.words.say
    if day := typed(about):
        found = [event for event in shelf.events if day.matches(event.date)]
        shown = shelf.words.day(day.month, day.day) if not day.year else shelf.words.when(str(day))
        return found, say("label.timeline", about=shown), ""
    entry = context.index.named(about or GREAT, Kind.TOPIC)
    if entry is None and about:
        near = context.index.nearest(about, Kind.TOPIC)
        buttons = [cards.explain_button(shelf.topics[n.id]) for n in near]
        raise UnknownTopicError(buttons, [n.id for n in near])
    topic_id = entry.id if entry else GREAT
    found = [event for event in shelf.events if topic_id in event.topics]
    title = shelf.topics[topic_id].title if topic_id in shelf.topics else ""
    return found, say("label.timeline", about=title), topic_id


def dated(event: Event, shelf: Shelf) -> Statement:
    """An event as a statement that begins with its day."""
    said = event.statement
    text = f"{shelf.words.when(event.date)}: {said.text}"
    return replace(said, text=text)


COMMAND = Command(
    name="timeline",
    handler=timeline,
    arguments=(Argument(name="about", kind=ArgumentKind.TOPIC, required=False),),
)
