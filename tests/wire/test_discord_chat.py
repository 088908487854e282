"""The Discord adapter in a simulated Discord: real discord.py, real content, real core."""

import logging

import discord
import pytest
from simcord.env import Env

from adapters.discord import payloads
from bot.answers import Answer
from bot.core import Core
from bot.handlers import COMMANDS
from bot.handlers.command import Command, Context
from bot.library.entries import Library
from bot.requests import Language, Origin, Request
from bot.search.index import Index
from tests.fakes import FakeClock
from tests.wire.discord_fixtures import app, env, here
from tests.wire.discord_guards import guarded, meddle, messages, speak
from tests.wire.discord_room import Body, Room, room

__all__ = ["env", "here"]

ARTICLE_5 = "article-5-collective-defence"
LONGEST = 2000
"""Characters a person without a subscription can send."""
SERVER = Origin(platform="discord", space="1", channel="2", spoken=Language.EN)

NASTY = [
    "@everyone @here <@&1> <!channel>",
    "[x](javascript:alert(1)) ||*_~`> # \\",
    "🙂🙃🎉",
    "\x00\x07\u202eright to left\u2066\u200b",
    "x" * 40_000,
    "a " * 20_000,
]


@pytest.mark.parametrize(
    "line",
    [
        "explain topic:article 5",
        "fact",
        f"fact topic:{ARTICLE_5}",
        "term term:SACEUR",
        "member country:Norway",
        "member",
        f"sources topic:{ARTICLE_5}",
        "sources",
        "help",
        "ask question:does an attack on one mean war for all?",
    ],
)
async def test_a_slash_command_shows_the_card_of_the_core(
    here: Room, core: Core, line: str
) -> None:
    command, _, rest = line.partition(" ")
    options = dict([rest.split(":")] if rest else [])
    await here.slash(command, **options)

    line = f"{command} {''.join(options.values())}"
    answer = await core.answer(core.read_line(line, origin=SERVER), in_pages=True)
    [planned] = payloads.of(answer, core.words(Language.EN))
    assert here.sent[0].items() >= planned["body"].items()
    assert not answer.declined


async def test_a_mention_with_a_question_is_answered_by_a_reply_that_pings_nobody(
    here: Room,
) -> None:
    await here.say(f"{here.mention} what is article 5?")

    assert here.card["title"] == "Article 5: collective defence"
    assert "message_reference" in here.sent[0]
    assert here.sent[0]["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_a_mention_alone_is_told_how_to_ask(here: Room) -> None:
    await here.say(here.mention)

    assert here.card["description"].startswith("Ask me anything about how NATO works")
    assert here.sent[0]["components"]


async def test_talk_among_others_is_left_alone(here: Room) -> None:
    await here.say("what is article 5?")

    assert here.sent == []


async def test_bots_and_webhooks_are_not_answered(here: Room) -> None:
    robot = here.env.guild.add_member(here.env.create_user("robot", bot=True))
    await robot.send(here.channel, f"{here.mention} what is article 5?")
    await here.env.guild.create_webhook(here.channel).send(f"{here.mention} article 5")

    assert here.sent == []


async def test_a_direct_message_is_answered(env: Env) -> None:
    await env.create_user("bob").send_dm("what does SACEUR mean")

    assert "SACEUR" in messages(env)[0]["embeds"][0]["title"]


@pytest.mark.parametrize("text", NASTY)
async def test_nothing_typed_in_a_message_is_echoed(env: Env, text: str) -> None:
    await env.create_user("bob").send_dm(text[:LONGEST])

    [sent] = messages(env)
    assert text[:LONGEST] not in str(sent)
    assert "everyone" not in str(sent)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(("command", "option"), [("ask", "question"), ("explain", "topic")])
async def test_nothing_typed_in_a_command_is_echoed(
    here: Room, command: str, option: str, text: str
) -> None:
    answered = await here.slash(command, **{option: text})

    assert text not in str(here.sent)
    assert answered.ephemeral


async def test_a_private_answer_is_in_the_language_of_the_asker(here: Room) -> None:
    speak(here.env, asker="fr", server="en-US")
    await here.slash("help")

    assert here.card["title"] == "Comment demander"


async def test_a_public_answer_does_not_tell_the_language_of_the_asker(here: Room) -> None:
    speak(here.env, asker="fr", server="en-US")
    answered = await here.slash("explain", topic="article 5")

    assert not answered.ephemeral
    assert here.card["title"] == "Article 5: collective defence"


async def test_a_public_answer_is_in_the_language_of_the_server(here: Room) -> None:
    speak(here.env, asker="en-GB", server="fr")
    await here.slash("explain", topic="article 5")

    assert "défense collective" in here.card["title"]


async def test_a_mention_is_answered_in_the_language_of_the_server(env: Env) -> None:
    there = room(env, locale="fr")
    await there.say(f"{there.mention} article 5")

    assert "défense collective" in there.card["title"]


async def test_a_command_in_private_is_answered_in_the_language_of_the_asker(env: Env) -> None:
    speak(env, asker="fr")
    await env.create_user("bob").slash("nato explain", topic="article 5")

    assert "défense collective" in messages(env)[0]["embeds"][0]["title"]


@pytest.mark.parametrize("manages", [True, False])
async def test_the_core_learns_where_a_command_comes_from_and_who_may_administer(
    library: Library, index: Index, manages: bool
) -> None:
    asked: list[Request] = []

    async def note(request: Request, _: Context) -> Answer:
        asked.append(request)
        return Answer(cards=())

    core = Core(
        library,
        index,
        FakeClock(),
        {**COMMANDS, "help": Command(name="help", handler=note)},
    )
    async with guarded(app(core)) as env:
        there = room(env, may=discord.Permissions(manage_guild=manages))
        await there.slash("help")
        await there.say(f"{there.mention} help")

    origin = Origin(
        platform="discord",
        space=str(env.guild.id),
        channel=str(there.channel.id),
        asker=str(there.person.id),
        spoken=Language.EN,
        may_administer=manages,
    )
    assert [request.origin for request in asked] == [origin, origin]


async def test_a_card_that_discord_refuses_is_posted_as_text(here: Room) -> None:
    here.env.inject_error("POST", "/channels/*/messages", status=400, code=50035)
    await here.say(f"{here.mention} what is article 5?")

    assert here.sent[-1]["content"].startswith("**Article 5: collective defence**")


async def test_where_no_reply_is_possible_the_answer_is_posted_in_the_channel(here: Room) -> None:
    here.env.inject_error("POST", "/channels/*/messages", status=400, code=160002)
    await here.say(f"{here.mention} what is article 5?")

    assert here.sent[-1]["embeds"][0]["title"] == "Article 5: collective defence"
    assert "message_reference" not in here.sent[-1]


async def test_what_is_found_in_one_language_alone_is_told_to_its_asker(env: Env) -> None:
    speak(env, asker="fr")
    await env.create_user("bob").slash("nato list", what="sommets")

    assert "Sommets" in messages(env)[0]["embeds"][0]["title"]


async def test_where_embeds_are_not_allowed_the_answer_is_text(here: Room) -> None:
    barred = discord.PermissionOverwrite(embed_links=False)
    channel = here.env.guild.create_text_channel(
        "words", overwrites={here.env.guild.default_role: barred}
    )
    await here.person.send(channel, f"{here.mention} what is article 5?")

    assert here.sent[0]["content"].startswith("**Article 5: collective defence**")


async def test_an_answer_that_cannot_be_posted_is_logged_without_what_was_said(
    here: Room, caplog: pytest.LogCaptureFixture
) -> None:
    here.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await here.say(f"{here.mention} what is article 5?")

    [record] = [r for r in caplog.records if r.name.startswith("adapters")]
    assert record.getMessage() == "an answer could not be posted"
    assert vars(record)["code"] == 50013


async def test_a_command_of_an_older_release_is_answered_politely(here: Room) -> None:
    def rename(payload: Body) -> None:
        payload["data"]["options"][0]["name"] = "explian"

    meddle(here.env, rename)
    here.env.check_errors = False  # simcord counts one that a command tree has dealt with, too
    answered = await here.slash("explain", topic="article 5")

    assert answered.ephemeral
    assert "no such command" in here.card["description"]


async def test_commands_that_discord_refuses_are_one_line_and_the_bot_goes_on(
    core: Core, caplog: pytest.LogCaptureFixture
) -> None:
    env = Env(app(core), shard_count=1)
    env.inject_error("PUT", "/applications/*/commands", status=400)
    with caplog.at_level(logging.ERROR):
        await env.start()
    await env.create_user("bob").send_dm("what is article 5?")
    await env.shutdown()

    [record] = caplog.records
    assert "restart nato-bot" in record.getMessage()
    assert len(messages(env)) == 1
