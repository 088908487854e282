"""The pictures of charts: what is on them, by their pixels."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageColor

from adapters.discord import charts
from bot.answers import Chart, Series, Source
from bot.core import Core
from bot.library.entries import Library
from bot.requests import Language
from bot.words import Words

SOURCE = Source(title="A table", publisher="NATO", url="https://nato.int/t")
BARS = Chart(
    title="Spending: Norway",
    labels=("2024", "2025", "2026"),
    series=(Series(name="Norway", values=(1.0, 2.0, 4.0)),),
    measure="Share of GDP",
    unit="%",
    alt="Norway: 2024: 1%; 2026: 4%.",
    sources=(SOURCE,),
    estimates=("2026",),
)
LINES = replace(BARS, series=(*BARS.series, Series(name="United Kingdom", values=(None, 2.2, 2.4))))
ROOT = Path(__file__).parents[2]
LIMIT = 60_000
"""Bytes: a phone without a good connection waits for it."""


@pytest.fixture
def draw(library: Library) -> Callable[[Chart], Image.Image]:
    words = library[Language.EN].words

    def drawn(chart: Chart) -> Image.Image:
        return Image.open(BytesIO(charts.png(chart, words))).convert("RGB")

    return drawn


def near(pixel: Any, colour: str) -> bool:  # noqa: ANN401 -- Pillow's pixels are of any mode
    """The palette may shift a colour a little."""
    wanted = ImageColor.getrgb(colour)
    return all(abs(int(pixel[n]) - wanted[n]) <= 8 for n in range(3))


def row(image: Image.Image, y: int, colour: str) -> int:
    """How many pixels of a row have that colour."""
    return sum(near(image.getpixel((x, y)), colour) for x in range(image.width))


def middle(number: int) -> int:
    """The height at which a bar has its middle."""
    return charts.HEAD + number * (charts.BAR + charts.GAP) + charts.BAR // 2


def test_bars_are_as_long_as_their_figures(draw: Callable[[Chart], Image.Image]) -> None:
    image = draw(replace(BARS, estimates=()))
    one, two, four = (row(image, middle(number), charts.COLOURS[0]) for number in range(3))

    assert two == pytest.approx(2 * one, rel=0.02)
    assert four == pytest.approx(4 * one, rel=0.02)


def test_an_estimate_is_hollow(draw: Callable[[Chart], Image.Image]) -> None:
    image = draw(BARS)

    assert row(image, middle(1), charts.COLOURS[0]) > 100
    assert row(image, middle(2), charts.COLOURS[0]) < 20


def test_between_the_bars_there_is_nothing_that_the_data_do_not_hold(
    draw: Callable[[Chart], Image.Image],
) -> None:
    image = draw(BARS)
    between = middle(0) + (charts.BAR + charts.GAP) // 2

    assert row(image, between, charts.GROUND) == image.width


def test_each_of_several_series_has_its_colour_and_its_end(
    draw: Callable[[Chart], Image.Image],
) -> None:
    colours = draw(LINES).getcolors(1 << 20) or []

    for colour in charts.COLOURS[:2]:
        assert sum(count for count, pixel in colours if near(pixel, colour)) > 500


@pytest.mark.parametrize("line", ["spending {}", "compare {} us"])
@pytest.mark.parametrize("language", Language)
async def test_every_chart_of_the_content_is_small_and_stays_inside_its_edges(
    core: Core, library: Library, language: Language, line: str
) -> None:
    words = library[language].words
    for iso2 in ("BG", "CZ", "MK", "NL", "NO", "PL"):
        answer = await core.answer(core.read_line(line.format(iso2), language))
        chart = answer.cards[0].chart
        assert chart
        assert len(charts.png(chart, words)) < LIMIT
        assert _edge(chart, words)


def _edge(chart: Chart, words: Words) -> bool:
    image = Image.open(BytesIO(charts.png(chart, words))).convert("RGB")
    return all(
        near(image.getpixel((x, y)), charts.GROUND)
        for x in (2, image.width - 3)
        for y in range(image.height)
    )


@pytest.mark.parametrize(
    ("language", "value", "unit", "shown"),
    [
        (Language.EN, 2.5, "%", "2.50%"),
        (Language.FR, 2.5, "%", "2,50\u00a0%"),
        (Language.FR, 2.5, "km", "2,50\u00a0km"),
    ],
)
def test_a_figure_is_written_as_its_reader_writes_it(
    library: Library, language: Language, value: float, unit: str, shown: str
) -> None:
    assert library[language].words.figure(value, unit) == shown


def test_what_draws_is_loaded_for_the_first_chart_alone() -> None:
    asked = "import sys, adapters.discord.app; sys.exit('PIL' in sys.modules)"
    started = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False)

    assert started.returncode == 0
