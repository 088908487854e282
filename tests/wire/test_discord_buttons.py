"""Buttons, options and names of the slash commands, in a simulated Discord."""

from collections.abc import Callable
from typing import Any

import pytest
from simcord.env import Env

from bot.core import Core
from bot.handlers import COMMANDS
from tests.wire.discord_fixtures import app, env, here
from tests.wire.discord_guards import meddle, speak
from tests.wire.discord_room import Body, Room

__all__ = ["env", "here"]

ARTICLE_5 = "article-5-collective-defence"


@pytest.fixture
def nato(env: Env) -> Body:
    """The command as it was published."""
    [commands] = [sent.json for sent in env.http_requests if sent.method == "PUT"]
    assert commands
    published: Any = commands[0]
    return dict(published)


async def test_a_button_shows_what_it_names(here: Room, core: Core) -> None:
    shown = await here.slash("explain", topic=ARTICLE_5)
    wire = here.wire
    await here.press(shown, wire)

    answer = await core.answer(core.read_button(wire))
    assert here.card["title"] == answer.cards[0].title


async def test_a_button_works_after_a_restart(here: Room, core: Core) -> None:
    shown = await here.slash("explain", topic=ARTICLE_5)
    await here.env.restart_bot(app(core))
    pressed = await here.press(shown, here.wire)

    assert pressed.acknowledged
    assert len(here.sent) == 2


@pytest.mark.parametrize("wire", ["n0:explain:x", "n1:gone:x", "explain", "::", "n1:explain:gone"])
async def test_an_old_or_unknown_button_is_answered_politely(here: Room, wire: str) -> None:
    shown = await here.slash("explain", topic=ARTICLE_5)
    stored = here.env.backend.get_message(here.channel.id, here.message(shown).id)
    stored.components[0]["components"][0]["custom_id"] = wire
    pressed = await here.press(shown, wire)

    assert pressed.ephemeral
    assert here.card["description"]


async def test_a_button_under_a_private_answer_answers_in_private_and_in_its_language(
    here: Room,
) -> None:
    speak(here.env, asker="fr", server="en-US")
    shown = await here.slash("help")
    pressed = await here.press(shown, here.wire)

    assert pressed.ephemeral
    assert here.card["title"].startswith("L'OTAN")


async def test_there_is_a_sub_command_for_every_entry_of_the_registry(here: Room) -> None:
    available = here.person.available_commands(here.channel)

    names = {name: command.group for name, command in COMMANDS.items()}
    assert set(available) == {
        f"nato {name.replace('-', ' ') if group else name}" for name, group in names.items()
    }


async def test_the_commands_work_in_servers_in_private_and_where_a_person_took_them(
    nato: Body,
) -> None:
    assert nato["contexts"] == [0, 1, 2]
    assert nato["integration_types"] == [0, 1]


async def test_commands_and_their_options_are_named_in_french_too(nato: Body) -> None:
    [explain] = [option for option in nato["options"] if option["name"] == "explain"]
    assert explain["name_localizations"] == {"fr": "expliquer"}
    assert explain["options"][0]["name_localizations"] == {"fr": "sujet"}
    assert explain["options"][0]["required"]


async def test_a_group_and_its_commands_are_named_in_french_too(nato: Body) -> None:
    [digest] = [option for option in nato["options"] if option["name"] == "digest"]
    [first, *_] = digest["options"]
    assert digest["name_localizations"] == {"fr": "bulletin"}
    assert (first["name"], first["name_localizations"]) == ("set", {"fr": "activer"})
    assert first["options"][0]["name_localizations"] == {"fr": "heure"}


def old_sub_command(payload: Body) -> None:
    payload["data"]["options"][0]["options"][0]["name"] = "schedule"


def no_group_yet(payload: Body) -> None:
    payload["data"]["options"] = [{"name": "digest", "type": 1}]


@pytest.mark.parametrize(
    ("change", "says"),
    [(old_sub_command, "no such command"), (no_group_yet, "/nato digest set")],
)
async def test_a_group_as_an_older_release_had_it_is_answered_politely(
    here: Room, change: Callable[[Body], None], says: str
) -> None:
    meddle(here.env, change)
    here.env.check_errors = False  # simcord counts one that a command tree has dealt with, too
    answered = await here.slash("digest list")

    assert answered.ephemeral
    assert says in here.text
    assert await here.complete("digest set", "at", "9") == []


async def test_a_command_that_takes_other_arguments_now_is_explained(here: Room) -> None:
    meddle(here.env, lambda payload: payload["data"]["options"][0].pop("options"))
    here.env.check_errors = False
    await here.slash("explain", topic=ARTICLE_5)

    assert "/nato explain <topic>" in here.text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("explain topic:artic", ARTICLE_5),
        ("term term:sace", "saceur"),
        ("member country:norw", "NO"),
        ("help command:mem", "member"),
    ],
)
async def test_an_option_is_completed_while_it_is_typed(here: Room, typed: str, value: str) -> None:
    command, _, option = typed.partition(" ")
    choices = await here.complete(command, *option.split(":"))

    assert value in [choice["value"] for choice in choices]


@pytest.mark.parametrize("typed", ["", "@everyone", "🙂", "\x00\u202e", "x" * 6000])
async def test_completions_are_few_and_never_fail(here: Room, typed: str) -> None:
    choices = await here.complete("explain", "topic", typed)

    assert len(choices) <= 25


async def test_completions_are_in_the_language_of_the_asker(here: Room) -> None:
    speak(here.env, asker="fr")
    choices = await here.complete("member", "country", "norv")

    assert choices == [{"name": "Norvège", "value": "NO"}]
