"""`compare <country> <country>`: two members side by side."""

from bot.answers import Answer, Button, Card, Table
from bot.errors import MissingArgumentError, UnknownMemberError
from bot.handlers import member
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.handlers.spending import chart, figure, release_note
from bot.library.entries import Member, Shelf
from bot.requests import Request
from bot.search.entry import Entry, Kind
from bot.search.index import Index
from bot.search.normalise import plain

PAIR = 2


async def compare(request: Request, context: Context) -> Answer:
    """Compare the two members named; a line with both in any form is understood as well."""
    shelf = context.shelf(request.language)
    asked = " ".join(request.arguments.get(name, "") for name in ("first", "second"))
    if not asked.strip():
        raise MissingArgumentError([_button("EE", "LV", shelf), _button("ES", "GR", shelf)])
    named = _halves(asked, context.index) or context.index.mentioned(plain(asked), Kind.MEMBER)
    pair = list(dict.fromkeys(entry.id for entry in named))
    if others := context.index.mentioned(plain(asked), Kind.COUNTRY):
        return member.not_a_member(others[0].id, shelf, context.today)
    if len(pair) < PAIR:
        near = [n.id for n in context.index.nearest(asked, Kind.MEMBER) if n.id not in pair]
        other = pair[0] if pair else "FR"
        raise UnknownMemberError([_button(other, n, shelf) for n in near if n != other])
    return _answer(shelf.members[pair[0]], shelf.members[pair[1]], shelf)


def _halves(asked: str, index: Index) -> list[Entry]:
    """The two members of a line that is nothing but their names or codes, in its order."""
    words = asked.split()
    for place in range(1, len(words)):
        halves = (" ".join(words[:place]), " ".join(words[place:]))
        found = [entry for half in halves if (entry := index.named(half, Kind.MEMBER))]
        if len(found) == PAIR:
            return found
    return []


def _answer(first: Member, second: Member, shelf: Shelf) -> Answer:
    say, release, pair = shelf.words.say, shelf.releases[0], (first, second)
    year = max(year for series in release.series.values() for year in series)
    shares = (
        figure(release, m.iso2, year, shelf) if year in release.series.get(m.iso2, {}) else "\u2013"
        for m in pair
    )
    rows = (
        (say("label.capital"), first.capital, second.capital),
        (say("label.accession"), *(shelf.words.date(m.accession) for m in pair)),
        (f"{say('label.share')}, {year}", *shares),
    )
    sources = dict.fromkeys((*first.sources, *second.sources, release.source))
    table = Table(header=("", first.name, second.name), rows=rows, sources=tuple(sources))
    card = Card(
        title=f"{first.name} \u2013 {second.name}",
        table=table,
        chart=chart([m.iso2 for m in pair], release, shelf)
        if all(m.iso2 in release.series for m in pair)
        else None,
        notes=(release_note(release, shelf),),
    )
    return Answer(
        cards=(card,),
        buttons=tuple(Button(label=m.name, command="member", argument=m.iso2) for m in pair),
        about=(f"member:{first.iso2}", f"member:{second.iso2}"),
    )


def _button(first: str, second: str, shelf: Shelf) -> Button:
    label = f"{shelf.members[first].name} \u2013 {shelf.members[second].name}"
    return Button(label=label, command="compare", argument=f"{first} {second}")


COMMAND = Command(
    name="compare",
    handler=compare,
    arguments=(
        Argument(name="first", kind=ArgumentKind.MEMBER),
        Argument(name="second", kind=ArgumentKind.MEMBER),
    ),
)
