"""Answer -> embeds and buttons, made for a phone: the short answer first, sources last. Pure.

A message holds 6000 characters, and a link counts with its whole address; so a card is laid out
with all it can tell of its sources, and with less where that does not fit. What it states never
loses its footnote: a statement goes before its sources do.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import discord
from discord.utils import escape_markdown, escape_mentions

from adapters.discord import limits
from adapters.discord.shorten import bounded, parts, without_last
from bot.answers import REFERENCE, Answer, Card, Field, NoteKind, Source, Table
from bot.words import Words

COLOUR, DECLINED_COLOUR = 0x2F5D9B, 0x7A828C
NO_MENTIONS = discord.AllowedMentions.none()
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BETWEEN_MARKS = "\u202f"
"""A narrow space, without which 1 and 2 read as 12."""
NAMELESS = "\u200b"
"""A field must have a name, and Discord takes a space of no width for one."""
SHORT = 50
"""Characters of a field that can stand beside another one."""
MANY = limits.FIELDS - 5
"""Fields beyond which there would be none left for the sources."""
SIGN = len(f"\n{limits.ELLIPSIS}")
"""Room for the sign that something is left out."""
MARK = len(" · ") + limits.NONCE
"""Room for the mark of a digest."""

Fits: TypeAlias = Callable[[list[discord.Embed]], bool]


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a card tells of its sources."""

    linked_marks: bool
    published: bool
    title: int = limits.TITLE


DETAILS = (
    Detail(linked_marks=True, published=True),
    Detail(linked_marks=False, published=True),
    Detail(linked_marks=False, published=False),
    Detail(linked_marks=False, published=False, title=40),
)


def embeds(answer: Answer, words: Words, mark: str = "") -> list[discord.Embed]:
    """One embed a card, together within what one message holds; a mark ends the last footer."""
    made = _fitted(answer, words, _fits)
    footer = limits.cut(made[-1].footer.text or "", limits.FOOTER - len(marked(mark)))
    return [*made[:-1], made[-1].set_footer(text=footer + marked(mark))]


def plain(answer: Answer, words: Words, mark: str = "") -> str:
    """The same as text, for where embeds are not allowed."""
    room = limits.CONTENT - len(marked(mark))
    shown = _fitted(answer, words, lambda made: len(_text(made)) <= room - SIGN)
    return limits.cut(_text(shown), room) + marked(mark)


def marked(mark: str) -> str:
    """How a message that bears the mark ends, so that no longer mark ends alike."""
    return f" · {mark}" if mark else ""


def view(answer: Answer) -> discord.ui.View:
    """The buttons; discord.py need not remember them, for `buttons.button` hears them all."""
    shown = discord.ui.View(timeout=None)
    wires = dict.fromkeys(button.wire for button in reversed(answer.buttons))
    labels = {button.wire: button.label for button in reversed(answer.buttons)}
    for wire in [*reversed(wires)][: limits.BUTTONS]:
        label = limits.cut(labels[wire], limits.BUTTON_LABEL)
        shown.add_item(discord.ui.Button(label=label, custom_id=wire))
    shown.stop()
    return shown


def _fitted(answer: Answer, words: Words, fits: Fits) -> list[discord.Embed]:
    """All cards in the most detailed layout that fits, or else as much of them as does."""
    cards = tuple(bounded(card) for card in answer.cards[: limits.EMBEDS]) or (Card(),)
    colour = DECLINED_COLOUR if answer.declined else COLOUR

    def shown(left_out: int) -> list[discord.Embed] | None:
        kept = without_last(cards, left_out)
        layouts = (_layout(kept, words, detail, colour) for detail in DETAILS)
        return next((_signed(made, left_out) for made in layouts if fits(made)), None)

    if whole := shown(0):
        return whole
    most = parts(cards)
    fewest = bisect_left(range(most), 1, lo=min(1, most), key=lambda n: bool(shown(n)))
    return shown(fewest) or [
        _squeezed(embed, (limits.EMBEDS_TOTAL - MARK) // len(cards))
        for embed in _layout(without_last(cards, most), words, DETAILS[-1], colour)
    ]


def _layout(
    cards: Iterable[Card], words: Words, detail: Detail, colour: int
) -> list[discord.Embed]:
    return [_Layout(card, words, detail).embed(colour) for card in cards]


def _signed(made: list[discord.Embed], left_out: int) -> list[discord.Embed]:
    """Say that something is missing; the checks keep room for that."""
    if left_out:
        made[-1].description = f"{made[-1].description or ''}\n{limits.ELLIPSIS}"
    return made


def _fits(made: list[discord.Embed]) -> bool:
    return (
        sum(len(embed) for embed in made) <= limits.EMBEDS_TOTAL - SIGN - MARK
        and all(len(embed.description or "") <= limits.DESCRIPTION - SIGN for embed in made)
        and all(len(embed.fields) <= limits.FIELDS for embed in made)
    )


def _squeezed(embed: discord.Embed, room: int) -> discord.Embed:
    """The last resort, for a card of nothing but sources."""
    while len(embed) > room and embed.fields:
        embed.remove_field(len(embed.fields) - 1)
    over = max(0, len(embed) - room)
    length = min(limits.DESCRIPTION, len(embed.description or "") - over)
    embed.description = limits.cut(embed.description or "", length)
    return embed


def _text(made: Iterable[discord.Embed]) -> str:
    texts: list[str | None] = []
    for embed in made:
        texts += [f"**{embed.title}**" if embed.title else None, embed.description]
        texts += [
            f"**{f.name}**\n{f.value}".removeprefix(f"**{NAMELESS}**\n") for f in embed.fields
        ]
        texts.append(embed.footer.text)
    return "\n\n".join(text for text in texts if text)


class _Layout:
    """One card at one level of detail."""

    def __init__(self, card: Card, words: Words, detail: Detail) -> None:
        self._card = card
        self._words = words
        self._detail = detail
        self._numbers = card.numbered()

    def embed(self, colour: int) -> discord.Embed:
        card = self._card
        embed = discord.Embed(title=limits.cut(escaped(card.title), limits.TITLE), colour=colour)
        embed.description = "\n\n".join(self._paragraphs()) or None
        fields = () if self._fields_are_lines() else card.fields
        short = all(len(field.label) + len(field.value) <= SHORT for field in fields)
        for field in fields:
            name = limits.cut(escaped(field.label), limits.FIELD_NAME)
            embed.add_field(name=name or NAMELESS, value=self._value(field), inline=short)
        for number, value in enumerate(_chunks(self._listed(), limits.FIELD_VALUE)):
            name = NAMELESS if number else self._words.say("label.sources")
            embed.add_field(name=name, value=value, inline=False)
        embed.set_footer(text=limits.cut(self._footer(), limits.FOOTER))
        return embed

    def _paragraphs(self) -> Iterator[str]:
        card = self._card
        if card.summary:
            yield self._cited(card.summary.text, card.summary.sources)
        yield from (escaped(n.text) for n in card.notes if n.kind is NoteKind.NOTICE)
        if card.quote:
            quoted = self._cited(f"“{card.quote.text}”", card.quote.sources)
            yield f"> {quoted}\n> {escaped(card.quote.by)}"
        if card.fields and self._fields_are_lines():
            yield "\n".join(f"**{escaped(f.label)}** · {self._value(f)}" for f in card.fields)
        if card.moments:
            shown = (f"<t:{instant}:F>" for instant in card.moments.instants)
            yield "\n".join([f"**{escaped(card.moments.label)}**", *shown])
        if card.table:
            yield "\n".join(self._rows(card.table))
        if card.chart:
            yield self._cited(card.chart.alt, card.chart.sources)
        for section in card.sections:
            items = (f"- {self._cited(s.text, s.sources)}" for s in section.statements)
            yield "\n".join([f"**{escaped(section.heading)}**", *items])
        doubts = (NoteKind.DISPUTED, NoteKind.LEFT_OUT)
        yield from (f"*{escaped(n.text)}*" for n in card.notes if n.kind in doubts)

    def _rows(self, table: Table) -> Iterator[str]:
        header = " · ".join(escaped(cell) for cell in table.header if cell)
        yield f"**{header}**{self._marks(table.sources)}"
        for row in table.rows:
            yield " · ".join(escaped(cell) for cell in row)

    def _value(self, field: Field) -> str:
        """The value; a field that names a document is itself the link to it."""
        text = escaped(field.value)
        if self._names_its_source(field):
            linked = link(field.value or field.label, field.sources[0].url)
        else:
            linked = text + self._marks(field.sources)
        return (linked if len(linked) <= limits.FIELD_VALUE else text) or NAMELESS

    def _fields_are_lines(self) -> bool:
        """Discord shows fields after all text: too late where more follows on them."""
        card = self._card
        return bool(card.sections or card.table or card.moments) or len(card.fields) > MANY

    def _names_its_source(self, field: Field) -> bool:
        return len(field.sources) == 1 and field.label == self._words.document(field.sources[0])

    def _cited(self, text: str, sources: Iterable[Source]) -> str:
        return escaped(text) + self._marks(sources)

    def _marks(self, sources: Iterable[Source]) -> str:
        marks: list[str] = []
        for source in sorted(sources, key=self._numbers.__getitem__):
            mark = str(self._numbers[source]).translate(SUPERSCRIPTS)
            marks.append(link(mark, source.url) if self._detail.linked_marks else mark)
        return BETWEEN_MARKS + BETWEEN_MARKS.join(marks) if marks else ""

    def _listed(self) -> Iterator[str]:
        """The footnotes, but for those that a field already is."""
        named = {f.sources[0] for f in self._card.fields if self._names_its_source(f)}
        for source, number in self._numbers.items():
            if source in named and source not in self._cited_elsewhere():
                continue
            title = link(limits.cut(self._words.document(source), self._detail.title), source.url)
            published = (
                f", {escaped(self._words.published(source))}" if self._detail.published else ""
            )
            yield f"{str(number).translate(SUPERSCRIPTS)} {title}{published}"

    def _cited_elsewhere(self) -> set[Source]:
        fields = tuple(f for f in self._card.fields if not self._names_its_source(f))
        return set(replace(self._card, fields=fields).sources)

    def _footer(self) -> str:
        parts = [self._words.say("label.unofficial")]
        if self._card.minutes > 1:
            parts.append(self._words.say("label.minutes", minutes=str(self._card.minutes)))
        parts += [note.text for note in self._card.notes if note.kind is NoteKind.AS_OF]
        return " · ".join(parts)


def escaped(text: str) -> str:
    """Content as it reads, whatever Discord would make of its characters; references by name."""
    return REFERENCE.sub(_named, escape_mentions(escape_markdown(text)))


def _named(reference: re.Match[str]) -> str:
    """Discord shows the name; an id is of digits, whatever escaping has put between them."""
    sign, found = reference.groups()
    return f"<{sign}{re.sub('[^0-9]', '', found)}>"


def link(text: str, url: str) -> str:
    """A masked link; a bracket in either part would end it too early."""
    shown = escaped(text).replace("[", "(").replace("]", ")")
    address = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{shown}]({address})"


def _chunks(lines: Iterable[str], length: int) -> Iterator[str]:
    """Lines in as few pieces as their length allows; none is torn."""
    piece = ""
    for line in lines:
        if piece and len(piece) + 1 + len(line) > length:
            yield piece
            piece = ""
        piece = f"{piece}\n{line}" if piece else line
    if piece:
        yield piece
