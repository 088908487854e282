"""Makes a card smaller where Discord could not hold it: texts first, then the last things said."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord import limits
from bot.answers import Card, Statement

SUMMARY, TEXT, CELL, ROWS = 1000, 700, 100, 60
"""Far above what the content's own rules allow; so only a mistake of ours meets them."""


def bounded(card: Card) -> Card:
    """The card with no single text that could fill the message alone."""
    quote, chart, table = card.quote, card.chart, card.table
    return replace(
        card,
        title=limits.cut(card.title, limits.TITLE),
        summary=card.summary and _cut(card.summary, SUMMARY),
        sections=tuple(
            replace(s, statements=tuple(_cut(said, TEXT) for said in s.statements))
            for s in card.sections
        ),
        fields=tuple(
            replace(f, label=limits.cut(f.label, CELL * 2), value=limits.cut(f.value, TEXT))
            for f in card.fields
        ),
        quote=quote
        and replace(quote, text=limits.cut(quote.text, TEXT), by=limits.cut(quote.by, CELL)),
        chart=chart and replace(chart, alt=limits.cut(chart.alt, TEXT)),
        table=table
        and replace(
            table,
            rows=tuple(tuple(limits.cut(c, CELL) for c in row) for row in table.rows[:ROWS]),
        ),
        notes=tuple(replace(n, text=limits.cut(n.text, TEXT)) for n in card.notes[:4]),
    )


def parts(cards: Sequence[Card]) -> int:
    """How many things could be left out."""
    return sum(
        sum(len(section.statements) for section in card.sections)
        + (len(card.table.rows) if card.table else 0)
        + len(card.fields)
        for card in cards
    )


def without_last(cards: Sequence[Card], count: int) -> tuple[Card, ...]:
    """The cards without that many of the last things said."""
    kept = list(cards)
    for number in reversed(range(len(kept))):
        here = min(count, parts([kept[number]]))
        for _ in range(here):
            kept[number] = _without_last(kept[number])
        count -= here
    return tuple(kept)


def _without_last(card: Card) -> Card:
    if card.sections:
        *first, last = card.sections
        kept = last.statements[:-1]
        return replace(
            card, sections=(*first, replace(last, statements=kept)) if kept else tuple(first)
        )
    if card.table and card.table.rows:
        return replace(card, table=replace(card.table, rows=card.table.rows[:-1]))
    return replace(card, fields=card.fields[:-1])


def _cut(statement: Statement, length: int) -> Statement:
    return replace(statement, text=limits.cut(statement.text, length))
