"""`who <person or office>`: who somebody is, or who led NATO when."""

import datetime as dt

from bot import cards
from bot.answers import Answer, Button, Card, Field, Statement, Table
from bot.errors import MissingArgumentError, UnknownPersonError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Person, Shelf
from bot.requests import Request
from bot.search.entry import Kind
from bot.search.normalise import plain
from bot.words import OFFICES

ACTING = {"secretary-general": "acting-secretary-general"}


async def who(request: Request, context: Context) -> Answer:
    """Show a person by name, or the holders of an office: `saceur`, `secretary-general 1999`.

    After the office may stand `from <ISO2>`, which is where the holder comes from; then a year, a
    span of years (`1990-1999`), `first`, `before <person id>` or `after <person id>`.
    """
    shelf = context.shelf(request.language)
    asked = request.arguments.get("person", "").strip()
    if not asked:
        raise MissingArgumentError([_button(o, shelf) for o in OFFICES[:1] + OFFICES[2:4]])
    titles = {plain(shelf.words.say(f"office.{office}")): office for office in OFFICES}
    office, _, rest = titles.get(plain(asked), asked).partition(" ")
    office = office.casefold()
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
    name = next(p.name for p in shelf.people if p.id == person_id)
    return _answer([p for p in shelf.people if p.name == name], shelf, context)


def _of_office(office: str, rest: list[str], shelf: Shelf, context: Context) -> Answer:
    """The holders that `rest` names, or all of them where it names none."""
    holders = [p for p in shelf.people if p.office in (office, ACTING.get(office))]
    today = context.today
    if rest[:1] == ["from"]:
        member = shelf.members.get("".join(rest[1:2]).upper())
        holders = [p for p in holders if member and p.country == member.name] or holders
        rest = rest[2:]
    chosen = _chosen([p for p in holders if p.office == office], holders, rest, today)
    return _answer(chosen, shelf, context) if chosen else _list(office, holders, shelf, today)


def _chosen(
    regular: list[Person], holders: list[Person], rest: list[str], today: dt.date
) -> list[Person]:
    match rest:
        case ["first"]:
            return regular[:1]
        case ["before" | "after" as side, person_id] if person_id in [p.id for p in regular]:
            place = [p.id for p in regular].index(person_id) + (-1 if side == "before" else 1)
            return regular[place : place + 1] if place >= 0 else []
        case [years] if years[:4] <= str(today.year):
            first, _, last = years.partition("-")
            until = last or first
            return [p for p in holders if p.start[:4] <= until and first <= (p.end or "9999")[:4]]
        case _:
            return []


def _answer(people: list[Person], shelf: Shelf, context: Context) -> Answer:
    today = context.today
    offices = dict.fromkeys(p.office.removeprefix("acting-") for p in people)
    return Answer(
        cards=tuple(_card(person, shelf, today) for person in people),
        buttons=tuple(_button(office, shelf) for office in offices),
        about=tuple(f"person:{person.id}" for person in people),
    )


def _said(person: Person) -> Statement:
    """What is said of a person, as a statement: so that it goes stale like any other."""
    return Statement(
        text=person.text,
        sources=person.sources,
        as_of=person.as_of,
        review_by=person.review_by,
    )


def _card(person: Person, shelf: Shelf, today: dt.date) -> Card:
    say, said = shelf.words.say, _said(person)
    notes = cards.notes([said], shelf.words, today)
    if not said.is_fresh(today):
        return Card(title=person.name, notes=notes)
    fields = {
        say("label.office"): say(f"office.{person.office}"),
        say("label.country"): person.country,
        say("label.when"): shelf.words.span(person.start, person.end),
    }
    return Card(
        title=person.name,
        summary=said if person.text else None,
        fields=tuple(Field(label=k, value=v, sources=person.sources) for k, v in fields.items()),
        notes=notes,
    )


def _list(office: str, holders: list[Person], shelf: Shelf, today: dt.date) -> Answer:
    say = shelf.words.say
    shown = [person for person in reversed(holders) if _said(person).is_fresh(today)]
    table = Table(
        header=(say("label.name"), say("label.country"), say("label.when")),
        rows=tuple((p.name, p.country, shelf.words.span(p.start, p.end)) for p in shown),
        sources=tuple(dict.fromkeys(source for p in shown for source in p.sources)),
    )
    topics = [topic_id for topic_id in (office,) if topic_id in shelf.topics]
    notes = cards.notes(map(_said, holders), shelf.words, today)
    return Answer(
        cards=(Card(title=say(f"office.{office}"), table=table, notes=notes),),
        about=(*(f"person:{p.id}" for p in shown[:1]), *topics),
        buttons=cards.explain_buttons(topics, shelf),
    )


def _button(office: str, shelf: Shelf) -> Button:
    return Button(label=shelf.words.say(f"office.{office}"), command="who", argument=office)


COMMAND = Command(
    name="who",
    handler=who,
    arguments=(Argument(name="person", kind=ArgumentKind.PERSON),),
)
