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
