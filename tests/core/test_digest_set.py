"""`digest set`: what it reads, what it refuses, and what it says in the channel."""

import asyncio
from dataclasses import replace

import pytest

from bot.answers import Visibility
from bot.digests.desk import Desk
from bot.errors import DeliveryError, NoPermissionError
from bot.library.entries import Library
from bot.requests import Language
from tests.core.digest_admin import ADMIN, Say, admin, pressed, text
from tests.fakes import FakeMessenger

__all__ = ["admin"]


async def test_setting_one_shows_the_first_issue_and_five_dates(admin: Say) -> None:
    answer = await admin("digest set 9:00 Europe/Brussels mon-fri")

    assert answer.visibility is Visibility.ASKER
    assert answer.cards[0].moments
    assert len(answer.cards[0].moments.instants) == 5
    assert len(answer.cards) > 1
    assert "NATO today" in answer.cards[1].title


async def test_setting_one_says_in_the_channel_who_did_it(
    admin: Say, messenger: FakeMessenger
) -> None:
    await admin("digest set 9:00 brussels")

    [said] = messenger.said
    assert "ann" in text(said)
    assert "Europe/Brussels" in text(said)


async def test_the_very_same_is_not_set_twice(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels article 5, nuclear sharing")

    answer = await admin("digest set 9:00 brussels nuclear sharing, article 5")
    status = await pressed(admin, answer, "Status")

    assert answer.declined
    assert "this very digest, as number 1" in text(answer)
    assert not status.declined
    assert len(await desk.of_space("fake", "s1")) == 1


@pytest.mark.parametrize(
    "line", ["9:15 brussels", "9:00 oslo", "9:00 brussels mon", "9:00 brussels fr", "9:00 arctic"]
)
async def test_another_one_may_join_it(admin: Say, desk: Desk, line: str) -> None:
    await admin("digest set 9:00 brussels")

    await admin(f"digest set {line}")

    assert len(await desk.of_space("fake", "s1")) == 2


async def test_the_same_for_another_channel_or_thread_is_another(admin: Say, desk: Desk) -> None:
    for place in (ADMIN, replace(ADMIN, channel="c2"), replace(ADMIN, thread="t1")):
        await admin("digest set 9:00 brussels", place)

    assert len(await desk.of_space("fake", "s1")) == 3


async def test_two_who_order_the_same_at_once_get_one(admin: Say, desk: Desk) -> None:
    lines = ["digest set 9:00 brussels"] * 4

    answers = await asyncio.gather(*map(admin, lines))

    assert sorted(answer.declined for answer in answers) == [False, True, True, True]
    assert len(await desk.of_space("fake", "s1")) == 1


async def test_a_zone_that_is_chosen_keeps_what_else_was_asked_for(admin: Say, desk: Desk) -> None:
    asked = await admin("digest set 21h30 mon-fri fr article 5")
    ordered = await pressed(admin, asked, "Europe/Brussels")

    [one] = await desk.of_space("fake", "s1")
    assert not ordered.declined
    assert (one.minute, one.zone, one.weekdays) == (21 * 60 + 30, "Europe/Brussels", 0b11111)
    assert (one.language, one.topics) == (Language.FR, ("article-5-collective-defence",))


@pytest.mark.parametrize(("topics", "kept"), [(1, 1), (4, 4), (30, 0)])
async def test_no_zone_is_offered_that_would_order_fewer_topics(
    admin: Say, library: Library, desk: Desk, topics: int, kept: int
) -> None:
    longest = sorted(library[Language.EN].topics, key=len)[-topics:]
    asked = await admin(f"digest set mon,tue,wed,thu,fri {', '.join(longest)}")
    for button in asked.buttons[:1]:
        await pressed(admin, asked, button.label)

    found = await desk.of_space("fake", "s1")
    assert sum(len(one.topics) for one in found) == kept
    assert "By whose clock?" in text(asked)


async def test_missing_rights_are_named_and_nothing_is_set(
    admin: Say, desk: Desk, messenger: FakeMessenger
) -> None:
    messenger.rights = ["digest.right.send"]

    answer = await admin("digest set 9:00 brussels")

    assert "send messages there" in text(answer)
    assert await desk.of_space("fake", "s1") == []


async def test_the_words_after_set_come_in_any_order(admin: Say, desk: Desk) -> None:
    await admin("digest set lun-ven New York fr article 5, nuclear sharing 21h30")

    [one] = await desk.of_space("fake", "s1")
    assert (one.minute, one.zone, one.weekdays) == (21 * 60 + 30, "America/New_York", 0b11111)
    assert one.language is Language.FR
    assert one.topics == ("article-5-collective-defence", "nuclear-sharing")


@pytest.mark.parametrize(
    ("line", "weekdays", "language"),
    [
        ("9:30 brussels mon-fri fr article 5", 0b11111, Language.FR),
        ("9:30 brussels fr", 0b1111111, Language.FR),
        ("fr 9:30 brussels mo,we,fr", 0b10101, Language.FR),
        ("9h30 bruxelles en semaine", 0b11111, Language.EN),
        ("9h30 bruxelles lun-ven en", 0b11111, Language.EN),
    ],
)
async def test_a_language_among_the_words_is_no_day(
    admin: Say, desk: Desk, line: str, weekdays: int, language: Language
) -> None:
    await admin(f"digest set {line}", replace(ADMIN, spoken=Language.EN))

    [one] = await desk.of_space("fake", "s1")
    assert (one.weekdays, one.language) == (weekdays, language)


async def test_the_french_words_work(admin: Say, desk: Desk) -> None:
    french = replace(ADMIN, spoken=Language.FR)

    answer = await admin("bulletin activer 9h bruxelles", french)

    [one] = await desk.of_space("fake", "s1")
    assert one.language is Language.FR
    assert "activé" in text(answer)


@pytest.mark.parametrize("error", [NoPermissionError("50013"), DeliveryError("x")])
async def test_a_channel_that_cannot_be_told_is_mentioned(
    admin: Say, messenger: FakeMessenger, error: DeliveryError
) -> None:
    messenger.mute = error

    answer = await admin("digest set 9:00 brussels")

    assert "could not say so" in text(answer)
