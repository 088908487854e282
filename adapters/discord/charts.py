"""Draws a chart as a PNG: large figures on a ground of its own, read on a phone in either theme.

One series is bars, each with its figure, so that the picture says all that the rows would; several
are lines, each named where it ends. An estimate is hollow: no colour alone tells anything.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from bot.answers import Chart, Series
from bot.words import Words

WIDTH, PAD = 1200, 48
HEAD, FOOT = 194, 128
BAR, GAP = 42, 24
PLOT = 620
"""The height of lines."""
GROUND, INK, DIM, GRID = "#1e2a3a", "#ffffff", "#b9c6d6", "#3c4b60"
COLOURS = ("#7db4f5", "#f5b45f", "#8fd694", "#e58fb0")
BIG, MIDDLE, SMALL = 56, 42, 34
FONTS = Path(__file__).parent / "fonts"
STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
MOST_LINES = 6

Point: TypeAlias = tuple[float, float]


@lru_cache(maxsize=64)
def png(chart: Chart, words: Words) -> bytes:
    """The picture of a chart."""
    is_bars = len(chart.series) == 1
    body = len(chart.labels) * (BAR + GAP) if is_bars else PLOT
    sheet = _Sheet(chart, words, HEAD + body + FOOT)
    sheet.write((PAD, 36), chart.title, BIG, bold=True)
    sheet.write((PAD, 112), chart.measure, MIDDLE, DIM)
    if is_bars:
        _bars(sheet, chart.series[0])
    else:
        _Lines(sheet, body).draw()
    sheet.sign()
    return sheet.png()


class _Sheet:
    """The ground, and how texts and marks are put on it."""

    def __init__(self, chart: Chart, words: Words, height: int) -> None:
        self.chart = chart
        self.words = words
        self._image = Image.new("RGB", (WIDTH, height), GROUND)
        self.pen = ImageDraw.Draw(self._image)

    def png(self) -> bytes:
        """With a palette, a third as large and made in a quarter of the time."""
        file = BytesIO()
        self._image.quantize(64, Image.Quantize.FASTOCTREE).save(file, "PNG")
        return file.getvalue()

    def write(  # noqa: PLR0913 -- all there is to say about a text
        self,
        at: Point,
        text: str,
        size: int,
        colour: str = INK,
        anchor: str = "la",
        *,
        bold: bool = False,
    ) -> None:
        """Write a text, smaller where it would not fit the sheet."""
        while size > SMALL and _width(text, size, bold=bold) > WIDTH - 2 * PAD:
            size -= 2
        self.pen.text(at, text, colour, _font(size, bold=bold), anchor)

    def figure(self, value: float) -> str:
        """A number of the chart."""
        return self.words.figure(value, self.chart.unit)

    def is_estimate(self, label: str) -> bool:
        """Whether what stands at this label is one."""
        return label in self.chart.estimates

    def sign(self) -> None:
        """Below: what hollow means, where the numbers come from, and whose picture this is."""
        y = self._image.height - FOOT + 20
        x: float = PAD
        if self.chart.estimates:
            self.pen.rounded_rectangle((x, y + 6, x + 44, y + 34), 6, None, DIM, 4)
            said = self.words.say("label.estimate")
            self.write((x + 60, y), said, SMALL, DIM)
        [source, *_] = self.chart.sources
        said = f"{self.words.published(source)} · {self.words.say('label.unofficial')}"
        self.write((PAD, y + 52), said, SMALL, DIM)


def _bars(sheet: _Sheet, series: Series) -> None:
    chart = sheet.chart
    left = PAD + max(_width(label, MIDDLE) for label in chart.labels) + 24
    said = [sheet.figure(value) for value in series.values if value is not None]
    room = WIDTH - PAD - left - max(_width(text, MIDDLE, bold=True) for text in said) - 20
    most = max(value for value in series.values if value is not None)
    for number, (label, value) in enumerate(zip(chart.labels, series.values, strict=True)):
        if value is None:
            continue
        top = HEAD + number * (BAR + GAP)
        end = left + room * max(value, 0) / (most or 1)
        hollow = sheet.is_estimate(label)
        sheet.write((PAD, top + BAR / 2), label, MIDDLE, DIM, "lm")
        box = (left, top, max(end, left + 6), top + BAR)
        sheet.pen.rounded_rectangle(box, 6, None if hollow else COLOURS[0], COLOURS[0], 5)
        text = sheet.figure(value)
        sheet.write((end + 20, top + BAR / 2), text, MIDDLE, anchor="lm", bold=True)


class _Lines:
    """Several series over the same labels."""

    def __init__(self, sheet: _Sheet, height: int) -> None:
        self._sheet = sheet
        self._chart = sheet.chart
        shown = [v for s in self._chart.series for v in s.values if v is not None]
        self._step = next((s for s in STEPS if max(shown) / s <= MOST_LINES), max(shown))
        self._top = self._step * -(-max(shown) // self._step)
        self._left = PAD + _width(self._tick(self._top), SMALL) + 20
        ends = [text for _, text in self._ends()]
        self._right = WIDTH - PAD - max(_width(text, MIDDLE, bold=True) for text in ends) - 30
        self._floor, self._height = HEAD + height - 60, height - 90

    def draw(self) -> None:
        """The grid, then each series over it."""
        self._grid()
        for number, series in enumerate(self._chart.series):
            self._line(series, COLOURS[number % len(COLOURS)], is_round=number % 2 == 0)
        self._names()

    def _tick(self, value: float) -> str:
        places = len(f"{self._step:g}".partition(".")[2])
        return self._sheet.words.figure(value, self._chart.unit, places)

    def _grid(self) -> None:
        for line in range(round(self._top / self._step) + 1):
            y = self._y(line * self._step)
            self._sheet.pen.line((self._left, y, self._right, y), GRID, 3)
            text = self._tick(line * self._step)
            self._sheet.write((self._left - 20, y), text, SMALL, DIM, "rm")
        labels = self._chart.labels
        every = -(-len(labels) * 110 // int(self._right - self._left))
        for number, label in enumerate(labels):
            if (len(labels) - 1 - number) % every == 0:
                x = self._x(number)
                self._sheet.write((x, self._floor + 16), label, SMALL, DIM, "ma")

    def _line(self, series: Series, colour: str, *, is_round: bool) -> None:
        points = list(self._points(series))
        for (_, start), (_, end) in pairwise(points):
            self._sheet.pen.line((*start, *end), colour, 8)
        for label, (x, y) in points:
            fill = GROUND if self._sheet.is_estimate(label) else colour
            box = (x - 13, y - 13, x + 13, y + 13)
            if is_round:
                self._sheet.pen.ellipse(box, fill, colour, 5)
            else:
                self._sheet.pen.rectangle(box, fill, colour, 5)

    def _names(self) -> None:
        """Each series and its last figure, where the line ends; one below the other if close."""
        below = float("-inf")
        ends = {text: self._y(value) for value, text in self._ends()}
        colours = dict(zip(ends, COLOURS * len(ends), strict=False))
        for text, y in sorted(ends.items(), key=lambda end: end[1]):
            y = max(y, below + 110)  # noqa: PLW2901 -- moved down
            name, said = text.split("\n")
            self._sheet.write((self._right + 30, y - 26), name, MIDDLE, colours[text], "lm")
            self._sheet.write((self._right + 30, y + 24), said, MIDDLE, anchor="lm", bold=True)
            below = y

    def _ends(self) -> Sequence[tuple[float, str]]:
        lasts = [[v for v in s.values if v is not None][-1] for s in self._chart.series]
        names = [series.name for series in self._chart.series]
        return [
            (last, f"{name}\n{self._sheet.figure(last)}")
            for name, last in zip(names, lasts, strict=True)
        ]

    def _points(self, series: Series) -> Iterator[tuple[str, Point]]:
        for number, (label, value) in enumerate(
            zip(self._chart.labels, series.values, strict=True)
        ):
            if value is not None:
                yield label, (self._x(number), self._y(value))

    def _x(self, number: int) -> float:
        width = self._right - self._left - 60
        return self._left + 30 + width * number / max(1, len(self._chart.labels) - 1)

    def _y(self, value: float) -> float:
        return self._floor - self._height * value / (self._top or 1)


@lru_cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "DejaVuSansCondensed-Bold.ttf" if bold else "DejaVuSansCondensed.ttf"
    return ImageFont.truetype(FONTS / name, size)


def _width(text: str, size: int, *, bold: bool = False) -> float:
    return max(_font(size, bold=bold).getlength(line) for line in text.split("\n"))
