"""Answer -> lines of text, each with its role: one layout for terminals and pipes. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.answers import REFERENCE, Answer, Card, Source, Table
from bot.words import Words


class Role(StrEnum):
    """What a line is; a terminal gives each role a colour."""

    TITLE = "title"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    NOTE = "note"
    SOURCE = "source"
    BUTTON = "button"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the card, not yet wrapped."""

    role: Role
    text: str
    url: str = ""
    """Where a terminal that knows links may lead to; the text holds it too."""

    @property
    def mark_and_text(self) -> tuple[str, str]:
        """The dash or number that the rest hangs under, or "" and the whole text."""
        mark, _, rest = self.text.partition(" ")
        return (mark, rest) if _MARK.fullmatch(mark) else ("", self.text)


_MARK = re.compile(r"-|\[\d+\]|\(\d+\)")


def lines(answer: Answer, words: Words) -> list[Line]:
    """The whole answer, buttons numbered from 1 at its end."""
    out: list[Line] = []
    for card in answer.cards:
        out += [*_card(card, words, footnotes=True), *_footnotes(card, words)]
    if any(card.title for card in answer.cards):
        out += [Line(Role.GAP, ""), Line(Role.NOTE, words.say("label.unofficial"))]
    out += [Line(Role.BUTTON, f"({n}) {b.label}") for n, b in enumerate(answer.buttons, start=1)]
    return [replace(line, text=REFERENCE.sub(r"\1\2", line.text)) for line in out]


def plain(answer: Answer, words: Words) -> str:
    """The whole answer as plain text."""
    return "\n".join(line.text for line in lines(answer, words))


def said(answer: Answer, words: Words) -> str:
    """What the answer says before anything is pressed, its sources left out."""
    shown = [line for card in answer.cards for line in _card(card, words, footnotes=False)]
    return "\n".join(line.text for line in shown)


def _card(card: Card, words: Words, *, footnotes: bool) -> Iterator[Line]:
    numbers = card.numbered() if footnotes else {}
    if card.title:
        yield Line(Role.TITLE, card.title)
    if card.summary:
        yield Line(Role.TEXT, _cited(card.summary.text, card.summary.sources, numbers))
    for field in card.fields:
        yield Line(Role.ITEM, _cited(f"{field.label}: {field.value}", field.sources, numbers))
    yield from _blocks(card, numbers)
    for section in card.sections:
        yield Line(Role.GAP, "")
        yield Line(Role.HEADING, section.heading)
        for said in section.statements:
            yield Line(Role.ITEM, _cited(f"- {said.text}", said.sources, numbers))
    if notes := _notes(card, words):
        yield from [Line(Role.GAP, "")] if card.title else []
        yield Line(Role.NOTE, notes)


def _blocks(card: Card, numbers: dict[Source, int]) -> Iterator[Line]:
    """Quote, table, chart and instants, where the card has them."""
    if card.quote:
        text = f"“{card.quote.text}” ({card.quote.by})"
        yield Line(Role.TEXT, _cited(text, card.quote.sources, numbers))
    if card.table:
        yield from _table(card.table)
    if card.chart:
        yield Line(Role.TEXT, _cited(card.chart.alt, card.chart.sources, numbers))
    if card.moments:
        yield Line(Role.HEADING, card.moments.label)
        yield from (Line(Role.ITEM, f"- {text}") for text in card.moments.texts)


def _cited(text: str, sources: tuple[Source, ...], numbers: dict[Source, int]) -> str:
    marks = sorted(numbers[source] for source in sources if source in numbers)
    return text + "".join(f" [{mark}]" for mark in marks)


def _notes(card: Card, words: Words) -> str:
    notes = [note.text for note in card.notes]
    if card.minutes > 1:
        notes.append(f"({words.say('label.minutes', minutes=str(card.minutes))})")
    return " ".join(notes)


def _table(table: Table) -> Iterator[Line]:
    rows = [table.header, *table.rows]
    widths = [max(len(row[n]) for row in rows) for n in range(len(table.header))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        role = Role.HEADING if row is table.header else Role.ITEM
        yield Line(role, "  ".join(cells).rstrip())


def _footnotes(card: Card, words: Words) -> Iterator[Line]:
    if not card.sources:
        return
    yield Line(Role.GAP, "")
    yield Line(Role.HEADING, words.say("label.sources"))
    for source, number in card.numbered().items():
        text = f"[{number}] {words.source(source)} {source.url}"
        yield Line(Role.SOURCE, text, source.url)
