"""What goes to Discord unasked. All but Discord and the clock is real."""

import asyncio
from dataclasses import replace

import pytest

from adapters.discord import limits
from adapters.discord.messenger import DiscordMessenger
from bot.answers import Answer, Card, Section, Source, Statement
from bot.core import Core
from bot.errors import NoPermissionError, PlatformError, RefusedError
from bot.ports import Place, Post
from bot.settings import Settings
from tests.fakes import FakeClock
from tests.wire.discord_rest import (
    GUILD,
    MARK,
    PLACE,
    POSTING,
    TITLE,
    TOKEN,
    Rest,
    digest,
    digest_of,
    messenger,
    messenger_at,
    refused,
    rest,
)

__all__ = ["digest", "messenger", "rest"]
REFUSED_CARD = refused(400, 50035)
MORE_THAN_KEPT = 150


async def test_a_digest_pings_nobody_shows_its_mark_and_cannot_come_twice(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    assert await messenger.post(digest) == "900"

    [body] = rest.bodies()
    assert (body["nonce"], body["enforce_nonce"]) == (MARK, True)
    assert body["allowed_mentions"] == {"parse": []}
    assert body["embeds"][-1]["footer"]["text"].endswith(f" · {MARK}")
    assert body["components"][0]["components"][0]["custom_id"].startswith("n1:")


async def test_one_answer_goes_to_each_channel_under_its_own_mark(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    marks = [MARK, "2/2026-11-23", "a-mark.of-25-characters/1"]
    for mark in marks:
        await messenger.post(replace(digest, mark=mark))

    bodies = rest.bodies()
    assert [body["nonce"] for body in bodies] == marks
    assert [body["embeds"][-1]["footer"]["text"].split(" · ")[-1] for body in bodies] == marks
    assert {body["embeds"][0]["title"] for body in bodies} == {TITLE}


async def test_many_answers_in_turn_are_not_taken_for_each_other(
    rest: Rest, messenger: DiscordMessenger, core: Core
) -> None:
    for number in range(MORE_THAN_KEPT):
        answer = Answer(cards=(Card(title=f"Card {number}"),))
        await messenger.post(digest_of(answer, core, f"{number}/1"))

    sent = [(body["nonce"], body["embeds"][0]["title"]) for body in rest.bodies()]
    assert sent == [(f"{number}/1", f"Card {number}") for number in range(MORE_THAN_KEPT)]


async def test_a_digest_for_a_thread_goes_into_the_thread(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set("POST /channels/301/messages", {"id": "901"})
    place = replace(PLACE, thread="301")

    assert await messenger.post(replace(digest, place=place)) == "901"


@pytest.mark.parametrize("refusals", [0, 1])
@pytest.mark.parametrize("length", range(100, 140, 2))
async def test_the_fullest_message_has_room_for_the_longest_mark(
    rest: Rest, messenger: DiscordMessenger, core: Core, length: int, refusals: int
) -> None:
    source = Source(title="Title", publisher="NATO", url="https://nato.int/t")
    said = (Statement(text="w" * length, sources=(source,)),) * 25
    card = Card(title="Full", sections=(Section(heading="H", statements=said),))
    full = Answer(cards=(card, card))
    rest.set(POSTING, *[REFUSED_CARD] * refusals, {"id": "900"})
    longest = "m" * limits.NONCE
    await messenger.post(digest_of(full, core, longest))

    body = rest.bodies()[-1]
    shown = body.get("content") or body["embeds"][-1]["footer"]["text"]
    assert shown.endswith(f" · {longest}")


async def test_what_was_posted_and_deleted_since_counts_as_posted(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set(POSTING, refused(404, 10008))

    assert await messenger.post(digest) == ""


async def test_a_refused_card_goes_as_text_and_for_the_next_channels_at_once(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set(POSTING, REFUSED_CARD, {"id": "900"})
    await messenger.post(digest)
    await messenger.post(replace(digest, mark="2/2026-11-23"))

    first, *texts = rest.bodies()
    assert "embeds" in first
    assert [body["nonce"] for body in texts] == [MARK, "2/2026-11-23"]
    assert [body["content"].split(" · ")[-1] for body in texts] == [MARK, "2/2026-11-23"]


async def test_cards_refused_side_by_side_all_go_as_text(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set(POSTING, REFUSED_CARD, REFUSED_CARD, {"id": "900"})
    marks = {MARK, "2/2026-11-23"}
    await asyncio.gather(*(messenger.post(replace(digest, mark=mark)) for mark in marks))

    assert {body["nonce"] for body in rest.bodies() if "content" in body} == marks


async def test_a_text_that_is_refused_too_is_refused(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set(POSTING, REFUSED_CARD)
    with pytest.raises(RefusedError, match="50035"):
        await messenger.post(digest)

    assert len(rest.bodies()) == 2


async def test_a_notice_bears_no_mark(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    await messenger.say(PLACE, digest.answer, digest.words)

    [body] = rest.bodies()
    assert body["embeds"][0]["title"] == TITLE
    assert "nonce" not in body


async def test_a_person_is_told_in_a_direct_message(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set("POST /users/@me/channels", {"id": "302", "type": 1})
    rest.set("POST /channels/302/messages", {"id": "902"})
    await messenger.tell(PLACE, "5", digest.answer, digest.words)

    assert rest.bodies("POST /users/@me/channels") == [{"recipient_id": "5"}]
    [body] = rest.bodies("POST /channels/302/messages")
    assert body["embeds"][0]["title"] == TITLE


async def test_a_person_who_takes_no_messages_is_not_told(
    rest: Rest, messenger: DiscordMessenger, digest: Post
) -> None:
    rest.set("POST /users/@me/channels", {"id": "302", "type": 1})
    rest.set("POST /channels/302/messages", refused(403, 50007))

    with pytest.raises(NoPermissionError, match="50007"):
        await messenger.tell(PLACE, "5", digest.answer, digest.words)


async def test_it_shows_its_token_and_says_what_it_is(rest: Rest, clock: FakeClock) -> None:
    async with messenger_at(rest.url, clock):
        pass

    [asked] = rest.asked
    assert asked.headers["Authorization"] == f"Bot {TOKEN}"
    assert asked.headers["User-Agent"].startswith("DiscordBot (https://")


async def test_a_refused_token_is_one_line_that_says_what_to_do(
    rest: Rest, clock: FakeClock
) -> None:
    rest.set("GET /users/@me", refused(401, 0))

    with pytest.raises(PlatformError, match=r"refused the token: copy it again .*DISCORD_TOKEN$"):
        async with messenger_at(rest.url, clock):
            pass


def test_all_channels_share_one_limit_and_nothing_is_sent_ahead(
    messenger: DiscordMessenger,
) -> None:
    buckets = {messenger.bucket(Place("discord", guild, "1")) for guild in (GUILD, "201")}

    rate = Settings.model_fields["discord_rate"].default
    assert [(bucket.key, bucket.rate) for bucket in buckets] == [("discord", rate)]
    assert messenger.rate == rate
    assert messenger.lead == 0
