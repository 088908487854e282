"""`spending [country]`: what share of its economy a member spends on defence, by one release.

Releases count differently, so their figures never stand in one table (disputed.md of the content's
sources: core defence since July 2026). The newest release is shown, and named with every figure.
"""

from collections.abc import Sequence

from bot.answers import Answer, Button, Card, Chart, Note, NoteKind, Series, Table
from bot.errors import UnknownMemberError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.library.entries import Release, Shelf
from bot.requests import Language, Request
from bot.search.entry import Kind

TOPICS = ("defence-spending", "hague-investment-pledge")
LAST_YEARS = 2


async def spending(request: Request, context: Context) -> Answer:
    """Show one member's figures over the years, or all members' latest ones."""
    shelf = context.shelf(request.language)
    release = shelf.releases[0]
    asked = request.arguments.get("country", "").strip()
    if not asked:
        return _everyone(release, shelf)
    entry = context.index.named(asked, Kind.MEMBER)
    if entry is None:
        near = context.index.nearest(asked, Kind.MEMBER)
        raise UnknownMemberError([_button(n.id, shelf) for n in near], [str(n) for n in near])
    return _one(entry.id, release, shelf)


def figure(release: Release, iso2: str, year: int, shelf: Shelf) -> str:
    """One figure as it is written: 4.68 % (estimate)."""
    value = shelf.words.percent(release.series[iso2][year])
    return f"{value} ({shelf.words.say('label.estimate')})" if year in release.estimates else value


def chart(members: Sequence[str], release: Release, shelf: Shelf) -> Chart:
    """The figures of members over the years of one release."""
    every = [release.series[iso2] for iso2 in members]
    years = sorted({year for figures in every for year in figures})
    names = [shelf.members[iso2].name for iso2 in members]
    both = " \u2013 ".join(names)
    return Chart(
        title=_headed(shelf.words.say("label.spending"), both, shelf),
        labels=tuple(map(str, years)),
        series=tuple(
            Series(name=name, values=tuple(map(figures.get, years)))
            for name, figures in zip(names, every, strict=True)
        ),
        measure=shelf.words.say("label.share"),
        unit="%",
        alt=" ".join(_in_words(iso2, release, shelf) for iso2 in members),
        sources=(release.source,),
        estimates=tuple(str(year) for year in years if year in release.estimates),
    )


def release_note(release: Release, shelf: Shelf) -> Note:
    """Which release the figures are of, and what they count."""
    date = shelf.words.date(release.published)
    basis = release.basis.removesuffix(".")
    text = shelf.words.say("note.release", title=release.title, date=date, basis=basis)
    return Note(kind=NoteKind.AS_OF, text=text)


def _one(iso2: str, release: Release, shelf: Shelf) -> Answer:
    say, name = shelf.words.say, shelf.members[iso2].name
    about = (f"member:{iso2}", *(t for t in TOPICS[:1] if t in shelf.topics))
    if iso2 not in release.series:
        note = Note(kind=NoteKind.NOTICE, text=say("note.not_in_spending", country=name))
        return Answer(cards=(Card(title=name, notes=(note,)),), about=about)
    years = sorted(release.series[iso2])
    table = Table(
        header=(say("label.year"), say("label.share")),
        rows=tuple((str(y), figure(release, iso2, y, shelf)) for y in reversed(years)),
        sources=(release.source,),
        is_charted=True,
    )
    drawn = chart([iso2], release, shelf)
    note = release_note(release, shelf)
    card = Card(title=drawn.title, table=table, chart=drawn, notes=(note,))
    everyone = Button(label=say("button.spending"), command="spending")
    return Answer(cards=(card,), buttons=(everyone,), about=about)


def _in_words(iso2: str, release: Release, shelf: Shelf) -> str:
    """The first figure and the last one: Poland: 1.86% (2014), 4.68% (2026, estimate)."""
    years = sorted(release.series[iso2])
    said: list[str] = []
    for year in (years[0], years[-1]):
        estimate = f", {shelf.words.say('label.estimate')}" if year in release.estimates else ""
        said.append(f"{shelf.words.percent(release.series[iso2][year])} ({year}{estimate})")
    return _headed(shelf.members[iso2].name, f"{', '.join(said)}.", shelf)


def _headed(head: str, text: str, shelf: Shelf) -> str:
    """French has a space before a colon."""
    space = "\u00a0" if shelf.language is Language.FR else ""
    return f"{head}{space}: {text}"


def _everyone(release: Release, shelf: Shelf) -> Answer:
    say = shelf.words.say
    years = sorted({year for series in release.series.values() for year in series})[-LAST_YEARS:]
    latest = years[-1]
    listed = {code: s for code, s in release.series.items() if latest in s}
    order = sorted(listed, key=lambda code: (code.startswith("NATO"), -listed[code][latest]))
    rows = (
        (_name(code, shelf), *(_cell(listed[code].get(year), shelf) for year in reversed(years)))
        for code in order
    )
    table = Table(
        header=(say("label.country"), *map(str, reversed(years))),
        rows=tuple(rows),
        sources=(release.source,),
    )
    card = Card(title=say("label.spending"), table=table, notes=(release_note(release, shelf),))
    return Answer(cards=(card,), about=tuple(t for t in TOPICS if t in shelf.topics))


def _cell(value: float | None, shelf: Shelf) -> str:
    return "\u2013" if value is None else shelf.words.percent(value)


def _name(code: str, shelf: Shelf) -> str:
    member = shelf.members.get(code)
    return member.name if member else shelf.words.say(f"series.{code}")


def _button(iso2: str, shelf: Shelf) -> Button:
    return Button(label=shelf.members[iso2].name, command="spending", argument=iso2)


COMMAND = Command(
    name="spending",
    handler=spending,
    arguments=(Argument(name="country", kind=ArgumentKind.MEMBER, required=False),),
)
