"""`list <what>`: every operation, summit, partnership, Treaty article … the library knows."""

import datetime as dt
from dataclasses import replace

from bot import cards
from bot.answers import Answer, Button, Card, Section, Statement
from bot.errors import MissingArgumentError, UnknownListError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Record, Shelf
from bot.requests import Request
from bot.search.normalise import plain
from bot.words import REGISTERS

PAGE = 8


async def list_(request: Request, context: Context) -> Answer:
    """Show a register, eight entries at a time; on the wire the page follows a slash."""
    shelf = context.shelf(request.language)
    asked, _, start = request.arguments.get("what", "").strip().partition("/")
    if not asked:
        raise MissingArgumentError([_button(name, shelf) for name in REGISTERS[:3]])
    names = {
        plain(known.words.say(f"register.{name}")): name
        for known in context.library.values()
        for name in REGISTERS
    }
    register = ({name: name for name in REGISTERS} | names).get(plain(asked))
    if register is None:
        raise UnknownListError([_button(name, shelf) for name in REGISTERS[:5]])
    return _page(register, cards.number(start), shelf, context.today)


def statement(record: Record, shelf: Shelf) -> Statement:
    """A record as one statement: its name, when and where, and what it was."""
    said = record.statement
    about = ", ".join(p for p in (shelf.words.span(record.start, record.end), record.place) if p)
    text = f"{record.name} ({about}): {said.text}" if about else f"{record.name}: {said.text}"
    return replace(said, text=text)


def answer(record: Record, shelf: Shelf, today: dt.date) -> Answer:
    """One record as a card of its own."""
    said = statement(record, shelf)
    card = Card(
        title=record.name,
        summary=said if said.is_fresh(today) else None,
        notes=cards.notes([said], shelf.words, today),
    )
    button = _button(record.register, shelf)
    return Answer(cards=(card,), buttons=(button,), about=(f"record:{record.id}",))


def _page(register: str, first: int, shelf: Shelf, today: dt.date) -> Answer:
    records = [r for r in shelf.registers[register] if r.statement.is_fresh(today)]
    first = first if first < len(records) else 0
    title = f"{shelf.words.say(f'register.{register}')} ({len(records)})"
    shown = tuple(statement(record, shelf) for record in records[first : first + PAGE])
    heading = f"{first + 1}\u2013{first + len(shown)}"
    buttons: tuple[Button, ...] = ()
    if len(records) > first + PAGE:
        following = f"{register}/{first + PAGE}"
        label = shelf.words.say("button.more")
        buttons = (Button(label=label, command="list", argument=following),)
    said = (record.statement for record in shelf.registers[register])
    card = Card(
        title=title,
        sections=(Section(heading=heading, statements=shown),) if shown else (),
        notes=cards.notes(said, shelf.words, today),
    )
    return Answer(cards=(card,), buttons=buttons, about=ABOUT[register])


ABOUT = {
    "operations": ("crisis-management",),
    "summits": ("summits",),
    "partnerships": ("partnerships",),
    "institutions": ("command-structure",),
    "forces": ("forward-presence",),
    "concepts": ("strategic-concept",),
    "articles": ("north-atlantic-treaty",),
    "enlargements": ("article-10-enlargement", "member-countries"),
}


def _button(register: str, shelf: Shelf) -> Button:
    label = shelf.words.say(f"register.{register}")
    return Button(label=label, command="list", argument=register)


COMMAND = Command(
    name="list",
    handler=list_,
    arguments=(Argument(name="what", kind=ArgumentKind.REGISTER),),
)
