"""Rendering for the terminal, on answers built by hand."""

import dataclasses
import io

import pytest
from rich.console import Console

from adapters.console import render
from adapters.console.terminal import show
from bot.answers import (
    Answer,
    Button,
    Card,
    Chart,
    Field,
    Moments,
    Note,
    NoteKind,
    Quote,
    Section,
    Series,
    Source,
    Statement,
    Table,
)
from bot.core import Core
from bot.requests import Language

TREATY = Source(title="The Treaty", publisher="NATO", url=f"https://nato.int/{'long/' * 40}end")
OTHER = Source(title="Le Traité", publisher="OTAN", url="https://nato.int/fr", language=Language.FR)
EVERYTHING = Card(
    title="The title",
    summary=Statement(text="The summary.", sources=(TREATY,)),
    sections=(
        Section(heading="The heading", statements=(Statement(text="S.", sources=(OTHER,)),)),
    ),
    fields=(Field(label="The label", value="the value", sources=(TREATY,)),),
    quote=Quote(text="The quote", by="the speaker", sources=(OTHER,)),
    table=Table(header=("Head", "Day"), rows=(("Cell", "1949"),), sources=(TREATY,)),
    chart=Chart(
        title="The chart's title",
        labels=("a",),
        series=(Series(name="The series", values=(1.0,)),),
        measure="The measure",
        unit="%",
        alt="The chart in words.",
        sources=(TREATY,),
    ),
    moments=Moments(label="The next", instants=(1795424400,), texts=("23 Nov, 09:00 (UTC)",)),
    notes=(Note(kind=NoteKind.AS_OF, text="The note."),),
    minutes=3,
)
ANSWER = Answer(cards=(EVERYTHING,), buttons=(Button(label="The button", command="help"),))


@pytest.fixture
def shown(core: Core) -> str:
    return render.plain(ANSWER, core.words(Language.EN))


@pytest.mark.parametrize(
    "text",
    [
        "The title",
        "The summary. [1]",
        "The heading",
        "- S. [2]",
        "The label: the value [1]",
        "3 min",
        "“The quote” (the speaker) [2]",
        "Head  Day",
        "Cell  1949",
        "The chart in words. [1]",
        "The next\n- 23 Nov, 09:00 (UTC)",
        "The note.",
        "(1) The button",
        "[2] Le Traité. OTAN, in French. https://nato.int/fr",
    ],
)
def test_every_block_of_a_card_is_shown(shown: str, text: str) -> None:
    assert text in shown


def test_the_card_above_has_every_block_there_is() -> None:
    assert all(getattr(EVERYTHING, field.name) for field in dataclasses.fields(Card))


def test_what_is_said_leaves_sources_marks_and_buttons_out(core: Core) -> None:
    said = render.said(ANSWER, core.words(Language.EN))

    assert "[1]" not in said
    assert "http" not in said
    assert "The button" not in said


def test_an_address_is_never_cut_in_a_narrow_terminal(core: Core) -> None:
    out = io.StringIO()
    show(Console(file=out, width=40), ANSWER, core)

    assert TREATY.url in "".join(line.strip() for line in out.getvalue().splitlines())
