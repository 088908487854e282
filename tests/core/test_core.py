"""The one door: never raises, reads lines and buttons, completes arguments."""

import logging
from dataclasses import replace

import pytest

from bot.answers import Answer, Button
from bot.core import Core
from bot.handlers import COMMANDS
from bot.handlers.command import ArgumentKind, Command, Context
from bot.library.entries import Library
from bot.requests import Language, Origin, Request
from bot.search.index import Index
from tests.fakes import FakeClock


async def _break(_: Request, __: Context) -> Answer:
    raise RuntimeError("a mistake of ours")


async def test_a_mistake_of_ours_is_an_apology_with_the_reference_that_stands_in_the_log(
    library: Library, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    core = Core(
        library, index, FakeClock(), {**COMMANDS, "help": Command(name="help", handler=_break)}
    )
    with caplog.at_level(logging.ERROR):
        answer = await core.answer(Request(command="help"))

    [record] = caplog.records
    assert answer.declined
    assert vars(record)["reference"] in answer.cards[0].notes[0].text


async def test_an_admins_command_is_refused_to_others(library: Library, index: Index) -> None:
    command = replace(COMMANDS["help"], admins_only=True)
    core = Core(library, index, FakeClock(), {**COMMANDS, "help": command})
    admin = Origin(platform="console", may_administer=True)

    assert (await core.answer(Request(command="help"))).declined
    assert not (await core.answer(Request(command="help", origin=admin))).declined


@pytest.mark.parametrize("wire", ["n0:explain:consensus", "n1:vanished:x", "", "junk", "n1"])
async def test_a_button_of_another_release_gets_a_polite_answer(core: Core, wire: str) -> None:
    answer = await core.answer(core.read_button(wire))

    assert answer.declined
    assert "earlier version" in answer.cards[0].notes[0].text


async def test_a_button_holds_all_it_needs(core: Core) -> None:
    pressed = core.read_button(Button(label="x", command="explain", argument="consensus").wire)

    assert (await core.answer(pressed)).about == ("consensus",)


def test_a_button_too_long_for_the_wire_is_refused_when_made() -> None:
    with pytest.raises(ValueError, match="characters on the wire"):
        Button(label="x", command="explain", argument="a" * 100)


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        (ArgumentKind.TOPIC, "a5", "article-5-collective-defence"),
        (ArgumentKind.TOPIC, "cons", "consensus"),
        (ArgumentKind.MEMBER, "nor", "NO"),
        (ArgumentKind.TERM, "sace", "saceur"),
        (ArgumentKind.COMMAND, "exp", "explain"),
    ],
)
def test_completion_finds_by_prefix_and_short_form(
    core: Core, kind: ArgumentKind, typed: str, first: str
) -> None:
    assert core.complete(kind, typed)[0].value == first


def test_completion_speaks_the_person_s_language(core: Core) -> None:
    [choice] = core.complete(ArgumentKind.MEMBER, "norv", Language.FR)

    assert (choice.label, choice.value) == ("Norvège", "NO")


def test_free_text_has_no_completion(core: Core) -> None:
    assert core.complete(ArgumentKind.TEXT, "what") == []


ODD = [
    "what happened on february 30",
    "what happened in kosovo in 1998-99",
    "/timeline 13-01",
    "/timeline 04/04",
    "/timeline history" + "!" * 110,
    "/timeline history~²",
    "/list summits/²",
    "/list summits/" + "9" * 5000,
    "/quiz x/²",
    "/fact 24/7",
    "/fact a/b/c",
    "/who secretary-general before ismay",
    "/who secretary-general 2080",
    "/compare",
    "/compare spain austria",
    "/member 1998",
    "/spending narnia",
    "/",
    "//",
    "x",
    "0",
]


@pytest.mark.parametrize("line", ODD)
@pytest.mark.parametrize("language", list(Language))
async def test_nothing_that_is_typed_is_a_mistake_of_ours(
    core: Core, caplog: pytest.LogCaptureFixture, language: Language, line: str
) -> None:
    read = core.read_line if line.startswith("/") else core.read_text
    answer = await core.answer(read(line, language))

    assert not caplog.records
    assert answer.cards


@pytest.mark.parametrize(
    ("line", "about"),
    [
        ("who is mark rutte", "secretary-general"),
        ("who SACEUR", "person:grynkewich"),
        ("list of summits", "summits"),
        ("members of nato", "member-countries"),
        ("ask what is article 5", "article-5-collective-defence"),
    ],
)
async def test_a_question_that_begins_like_a_command_is_still_answered(
    core: Core, line: str, about: str
) -> None:
    assert about in (await core.answer(core.read_line(line))).about


async def test_nobody_came_before_the_first(core: Core) -> None:
    answer = await core.answer(core.read_text("who was secretary general before Ismay?"))

    assert answer.cards[0].table
