"""Two workspaces with the same channels and people: nothing of one is ever seen in the other."""

from collections.abc import AsyncIterator

import pytest

from bot.core import Core
from bot.digests.desk import Desk
from bot.library.entries import Library
from bot.search.index import Index
from bot.store.languages import Languages
from tests.fakes import FakeClock
from tests.wire.fake_slack import FakeSlack
from tests.wire.slack_desk import admin, database_url, desk, messenger, ordered
from tests.wire.slack_fixtures import kept, slack
from tests.wire.slack_http import Port
from tests.wire.slack_many import asked, grant, install, many

__all__ = ["admin", "database_url", "desk", "kept", "messenger", "slack"]

TOKENS = {"T1": "xoxb-one", "T2": "xoxb-two"}


@pytest.fixture
def core(library: Library, index: Index, clock: FakeClock, desk: Desk) -> Core:
    return Core(library, index, clock, desk=desk, languages=Languages(desk.database, clock))


@pytest.fixture
async def port(slack: FakeSlack, core: Core, desk: Desk) -> AsyncIterator[Port]:
    """The bot, installed by T1 and T2; who administers T1 does not administer T2."""
    async with many(slack, core, desk) as port:
        for team, token in TOKENS.items():
            await install(slack, port, grant(team, token))
        yield port


async def told(slack: FakeSlack, port: Port, team: str, line: str) -> str:
    """What a command is answered with."""
    await port.form(slack.command_body(line, team_id=team))
    return str((await slack.posted())["text"])


@pytest.mark.usefixtures("admin")
async def test_the_language_of_a_channel_is_not_that_of_its_namesake(
    slack: FakeSlack, port: Port
) -> None:
    await told(slack, port, "T1", "language french channel")
    answers: dict[str, str] = {}
    for team in TOKENS:
        await port.event(asked(slack, team))
        answers[team] = (await slack.posted())["text"]

    assert "défense collective" in answers["T1"]
    assert answers["T2"].startswith("Article 5: collective defence")


async def test_a_persons_language_is_not_that_of_their_namesake(
    slack: FakeSlack, port: Port
) -> None:
    await told(slack, port, "T1", "language french")

    assert "choix de langue" in await told(slack, port, "T1", "privacy")
    assert "choix de langue" not in await told(slack, port, "T2", "privacy")


@pytest.mark.usefixtures("admin")
async def test_who_administers_one_workspace_does_not_administer_the_other(
    slack: FakeSlack, port: Port, desk: Desk
) -> None:
    for team in TOKENS:
        await told(slack, port, team, "digest set 9:00 Europe/Oslo")

    assert len(await desk.of_space("slack", "T1")) == 1
    assert await desk.of_space("slack", "T2") == []


async def test_digests_are_listed_and_removed_in_their_own_workspace_alone(
    slack: FakeSlack, port: Port, desk: Desk, admin: str
) -> None:
    await ordered(desk, "T1")
    slack.admins[admin]["team_id"] = "T2"
    [one] = await desk.of_space("slack", "T1")
    listed = await told(slack, port, "T2", "digest list")
    button = slack.press_body(f"n1:digest-remove:{one.number} sure")
    await port.press({**button, "team": {"id": "T2"}})
    await slack.posted()

    assert "no such digest" in listed
    assert len(await desk.of_space("slack", "T1")) == 1


async def test_every_call_bears_the_token_of_the_workspace_that_asked(
    slack: FakeSlack, port: Port
) -> None:
    for team in ("T1", "T2", "T2", "T1"):
        slack.calls.clear()
        await port.event(asked(slack, team))
        await slack.posted()
        await told(slack, port, team, "privacy")

        assert {call.token for call in slack.calls if call.token} == {TOKENS[team]}
