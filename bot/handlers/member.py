"""`member [country]`: one member country, or all of them."""

from bot.answers import Answer, Button, Card, Table
from bot.errors import UnknownMemberError
from bot.handlers import cards
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Member, Shelf
from bot.requests import Language, Request
from bot.search.index import Kind


async def member(request: Request, context: Context) -> Answer:
    """Show the country that goes by the name given, or the list where none is."""
    shelf = context.shelf(request.language)
    asked = request.arguments.get("country", "").strip()
    if not asked:
        return _everyone(shelf)
    entry = context.index.named(asked, Kind.MEMBER)
    if entry is None:
        near = context.index.nearest(asked, Kind.MEMBER)
        choices = [_button(shelf.members[n.id]) for n in near]
        raise UnknownMemberError([*choices, _all_button(shelf)], [str(n) for n in near])
    return answer(entry.id, request.language, context)


def answer(iso2: str, language: Language, context: Context) -> Answer:
    """The country, with a button to all of them."""
    shelf = context.shelf(language)
    card = cards.member(shelf.members[iso2], shelf, context.clock.now().date())
    return Answer(cards=(card,), buttons=(_all_button(shelf),), about=(f"member:{iso2}",))


def _everyone(shelf: Shelf) -> Answer:
    say, members = shelf.words.say, shelf.members.values()
    by_day = sorted(members, key=lambda m: (m.accession, m.name))
    table = Table(
        header=(say("label.country"), say("label.accession")),
        rows=tuple((m.name, shelf.words.date(m.accession)) for m in by_day),
        sources=tuple(dict.fromkeys(source for m in by_day for source in m.sources)),
    )
    title = f"{say('label.members')} ({len(by_day)})"
    return Answer(
        cards=(Card(title=title, table=table),),
        about=tuple(t for t in ("member-countries", "what-is-nato") if t in shelf.topics),
    )


def _button(found: Member) -> Button:
    return Button(label=found.name, command="member", argument=found.iso2)


def _all_button(shelf: Shelf) -> Button:
    return Button(label=shelf.words.say("button.members"), command="member")


COMMAND = Command(
    name="member",
    handler=member,
    arguments=(Argument(name="country", kind=ArgumentKind.MEMBER, required=False),),
)
