"""`member [country or year]`: one country, those that joined in a year, or all of them."""

import datetime as dt
from dataclasses import replace

from bot import cards
from bot.answers import Answer, Button, Card, Section, Statement, Table
from bot.errors import NobodyJoinedError, UnknownMemberError
from bot.handlers import list as list_
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Member, Record, Shelf
from bot.requests import Language, Request
from bot.search import countries
from bot.search.entry import Kind


async def member(request: Request, context: Context) -> Answer:
    """Show the country that goes by the name given, or the list where none is."""
    shelf = context.shelf(request.language)
    asked = request.arguments.get("country", "").strip()
    if not asked or asked.isdigit():
        return _everyone(shelf, asked)
    entry = context.index.named(asked, Kind.MEMBER)
    other = None if entry else context.index.named(asked, Kind.COUNTRY)
    if other:
        return not_a_member(other.id, shelf, context.today)
    if entry is None:
        near = context.index.nearest(asked, Kind.MEMBER)
        choices = [_button(shelf.members[n.id]) for n in near]
        raise UnknownMemberError([*choices, _all_button(shelf)], [str(n) for n in near])
    return answer(entry.id, request.language, context)


def answer(iso2: str, language: Language, context: Context) -> Answer:
    """The country, with a button to all of them."""
    shelf = context.shelf(language)
    card = cards.member(shelf.members[iso2], shelf, context.today)
    buttons: tuple[Button, ...] = ()
    if iso2 in shelf.releases[0].series:
        label = shelf.words.say("button.spending")
        buttons = (Button(label=label, command="spending", argument=iso2),)
    return Answer(cards=(card,), buttons=(*buttons, _all_button(shelf)), about=(f"member:{iso2}",))


def not_a_member(iso2: str, shelf: Shelf, today: dt.date) -> Answer:
    """A country that is not in NATO, with the partnerships it takes part in."""
    say, name = shelf.words.say, countries.name(iso2, shelf.language)
    members = next(iter(shelf.members.values())).sources[:1]  # each cites the list of them first
    records = [r for r in shelf.registers["partnerships"] if iso2 in (*r.partners, *r.suspended)]
    fresh = (record for record in records if record.statement.is_fresh(today))
    said = tuple(_partnership(record, iso2, shelf) for record in fresh)
    heading = say("label.partner_in")
    card = Card(
        title=name,
        summary=Statement(text=say("member.not", country=name), sources=members),
        sections=(Section(heading=heading, statements=said),) if said else (),
    )
    about = [r.id for r in records if r.id in shelf.topics]
    known = [t for t in (*about, "member-countries", "partnerships") if t in shelf.topics]
    return Answer(
        cards=(card,),
        buttons=(*cards.explain_buttons(known[:2], shelf), _all_button(shelf)),
        about=tuple(known[:3]),
    )


def _partnership(record: Record, iso2: str, shelf: Shelf) -> Statement:
    said = list_.statement(record, shelf)
    if iso2 not in record.suspended:
        return said
    return replace(said, text=f"{said.text} ({shelf.words.say('label.suspended')})")


def _everyone(shelf: Shelf, year: str) -> Answer:
    say = shelf.words.say
    members = [m for m in shelf.members.values() if not year or str(m.accession.year) == year]
    if not members:
        raise NobodyJoinedError([_all_button(shelf)])
    by_day = sorted(members, key=lambda m: (m.accession, m.name))
    table = Table(
        header=(say("label.country"), say("label.accession")),
        rows=tuple((m.name, shelf.words.date(m.accession)) for m in by_day),
        sources=tuple(dict.fromkeys(source for m in by_day for source in m.sources)),
    )
    title = say("label.joined_in", year=year) if year else say("label.members")
    title = f"{title} ({len(by_day)})"
    return Answer(
        cards=(Card(title=title, table=table),),
        about=tuple(t for t in _ABOUT[bool(year)] if t in shelf.topics),
    )


_ABOUT = {
    False: ("member-countries", "founding-members", "article-10-enlargement"),
    True: ("article-10-enlargement", "member-countries"),
}


def _button(found: Member) -> Button:
    return Button(label=found.name, command="member", argument=found.iso2)


def _all_button(shelf: Shelf) -> Button:
    return Button(label=shelf.words.say("button.members"), command="member")


COMMAND = Command(
    name="member",
    handler=member,
    arguments=(Argument(name="country", kind=ArgumentKind.MEMBER, required=False),),
)
