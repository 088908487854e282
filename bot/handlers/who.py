"""`who <person or office>`: who somebody is, or who led NATO when."""

import datetime as dt

from bot.answers import Answer, Button, Card, Field, Note, NoteKind, Statement, Table
from bot.errors import MissingArgumentError, UnknownPersonError
from bot.handlers import cards
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Person, Shelf
from bot.requests import Request
from bot.search.entry import Kind
from bot.words import OFFICES

ACTING = {"secretary-general": "acting-secretary-general"}


async def who(request: Request, context: Context) -> Answer:
    """Show a person by name, or the holders of an office: `saceur`, `secretary-general 1999`.

    After the office may stand a year, `first`, `before <person id>` or `after <person id>`.
    """
    shelf = context.shelf(request.language)
    asked = request.arguments.get("person", "").strip()
    if not asked:
        raise MissingArgumentError([_button(o, shelf) for o in OFFICES[:1] + OFFICES[2:4]])
    office, _, rest = asked.partition(" ")
    if office in OFFICES:
        return _of_office(office, rest.split(), shelf, context)
    entry = context.index.named(asked, Kind.PERSON)
    if entry is None:
        near = [e.id for e in context.index.nearest(asked, Kind.PERSON)]
        people = {p.id: p for p in shelf.people}
        choices = [Button(label=people[n].name, command="who", argument=n) for n in near]
        raise UnknownPersonError([*choices, _button("secretary-general", shelf)])
    return answer(entry.id, shelf, context)


def answer(person_id: str, shelf: Shelf, context: Context) -> Answer:
    """A person's terms of office, and a button to all who held the office."""
    return _answer([p for p in shelf.people if p.id == person_id], shelf, context)


def _of_office(office: str, rest: list[str], shelf: Shelf, context: Context) -> Answer:
    holders = [p for p in shelf.people if p.office in (office, ACTING.get(office))]
    regular = [p for p in holders if p.office == office]
    match rest:
        case []:
            return _list(office, holders, shelf)
        case ["first"]:
            return _answer(regular[:1], shelf, context)
        case ["before" | "after" as side, person_id] if person_id in [p.id for p in regular]:
            place = [p.id for p in regular].index(person_id) + (-1 if side == "before" else 1)
            return _answer(
                regular[max(place, 0) : max(place, 0) + 1] or regular[-1:], shelf, context
            )
        case [year]:
            then = [p for p in holders if p.start[:4] <= year <= (p.end or "9999")[:4]]
            return _answer(then, shelf, context) if then else _list(office, holders, shelf)
        case _:
            return _list(office, holders, shelf)


def _answer(people: list[Person], shelf: Shelf, context: Context) -> Answer:
    today = context.clock.now().date()
    offices = dict.fromkeys(p.office.removeprefix("acting-") for p in people)
    return Answer(
        cards=tuple(_card(person, shelf) for person in people if _is_fresh(person, today)),
        buttons=tuple(_button(office, shelf) for office in offices),
        about=tuple(f"person:{person.id}" for person in people),
    )


def _is_fresh(person: Person, today: dt.date) -> bool:
    return person.review_by is None or today <= person.review_by


def _card(person: Person, shelf: Shelf) -> Card:
    say = shelf.words.say
    fields = {
        say("label.office"): say(f"office.{person.office}"),
        say("label.country"): person.country,
        say("label.when"): shelf.words.span(person.start, person.end),
    }
    text = Statement(text=person.text, sources=person.sources) if person.text else None
    notes: tuple[Note, ...] = ()
    if person.as_of:
        text_ = say("note.as_of", date=shelf.words.date(person.as_of))
        notes = (Note(kind=NoteKind.AS_OF, text=text_),)
    return Card(
        title=person.name,
        summary=text,
        fields=tuple(Field(label=k, value=v, sources=person.sources) for k, v in fields.items()),
        notes=notes,
    )


def _list(office: str, holders: list[Person], shelf: Shelf) -> Answer:
    say = shelf.words.say
    table = Table(
        header=(say("label.name"), say("label.country"), say("label.when")),
        rows=tuple(
            (p.name, p.country, shelf.words.span(p.start, p.end)) for p in reversed(holders)
        ),
        sources=tuple(dict.fromkeys(source for p in holders for source in p.sources)),
    )
    about = tuple(f"person:{p.id}" for p in reversed(holders))[:1]
    return Answer(
        cards=(Card(title=say(f"office.{office}"), table=table),),
        about=(*about, *(t for t in (office,) if t in shelf.topics)),
        buttons=cards.explain_buttons([t for t in (office,) if t in shelf.topics], shelf),
    )


def _button(office: str, shelf: Shelf) -> Button:
    return Button(label=shelf.words.say(f"office.{office}"), command="who", argument=office)


COMMAND = Command(
    name="who",
    handler=who,
    arguments=(Argument(name="person", kind=ArgumentKind.PERSON),),
)
