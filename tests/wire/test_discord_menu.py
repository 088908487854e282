"""The command in the menu of every message, and replies to the bot, in a simulated Discord."""

from collections.abc import AsyncIterator

import pytest
from simcord.env import Env

from adapters.discord.app import DiscordApp
from bot.cooldown import PERSON
from bot.core import Core
from bot.service import Run
from bot.settings import Settings
from tests.wire.discord_guards import guarded, meddle, speak
from tests.wire.discord_room import Body, Room, room

MENU = "Explain NATO terms"
SAID = "SACEUR told the NAC that KFOR is no part of the IFOR story."


@pytest.fixture
async def env(core: Core) -> AsyncIterator[Env]:
    app = DiscordApp(Run(core=core, settings=Settings(discord_api_url=None)))
    async with guarded(app) as env:
        yield env


@pytest.fixture
def here(env: Env) -> Room:
    return room(env)


async def test_the_terms_of_a_message_are_explained_to_the_asker_alone(here: Room) -> None:
    message = await here.person.send(here.channel, SAID)
    answered = await here.menu(MENU, message)

    assert answered.ephemeral
    assert all(term in here.text for term in ("SACEUR (", "NAC (", "KFOR (", "IFOR ("))
    assert here.card["fields"][-1]["name"] == "Sources"
    assert {wire.split(":")[1] for wire in here.labels.values()} == {"explain"}


async def test_they_are_explained_in_the_language_of_the_asker(here: Room) -> None:
    speak(here.env, asker="fr", server="en-US")
    message = await here.person.send(here.channel, SAID)
    await here.menu(MENU, message)

    assert here.card["title"] == "Les termes de l'OTAN dans ce message"


@pytest.mark.parametrize("said", ["See you in the shape of a map.", "🙂", "@everyone"])
async def test_a_message_without_a_term_gets_a_friendly_line_and_no_echo(
    here: Room, said: str
) -> None:
    message = await here.person.send(here.channel, said)
    answered = await here.menu(MENU, message)

    assert answered.ephemeral
    assert "no NATO term" in here.text
    assert said not in here.text


async def test_a_forwarded_message_and_the_cards_of_other_bots_are_read_too(here: Room) -> None:
    def fill(payload: Body) -> None:
        [message] = payload["data"].get("resolved", {"messages": {}})["messages"].values()
        message["embeds"] = [{"type": "rich", "title": "KFOR", "description": "and SACEUR"}]

    meddle(here.env, fill)
    message = await here.person.send(here.channel, "look")
    await here.menu(MENU, message)

    assert "KFOR (" in here.text
    assert "SACEUR (" in here.text


async def test_the_menu_is_named_in_french_and_works_everywhere(here: Room) -> None:
    [published] = [sent.json for sent in here.env.http_requests if sent.method == "PUT"]
    [menu] = [command for command in published or () if command["type"] == 3]

    assert menu["name_localizations"] == {"fr": "Expliquer les termes OTAN"}
    assert (menu["contexts"], menu["integration_types"]) == ([0, 1, 2], [0, 1])


async def test_a_reply_to_the_bots_answer_is_a_question(
    here: Room,
) -> None:
    await here.say(f"{here.mention} what is article 5?")
    answer = here.channel.last_message
    assert answer
    await here.person.send(here.channel, "and what is article 4?", reply_to=answer)

    assert len(here.sent) == 2
    assert here.card["title"] == "Article 4: consultation"


async def test_who_asks_too_fast_by_commands_is_told_alone(here: Room) -> None:
    answered = [await here.slash("explain", topic="consensus") for _ in range(PERSON + 2)]

    assert [one.ephemeral for one in answered] == [*[False] * PERSON, True, True]
    assert "a lot at once" in here.text


async def test_who_mentions_the_bot_too_fast_is_told_once(here: Room) -> None:
    for _ in range(PERSON + 3):
        await here.say(f"{here.mention} what is article 5?")

    assert len(here.sent) == PERSON + 1
    assert "a lot at once" in here.text


async def test_a_message_that_the_gateway_hands_over_twice_is_answered_once(here: Room) -> None:
    question = await here.person.send(here.channel, f"{here.mention} what is article 5?")
    here.env.bot.dispatch("message", question)
    await here.env.settle()

    assert len(here.sent) == 1


async def test_a_reply_to_somebody_else_is_left_alone(here: Room) -> None:
    message = await here.person.send(here.channel, "what is article 5?")
    await here.person.send(here.channel, "and what is article 4?", reply_to=message)

    assert here.sent == []
