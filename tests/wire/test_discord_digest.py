"""`/nato digest …` in a simulated Discord: real discord.py, a real desk on SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.env import Env

from bot.core import Core
from bot.digests import desk as desks
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.ports import Place
from bot.requests import Language
from bot.search.index import Index
from bot.store.database import Database
from bot.store.rows import Subscription
from tests.fakes import FakeClock, FakeMessenger
from tests.wire.discord_fixtures import app, env
from tests.wire.discord_guards import meddle, messages, speak
from tests.wire.discord_room import Body, Room, room

__all__ = ["env"]

ADMIN = discord.Permissions(manage_guild=True)
BRUSSELS = {"zone": "Europe/Brussels"}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what the database does is tested elsewhere, on both."""
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def messenger() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
async def desk(
    database: Database, library: Library, messenger: FakeMessenger, clock: FakeClock
) -> AsyncIterator[Desk]:
    async with desks.opened(database, library, {"discord": messenger}, clock) as desk:
        yield desk


@pytest.fixture
def core(library: Library, index: Index, clock: FakeClock, desk: Desk) -> Core:
    return Core(library, index, clock, desk=desk)


@pytest.fixture
def here(env: Env) -> Room:
    return room(env, may=ADMIN)


async def of(here: Room, desk: Desk) -> list[Subscription]:
    """The digests of the server."""
    return await desk.of_space("discord", str(here.env.guild.id))


async def thread(here: Room) -> ChannelHandle:
    """A thread of the channel."""
    channel = cast("discord.TextChannel", here.env.bot.get_channel(here.channel.id))
    await channel.create_thread(name="a thread", type=discord.ChannelType.public_thread)
    return here.channel.threads[0]


@pytest.mark.parametrize(
    ("option", "typed", "choice"),
    [
        ("at", "9", {"name": "09:15", "value": "09:15"}),
        ("zone", "brus", {"name": "Europe/Brussels", "value": "Europe/Brussels"}),
        ("days", "weekd", {"name": "Monday to Friday", "value": "mon,tue,wed,thu,fri"}),
        ("language", "fr", {"name": "French", "value": "fr"}),
        ("topics", "arc", {"name": "The Arctic and the High North", "value": "arctic"}),
        (
            "topics",
            "nuclear-sharing, arc",
            {
                "name": "nuclear-sharing, The Arctic and the High North",
                "value": "nuclear-sharing, arctic",
            },
        ),
    ],
)
async def test_every_option_is_completed(here: Room, option: str, typed: str, choice: Body) -> None:
    choices = await here.complete("digest set", option, typed)

    assert choice in choices


@pytest.mark.parametrize("option", ["at", "zone", "days", "language", "topics"])
async def test_completions_are_few_and_never_fail(here: Room, option: str) -> None:
    hard = ("", "a", ",,,", "\x00@everyone", "9" * 6000)
    choices = [await here.complete("digest set", option, typed) for typed in hard]

    assert max(map(len, choices)) in range(1, 26)


async def test_what_was_completed_is_what_is_set(here: Room, desk: Desk) -> None:
    answered = await here.slash(
        "digest set",
        at="18:30",
        zone="Europe/Paris",
        days="sat,sun",
        language="fr",
        topics="arctic",
    )

    [one] = await of(here, desk)
    assert (one.minute, one.zone, one.weekdays) == (18 * 60 + 30, "Europe/Paris", 0b1100000)
    assert (one.language, one.topics) == (Language.FR, ("arctic",))
    assert one.place == Place("discord", str(here.env.guild.id), str(here.channel.id))
    assert answered.ephemeral


async def test_setting_one_shows_where_and_when_and_its_first_issue(here: Room) -> None:
    await here.slash("digest set", **BRUSSELS)

    assert f"**Settings** · <#{here.channel.id}> · 09:00" in here.text
    assert here.text.count(":F>") == 5
    assert "NATO today" in here.text


async def test_nothing_is_set_twice_where_asker_and_server_speak_differently(
    here: Room, desk: Desk, messenger: FakeMessenger
) -> None:
    speak(here.env, asker="fr", server="en-US")
    await here.slash("digest set", **BRUSSELS)

    assert "activé" in here.text
    assert len(await of(here, desk)) == 1
    assert len(messenger.said) == 1


@pytest.mark.parametrize("server", ["fr", "en-US"])
async def test_the_channel_does_not_learn_the_language_of_who_sets_it(
    here: Room, desk: Desk, server: str
) -> None:
    speak(here.env, asker={"fr": "en-US", "en-US": "fr"}[server], server=server)
    await here.slash("digest set", **BRUSSELS)

    [one] = await of(here, desk)
    assert one.language == server[:2]


async def test_ordering_the_same_again_is_told_to_the_asker_alone(here: Room, desk: Desk) -> None:
    await here.slash("digest set", topics="arctic", **BRUSSELS)
    answered = await here.slash("digest set", topics="arctic", **BRUSSELS)

    assert "this very digest, as number 1" in here.text
    assert (answered.ephemeral, len(await of(here, desk))) == (True, 1)


async def test_the_button_that_mends_a_zone_keeps_days_and_topics(here: Room, desk: Desk) -> None:
    asked = await here.slash("digest set", zone="Brussel", days="sat,sun", topics="arctic")
    await here.press(asked, here.labels["Europe/Brussels"])

    [one] = await of(here, desk)
    assert (one.zone, one.weekdays, one.topics) == ("Europe/Brussels", 0b1100000, ("arctic",))


async def test_the_button_that_adds_a_zone_keeps_the_language(here: Room, desk: Desk) -> None:
    speak(here.env, asker="en-US", server="fr")
    asked = await here.slash("digest set", at="7:00")
    await here.press(asked, here.labels["Europe/Brussels"])

    [one] = await of(here, desk)
    assert (one.minute, one.language) == (7 * 60, Language.FR)


@pytest.mark.parametrize("line", ["set", "list", "remove"])
async def test_who_does_not_manage_the_server_is_refused(env: Env, desk: Desk, line: str) -> None:
    there = room(env)
    answered = await there.slash(f"digest {line}", **(BRUSSELS if line == "set" else {}))

    assert answered.ephemeral
    assert "administer" in there.text
    assert await of(there, desk) == []


async def test_in_private_it_is_said_that_digests_are_for_servers(env: Env) -> None:
    bob = env.create_user("bob")
    await bob.slash("nato digest set", **BRUSSELS)
    await bob.send_dm("digest list")

    said = [sent["embeds"][0]["description"] for sent in messages(env)]
    assert ["channels of a server" in text for text in said] == [True, True]


async def test_where_only_the_asker_has_the_bot_digests_are_refused(here: Room, desk: Desk) -> None:
    owners = {"1": str(here.person.id)}
    meddle(here.env, lambda payload: payload.update(authorizing_integration_owners=owners))
    await here.slash("digest set", **BRUSSELS)

    assert "where I am installed" in here.text
    assert await of(here, desk) == []


async def test_in_a_thread_the_digest_comes_to_the_thread(here: Room, desk: Desk) -> None:
    inside = await thread(here)
    await here.person.slash(inside, "nato digest set", **BRUSSELS)

    [one] = await of(here, desk)
    assert (one.place.channel, one.place.thread) == (str(here.channel.id), str(inside.id))
    assert f"<#{inside.id}>" in here.text


async def test_a_mention_sets_one_too_and_pings_nobody(here: Room, desk: Desk) -> None:
    await here.say(f"{here.mention} digest set 9:00 Europe/Brussels")

    assert len(await of(here, desk)) == 1
    assert here.sent[-1]["allowed_mentions"]["parse"] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("list", "next on Tuesday 24 November 2026"),
        ("preview", "NATO today · Tuesday 24 November 2026"),
        ("pause", "is paused"),
        ("resume", "goes on"),
        ("skip", "leaves out Tuesday 24 November 2026"),
        ("remove", "Remove digest 1 with"),
        ("status", "**Last issue** · none yet"),
        ("now", "posts today's issue now"),
    ],
)
async def test_each_command_answers_its_asker_alone(here: Room, line: str, says: str) -> None:
    await here.slash("digest set", **BRUSSELS)
    answered = await here.slash(f"digest {line}")

    assert answered.ephemeral
    assert says in here.text


async def test_a_pause_ends_on_the_day_named(here: Room, desk: Desk) -> None:
    await here.slash("digest set", **BRUSSELS)
    await here.slash("digest pause", number="1", until="24 December")

    [one] = await of(here, desk)
    assert one.next_date == "2026-12-24"


async def test_the_answers_are_in_french_for_who_speaks_it(here: Room) -> None:
    speak(here.env, asker="fr", server="fr")
    await here.slash("digest set", at="9h30", **BRUSSELS)
    await here.slash("digest status")

    assert "9 h 30 · Europe/Brussels · tous les jours · français" in here.text.replace("\xa0", " ")


async def test_the_buttons_work_after_a_restart(
    here: Room, desk: Desk, library: Library, index: Index
) -> None:
    await here.slash("digest set", **BRUSSELS)
    status = await here.slash("digest status")
    later = FakeClock()
    async with desks.opened(desk.database, library, desk.messengers, later) as again:
        await here.env.restart_bot(app(Core(library, index, later, desk=again)))
        pressed = await here.press(status, here.labels["Pause"])

    [one] = await of(here, desk)
    assert pressed.ephemeral
    assert one.next_run_at is None


async def test_a_digest_goes_only_once_that_is_confirmed(here: Room, desk: Desk) -> None:
    await here.slash("digest set", **BRUSSELS)
    asked = await here.slash("digest remove")
    before = len(await of(here, desk))
    await here.press(asked, here.labels["Remove for good"])

    assert (before, await of(here, desk)) == (1, [])


async def test_a_button_of_an_admin_does_not_serve_others(here: Room, desk: Desk) -> None:
    await here.say(f"{here.mention} digest set 9:00 Europe/Brussels")
    wire = here.labels["Remove"]
    other = here.env.guild.add_member(here.env.create_user("bob"))
    message = here.channel.last_message
    assert message
    pressed = await other.click(message, custom_id=wire)

    assert pressed.ephemeral
    assert "administer" in here.text
    assert len(await of(here, desk)) == 1
