"""Digests of many workspaces: each goes out by its own token, and stops where the app is gone."""

import time

import pytest

from adapters.slack.messenger import opened as messenger_opened
from bot.answers import Answer, Card, Note, NoteKind
from bot.core import Core
from bot.digests.desk import Desk
from bot.errors import ChannelGoneError, UnavailableError
from bot.library.entries import Library
from bot.ports import Place, Post
from bot.requests import Language
from tests.fakes import FakeClock
from tests.wire.fake_slack import CHANNEL, PATIENCE, Call, FakeSlack, refused
from tests.wire.slack_desk import admin, core, database_url, desk, messenger, ordered
from tests.wire.slack_fixtures import kept, slack
from tests.wire.slack_http import Port, settings_of
from tests.wire.slack_many import MANY, grant, install, left, many

__all__ = ["admin", "core", "database_url", "desk", "kept", "messenger", "slack"]

SAID = Answer(cards=(Card(notes=(Note(kind=NoteKind.NOTICE, text="Something."),)),))
WHOLE = grant("", "xoxb-org", enterprise={"id": "E1"}, is_enterprise_install=True)


TOKENS = {"T1": "xoxb-one", "T2": "xoxb-two", "E1/T7": "xoxb-org"}


def digest(library: Library) -> Post:
    """One for T1."""
    place, words = Place("slack", "T1", CHANNEL), library[Language.EN].words
    return Post(place=place, answer=SAID, words=words, mark="1/2026-11-23", show_at=0)


@pytest.mark.parametrize("space", TOKENS)
async def test_what_is_posted_unasked_goes_out_by_the_token_of_its_workspace(
    slack: FakeSlack, core: Core, desk: Desk, library: Library, space: str
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await install(slack, port, grant("T2", "xoxb-two"))
        await install(slack, port, WHOLE)
    settings = slack.settings(**settings_of(slack, **MANY))
    async with messenger_opened(settings, desk.database) as messenger:
        await messenger.say(Place("slack", space, CHANNEL), SAID, library[Language.EN].words)

    assert (await slack.next_call()).token == TOKENS[space]


async def test_where_the_app_is_not_installed_the_digest_is_gone(
    slack: FakeSlack, desk: Desk, library: Library
) -> None:
    settings = slack.settings(**settings_of(slack, **MANY))
    async with messenger_opened(settings, desk.database) as messenger:
        with pytest.raises(ChannelGoneError):
            await messenger.say(Place("slack", "T9", CHANNEL), SAID, library[Language.EN].words)


async def test_a_workspace_whose_token_is_refused_waits_without_the_others(
    slack: FakeSlack, core: Core, desk: Desk, library: Library, clock: FakeClock
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
    slack.always["chat.scheduleMessage"] = refused("invalid_auth")
    settings = slack.settings(**settings_of(slack, **MANY))
    async with messenger_opened(settings, desk.database, clock) as messenger:
        with pytest.raises(UnavailableError):
            await messenger.post(digest(library))


@pytest.mark.parametrize("word", ["account_inactive", "token_revoked"])
async def test_a_removal_that_nobody_told_of_is_found_by_the_next_digest(
    slack: FakeSlack, core: Core, desk: Desk, library: Library, word: str
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
    for topics in ((), ("kosovo-kfor",)):
        await ordered(desk, "T1", CHANNEL, *topics)
    slack.replies["chat.scheduleMessage"] = [refused(word)]
    settings = slack.settings(**settings_of(slack, **MANY))
    async with messenger_opened(settings, desk.database) as messenger:
        for code in ("removed", "not_installed"):
            with pytest.raises(ChannelGoneError, match=code):
                await messenger.post(digest(library))

    assert await desk.spaces_left("slack") == ["T1"]
    assert [one.suspended for one in await desk.of_space("slack", "T1")] == ["gone:removed"] * 2


async def test_while_the_database_is_away_the_digest_waits(
    slack: FakeSlack, desk: Desk, library: Library, clock: FakeClock
) -> None:
    async with desk.database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE installation")
    settings = slack.settings(**settings_of(slack, **MANY))
    async with messenger_opened(settings, desk.database, clock) as messenger:
        with pytest.raises(UnavailableError):
            await messenger.say(Place("slack", "T9", CHANNEL), SAID, library[Language.EN].words)


async def test_who_removes_the_app_has_its_digests_suspended_and_no_other(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        for team in ("T1", "T2"):
            await install(slack, port, grant(team, f"xoxb-{team}"))
            await ordered(desk, team)
        await port.event(left(slack, "T1", int(time.time())))
        await slack.quiet()

    [gone], [going] = await desk.of_space("slack", "T1"), await desk.of_space("slack", "T2")
    assert (gone.suspended, gone.next_run_at) == ("gone:removed", None)
    assert going.suspended is None


async def test_an_organisation_that_removes_the_app_has_those_of_all_its_workspaces_suspended(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, WHOLE)
        await ordered(desk, "E1/T1")
        await ordered(desk, "E1/T2")
        body = left(slack, "", int(time.time()))
        await port.event({**body, "enterprise_id": "E1", "is_enterprise_install": True})
        await slack.quiet()

    for space in ("E1/T1", "E1/T2"):
        [one] = await desk.of_space("slack", space)
        assert one.suspended == "gone:removed"


async def gone_and_back(slack: FakeSlack, port: Port, desk: Desk) -> Call:
    """A workspace with a digest removes the app and installs it again; gives what it is told."""
    await install(slack, port, grant("T1", "xoxb-one"))
    await ordered(desk, "T1")
    await port.event(left(slack, "T1", int(time.time())))
    assert await port.run.in_flight.drained(PATIENCE)
    await install(slack, port, grant("T1", "xoxb-two", authed_user={"id": "UOTHER"}))
    return await slack.next_call()


async def test_who_installs_it_again_is_asked_once_whether_digests_go_on(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        asked = await gone_and_back(slack, port, desk)
        await install(slack, port, grant("T1", "xoxb-three"))
        assert await slack.quiet()

    assert (asked.token, asked.body["channel"]) == ("xoxb-two", "UOTHER")
    assert "Digests that stopped when I was removed: 1" in asked.body["text"]
    [one] = await desk.of_space("slack", "T1")
    assert one.next_run_at is None


async def test_by_a_press_of_an_administrator_they_go_on(
    slack: FakeSlack, core: Core, desk: Desk, admin: str
) -> None:
    async with many(slack, core, desk) as port:
        asked = await gone_and_back(slack, port, desk)
        [wire] = [
            e["value"] for b in asked.body["blocks"] for e in b.get("elements", ()) if "value" in e
        ]
        there = {"channel": {"id": "D1", "name": "directmessage"}}
        await port.press({**slack.press_body(wire, user=admin), **there})
        told = await slack.posted()

    assert "Digests that go on: 1" in told["text"]
    [one] = await desk.of_space("slack", "T1")
    assert (one.suspended, one.next_run_at is None) == (None, False)


async def test_a_return_that_was_not_kept_is_found_at_the_next_start(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
    await ordered(desk, "T1")
    await desk.left("slack", "T1")
    async with many(slack, core, desk):
        assert (await slack.next_call()).body["channel"] == "UINSTALLER"

    assert await desk.spaces_left("slack") == []
