"""Charts as attachments that an embed shows; where none may be sent, the rows say the same."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO

import discord

from adapters.discord import limits, render
from bot.answers import Answer, Card, Chart, Series
from bot.words import Words

log = logging.getLogger(__name__)


def embeds(answer: Answer, words: Words) -> list[discord.Embed]:
    """The cards, each with the place of its picture, and without the rows that say the same."""
    shown = replace(answer, cards=tuple(map(_without_rows, answer.cards)))
    made = render.embeds(shown, words)
    for number, embed in enumerate(made):
        if number in _charts(answer):
            embed.set_image(url=f"attachment://{_name(number)}")
    return made


def described(answer: Answer, words: Words) -> list[dict[str, object]]:
    """What a message tells of its attachments, in the order of their files."""
    return [
        {"id": place, "filename": _name(number), "description": _said(chart, words)}
        for place, (number, chart) in enumerate(_charts(answer).items())
    ]


async def files(answer: Answer, words: Words) -> list[discord.File]:
    """The pictures, drawn beside the event loop, as each takes some 50 ms; none on a failure."""
    charts = _charts(answer)
    if not charts:
        return []
    try:
        drawn = await asyncio.to_thread(_drawn, tuple(charts.values()), words)
    except Exception:
        log.exception("a chart could not be drawn")
        return []
    return [
        discord.File(BytesIO(png), _name(number), description=_said(chart, words))
        for png, (number, chart) in zip(drawn, charts.items(), strict=True)
    ]


def _charts(answer: Answer) -> dict[int, Chart]:
    """By the number of the card."""
    cards = enumerate(answer.cards[: limits.EMBEDS])
    return {number: card.chart for number, card in cards if card.chart}


def _without_rows(card: Card) -> Card:
    is_drawn = card.chart and card.table and card.table.is_charted
    return replace(card, table=None) if is_drawn else card


def _name(number: int) -> str:
    return f"chart-{number}.png" if number else "chart.png"


def _said(chart: Chart, words: Words) -> str:
    """All that can be seen, in words: the sentence of the chart, then every figure."""
    figures = (
        f"{series.name}: {'; '.join(_figures(chart, series, words))}." for series in chart.series
    )
    return limits.cut(" ".join([chart.alt, *figures]), limits.ATTACHMENT_DESCRIPTION)


def _figures(chart: Chart, series: Series, words: Words) -> Iterator[str]:
    for label, value in zip(chart.labels, series.values, strict=True):
        if value is not None:
            mark = f" ({words.say('label.estimate')})" if label in chart.estimates else ""
            yield f"{label} {words.figure(value, chart.unit)}{mark}"


def _drawn(charts: Iterable[Chart], words: Words) -> list[bytes]:
    from adapters.discord.charts import png  # noqa: PLC0415 -- Pillow is for few answers

    return [png(chart, words) for chart in charts]
