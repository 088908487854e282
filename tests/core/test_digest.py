"""`digest …` as admins use it, on both databases; posting itself is tested with the sender."""

from dataclasses import replace

import pytest

from bot.core import Core
from bot.digests.desk import Desk
from bot.requests import Language
from tests.core.digest_admin import ADMIN, Say, admin, pressed, text

__all__ = ["admin"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("digest set 9:00", "By whose clock?"),
        ("digest set 25:00 europe/brussels", "no time of day"),
        ("digest set 9:00 nowhere", "no topic by that name"),
        ("digest pause", "no such digest"),
        ("digest list", "no such digest"),
        ("digest status 7", "no such digest"),
        ("digest", "no such digest"),
        ("digest frobnicate", "no such digest"),
    ],
)
async def test_a_mistake_is_told_in_words(admin: Say, line: str, says: str) -> None:
    answer = await admin(line)

    assert answer.declined
    assert says in text(answer)


async def test_only_admins_may(admin: Say, desk: Desk) -> None:
    answer = await admin("digest set 9:00 brussels", replace(ADMIN, may_administer=False))

    assert answer.declined
    assert await desk.of_space("fake", "s1") == []


async def test_another_space_sees_and_changes_nothing(admin: Say) -> None:
    await admin("digest set 9:00 brussels")

    answer = await admin("digest remove 1 sure", replace(ADMIN, space="s2"))

    assert answer.declined
    assert not (await admin("digest status 1")).declined


async def test_a_preview_spends_nothing(admin: Say) -> None:
    await admin("digest set 9:00 brussels")

    first, second = await admin("digest preview"), await admin("digest preview")

    assert first.cards[1:] == second.cards[1:]


async def test_pause_and_resume(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels")

    paused = await admin("digest pause")
    [one] = await desk.of_space("fake", "s1")
    resumed = await pressed(admin, paused, "Resume")
    [again] = await desk.of_space("fake", "s1")

    assert one.next_run_at is None
    assert again.next_date == "2026-11-24"
    assert "goes on" in text(resumed)


async def test_a_pause_until_a_day_goes_on_by_itself(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels")

    answer = await admin("digest pause 1 24 December")

    [one] = await desk.of_space("fake", "s1")
    assert one.next_date == "2026-12-24"
    assert "24 December 2026" in text(answer)


async def test_skip_leaves_one_out_and_resume_takes_it_back(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels")

    skipped = await admin("digest skip")
    [one] = await desk.of_space("fake", "s1")
    await pressed(admin, skipped, "Resume")
    [again] = await desk.of_space("fake", "s1")

    assert (one.next_date, again.next_date) == ("2026-11-25", "2026-11-24")


async def test_remove_asks_first(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels")

    asked = await admin("digest remove")
    before = await desk.of_space("fake", "s1")
    await pressed(admin, asked, "Remove for good")

    assert len(before) == 1
    assert await desk.of_space("fake", "s1") == []


async def test_of_several_one_must_be_named(admin: Say) -> None:
    await admin("digest set 9:00 brussels")
    await admin("digest set 18:00 brussels fr")

    answer = await admin("digest pause")

    assert answer.declined
    assert [b.argument for b in answer.buttons] == ["1", "2"]


async def test_now_posts_todays_issue_once(admin: Say, desk: Desk) -> None:
    await admin("digest set 9:00 brussels")

    answer = await admin("digest now")

    again = await admin("digest now")

    [one] = await desk.of_space("fake", "s1")
    [issue] = (await desk.standing(one)).outcomes
    assert (issue.date, issue.not_before) == ("2026-11-23", desk.now)
    assert "now" in text(answer)
    assert "never two" in text(again)


async def test_status_says_next_and_last(admin: Say) -> None:
    await admin("digest set 9:00 brussels")

    answer = await admin("digest status")

    assert "Last issue: none yet" in text(answer)
    assert answer.cards[0].moments


async def test_where_nothing_is_kept_digests_are_declined(core: Core) -> None:
    answer = await core.answer(core.read_line("digest list", Language.EN, ADMIN))

    assert "server or workspace" in text(answer)
