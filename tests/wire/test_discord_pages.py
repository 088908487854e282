"""Pages of long answers, and private answers shown to everybody, in a simulated Discord."""

import re
from dataclasses import replace

import pytest
from simcord.env import Env
from simcord.results import InteractionResult

from bot.core import Core
from tests.wire.discord_fixtures import app, env, here
from tests.wire.discord_guards import meddle, speak
from tests.wire.discord_room import Body, Room, labels, room

__all__ = ["env", "here"]

ARTICLE_5 = "article-5-collective-defence"
SECOND = f"n1.2:explain:{ARTICLE_5}"
SHARE = f"n1!:explain:{ARTICLE_5}"
GROUP = 2
"""An interaction's context: the messages of a group of people."""
TITLES = {"en-US": "Article 5: collective defence", "fr": "Article 5\u00a0: la défense collective"}


async def privately(here: Room, wire: str = f"n1:explain:{ARTICLE_5}") -> InteractionResult:
    """An answer that the person alone sees: one to a button under another such answer."""
    shown = await here.slash("help")
    stored = here.env.backend.get_message(here.channel.id, here.message(shown).id)
    [first, *_] = stored.components[0]["components"]
    stored.components[0]["components"] = [first | {"custom_id": wire}]
    return await here.press(shown, wire)


def card_of(message: Body) -> Body:
    card: Body = message["embeds"][0]
    return card


@pytest.mark.parametrize("locale", TITLES)
async def test_a_page_under_an_answer_that_all_see_comes_to_whoever_turned_it(
    here: Room, locale: str
) -> None:
    speak(here.env, asker=locale, server=locale)
    shown = await here.slash("explain", topic=ARTICLE_5)
    before = here.message(shown).embeds
    turned = await here.press(shown, SECOND)

    assert turned.ephemeral
    assert here.card["title"] == TITLES[locale]
    assert here.card["description"] != before[0].description
    assert here.message(shown).embeds == before


async def test_somebody_else_turns_the_pages_for_themselves(here: Room) -> None:
    speak(here.env, asker="fr", server="en-US")
    shown = await here.slash("explain", topic=ARTICLE_5)
    other = replace(here, person=here.env.guild.add_member(here.env.create_user("bob")))
    turned = await other.press(shown, SECOND)

    assert turned.ephemeral
    assert here.card["title"] == TITLES["fr"]
    assert not here.edited


async def test_a_page_of_a_private_answer_takes_its_place(here: Room) -> None:
    private = await privately(here)
    sent = len(here.sent)
    await here.press(private, SECOND)
    [second] = here.edited
    await here.press(private, f"n1.1:explain:{ARTICLE_5}")

    assert len(here.sent) == sent
    assert card_of(second)["title"] == TITLES["en-US"]
    assert card_of(here.edited[1]) == card_of(here.sent[-1])
    assert here.message(private).flags.ephemeral


async def test_a_page_in_a_direct_message_takes_the_place_of_the_one_before(env: Env) -> None:
    there = room(env)
    bob = env.create_user("bob")
    await bob.send_dm("what is article 5")
    [*_, answered] = bob.dm_channel.history()
    await bob.click(answered, custom_id=labels(there.sent[-1])["Why it matters (2/2) ▶"])

    assert len(there.sent) == 1
    assert card_of(there.edited[0])["title"] == TITLES["en-US"]


@pytest.mark.parametrize("server", TITLES)
async def test_what_is_shared_speaks_the_language_of_the_channel(here: Room, server: str) -> None:
    speak(here.env, asker="fr" if server == "en-US" else "en-US", server=server)
    private = await privately(here)
    own = here.card["title"]
    shared = await here.press(private, SHARE)

    assert not shared.ephemeral
    assert own != TITLES[server]
    assert here.card["title"] == TITLES[server]
    assert SHARE not in here.labels.values()


async def test_the_page_that_is_shown_is_the_one_that_is_shared(here: Room) -> None:
    private = await privately(here)
    await here.press(private, SECOND)
    [*_, share] = labels(here.edited[0]).values()
    shared = await here.press(private, share)

    assert not shared.ephemeral
    assert here.card == card_of(here.edited[0])


async def test_pages_and_sharing_work_after_a_restart(here: Room, core: Core) -> None:
    private = await privately(here)
    sent = len(here.sent)
    await here.env.restart_bot(app(core))
    await here.press(private, SECOND)
    shared = await here.press(private, labels(here.edited[0])["Show to the channel"])

    assert len(here.sent) == sent + 1
    assert not shared.ephemeral


@pytest.mark.parametrize("wire", [f"n1:explain:{ARTICLE_5}", "n1:member:NO", "n1:spending:"])
async def test_a_button_from_before_there_were_pages_is_answered_anew(
    here: Room, wire: str
) -> None:
    private = await privately(here, wire)

    assert private.ephemeral
    assert here.card["title"]
    assert not here.edited


@pytest.mark.parametrize(
    "wire", ["n0.2:explain:x", "n0!:explain:x", "n2.2:explain:x", "n1.x:fact:"]
)
async def test_a_page_of_another_release_leaves_the_answer_and_is_declined_politely(
    here: Room, wire: str
) -> None:
    private = await privately(here, wire)

    assert private.ephemeral
    assert "earlier version" in here.text
    assert not here.edited


async def test_a_page_of_a_topic_that_is_gone_leaves_the_answer_as_it_is(here: Room) -> None:
    private = await privately(here, "n1.2:explain:gone")

    assert private.ephemeral
    assert not here.edited


async def test_a_page_that_discord_refuses_takes_the_place_as_text_and_the_next_as_a_card(
    here: Room,
) -> None:
    private = await privately(here)
    here.env.inject_error("POST", "/interactions/*/callback", status=400, code=50035)
    await here.press(private, SECOND)
    as_text = here.message(private)
    text, cards = as_text.content, as_text.embeds
    await here.press(private, f"n1.1:explain:{ARTICLE_5}")

    assert text.startswith(f"**{TITLES['en-US']}**")
    assert not cards
    assert not here.message(private).content
    assert here.message(private).embeds[0].title == TITLES["en-US"]


async def test_every_page_says_whose_it_is_and_as_of_when_and_the_first_how_long_it_takes(
    here: Room,
) -> None:
    shown = await here.slash("explain", topic=ARTICLE_5)
    first = here.card["footer"]["text"]
    await here.press(shown, SECOND)
    second = here.card["footer"]["text"]

    date = r"As of \d{1,2} [A-Z][a-z]+ \d{4}\."
    assert re.fullmatch(rf"nato-bot, unofficial · \d min read · {date}", first)
    assert re.fullmatch(rf"nato-bot, unofficial · {date}", second)


@pytest.mark.parametrize("is_turned", [False, True])
async def test_the_footnotes_of_a_page_link_to_the_sources_listed_on_it(
    here: Room, is_turned: bool
) -> None:
    shown = await here.slash("explain", topic=ARTICLE_5)
    if is_turned:
        await here.press(shown, SECOND)
    marks = dict(re.findall(r"\[([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\]\(([^)]+)\)", here.card["description"]))
    listed = "\n".join(field["value"] for field in here.card["fields"])
    sources = re.findall(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]+) \[[^\]]+\]\(([^)]+)\)", listed, re.MULTILINE)

    assert marks
    assert marks == dict(sources)


async def test_in_a_group_s_messages_a_page_comes_to_its_reader_alone(env: Env) -> None:
    there = room(env)
    bob = env.create_user("bob")
    meddle(env, lambda payload: payload.update(context=GROUP))
    shown = there.message(await bob.slash("nato explain", topic=ARTICLE_5))
    turned = await bob.click(shown, custom_id=SECOND)

    assert turned.ephemeral
    assert not there.edited
