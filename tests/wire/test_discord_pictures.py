"""Charts as pictures, and what comes where there may be none, in a simulated Discord."""

import asyncio
from dataclasses import replace

import discord
import pytest
from simcord.env import Env

from adapters.discord.app import DiscordApp
from bot.answers import Answer, Card, Chart, Section, Series, Statement
from bot.core import Core
from bot.handlers import COMMANDS
from bot.handlers.command import Command, Context
from bot.library.entries import Library
from bot.requests import Request
from bot.search.index import Index
from bot.service import Run
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.wire.discord_fixtures import app, env, here
from tests.wire.discord_guards import guarded, speak
from tests.wire.discord_room import Room, room

__all__ = ["env", "here"]

QUESTION = "how much does norway spend on defence"
PNG = b"\x89PNG\r\n"
ROWS = "**Year · Share of GDP**"
BARRED = discord.PermissionOverwrite(attach_files=False)
REFUSALS = [(400, 50035), (403, 50013), (413, 40005)]


async def test_a_chart_comes_as_a_picture_inside_the_card(here: Room) -> None:
    shown = here.message(await here.slash("spending", country="NO"))
    [attached] = shown.attachments

    assert (await attached.read()).startswith(PNG)
    assert shown.embeds[0].image.url == "attachment://chart.png"
    assert ROWS not in here.text


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "2014 1.50%; 2015 1.53%"), ("fr", "2025 3,16\u00a0% (estimation)")],
)
async def test_who_cannot_see_it_is_told_every_figure(here: Room, locale: str, said: str) -> None:
    speak(here.env, asker=locale, server=locale)
    [attached] = here.message(await here.slash("spending", country="NO")).attachments

    assert said in (attached.description or "")


async def test_two_members_are_lines_of_one_picture_beside_their_table(here: Room) -> None:
    shown = here.message(await here.slash("compare", first="NO", second="DK"))
    [attached] = shown.attachments

    assert (attached.description or "").count("2026 ") == 2
    assert "Copenhagen" in here.text


async def test_a_mention_is_replied_to_with_a_picture(here: Room) -> None:
    await here.say(f"{here.mention} {QUESTION}")
    [*_, reply] = here.channel.history()

    assert [attached.filename for attached in reply.attachments] == ["chart.png"]


async def test_a_direct_message_is_answered_with_a_picture(env: Env) -> None:
    bob = env.create_user("bob")
    await bob.send_dm(QUESTION)
    await bob.slash("nato spending", country="NO")
    [_, *answers] = bob.dm_channel.history()

    assert [len(answer.attachments) for answer in answers] == [1, 1]


async def test_where_no_files_are_allowed_rows_stand_in_its_place(here: Room) -> None:
    everyone = here.env.guild.default_role
    channel = here.env.guild.create_text_channel("bare", overwrites={everyone: BARRED})
    there = Room(here.env, channel, here.person)
    await there.say(f"{there.mention} {QUESTION}")
    replied = there.text
    await there.slash("spending", country="NO")

    assert ROWS in replied
    assert ROWS in there.text
    assert not any(message.get("attachments") for message in there.sent)


@pytest.mark.parametrize(("status", "code"), REFUSALS)
async def test_where_discord_refuses_the_file_the_rows_follow(
    here: Room, status: int, code: int
) -> None:
    here.env.inject_error("POST", "/interactions/*/callback", status=status, code=code)
    shown = here.message(await here.slash("spending", country="NO"))

    assert ROWS in (shown.embeds[0].description or "")
    assert not shown.attachments


async def test_where_discord_refuses_the_card_too_the_answer_is_text(here: Room) -> None:
    here.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, times=2)
    await here.say(f"{here.mention} {QUESTION}")

    assert ROWS in here.sent[-1]["content"]


async def test_a_picture_shown_in_private_is_shared_with_its_card(here: Room) -> None:
    speak(here.env, asker="fr")
    shown = await here.slash("help")
    stored = here.env.backend.get_message(here.channel.id, here.message(shown).id)
    stored.components[0]["components"][0]["custom_id"] = "n1:spending:NO"
    private = await here.press(shown, "n1:spending:NO")
    shared = await here.press(private, "n1!:spending:NO")

    assert private.ephemeral
    assert not shared.ephemeral
    assert "2014 1.50%" in (here.message(shared).attachments[0].description or "")


async def test_a_chart_that_cannot_be_drawn_leaves_its_sentence(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    nothing = (Series(name="", values=(None,)),)
    chart = Chart(
        title="T", labels=("a",), series=nothing, measure="", unit="%", alt="Alt.", sources=()
    )

    async def handler(_: Request, __: Context) -> Answer:
        return Answer(cards=(Card(title="T", chart=chart),))

    commands = {**COMMANDS, "fact": Command(name="fact", handler=handler)}
    async with guarded(app(Core(library, Index(library), FakeClock(), commands))) as env:
        here = room(env)
        await here.slash("fact")

    assert here.card["description"] == "Alt."
    assert "a chart could not be drawn" in caplog.messages


async def test_a_picture_goes_with_its_page_and_comes_back_with_it(
    core: Core, library: Library
) -> None:
    [drawn] = (await core.answer(core.read_line("spending NO"))).cards
    said = (Statement(text="x" * 900, sources=drawn.sources),)
    sections = tuple(Section(heading=name, statements=said) for name in "ab")

    async def handler(_: Request, __: Context) -> Answer:
        return Answer(cards=(replace(drawn, sections=sections),))

    commands = {**COMMANDS, "today": replace(COMMANDS["today"], handler=handler)}
    async with guarded(app(Core(library, Index(library), FakeClock(), commands))) as env:
        bob = env.create_user("bob")
        first = room(env).message(await bob.slash("nato today"))
        await bob.click(first, custom_id="n1.2:today:")
        second = len(first.attachments)
        await bob.click(first, custom_id="n1.1:today:")

    assert second == 0
    assert [attached.filename for attached in first.attachments] == ["chart.png"]


async def test_a_slow_answer_brings_its_picture_too(library: Library) -> None:
    async def slow(request: Request, context: Context) -> Answer:
        await asyncio.sleep(2)
        return await COMMANDS["spending"].handler(request, context)

    commands = {**COMMANDS, "spending": replace(COMMANDS["spending"], handler=slow)}
    core = Core(library, Index(library), FakeClock(), commands)
    run = Run(core=core, settings=Settings(discord_api_url=None))
    async with guarded(DiscordApp(run, patience=1)) as env:
        here = room(env)
        shown = await here.slash("spending", country="NO")
        await env.advance_time(3)
        [followed] = [s for s in env.http_requests if s.path.startswith("/webhooks/")]

    assert followed.json
    assert [attached["filename"] for attached in followed.json["attachments"]] == ["chart.png"]
    assert here.message(shown).attachments
