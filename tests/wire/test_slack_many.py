"""Many workspaces: installing, removing, coming back; none ever sees what is another's."""

import asyncio
import time
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from adapters.slack.app import serve
from bot.core import Core
from bot.digests.desk import Desk
from bot.errors import PlatformError
from bot.service import Run
from bot.store.tables import installation
from tests.wire.fake_slack import PATIENCE, FakeSlack, refused
from tests.wire.slack_desk import core, database_url, desk, messenger
from tests.wire.slack_fixtures import ARTICLE_5, kept, slack
from tests.wire.slack_many import (
    KEY,
    MANY,
    OLDER_KEY,
    asked,
    begun,
    grant,
    install,
    landed,
    left,
    many,
)

__all__ = ["core", "database_url", "desk", "kept", "messenger", "slack"]


async def rows(desk: Desk) -> list[sa.Row[Any]]:
    async with desk.database.read() as connection:
        return list(await connection.execute(sa.select(installation)))


async def test_two_workspaces_are_answered_each_by_its_own_token(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        assert await install(slack, port, grant("T1", "xoxb-one")) == 200
        assert await install(slack, port, grant("T2", "xoxb-two")) == 200
        for team in ("T2", "T1", "T2"):
            await port.event(asked(slack, team))
            call = await slack.next_call()
            assert call.body["text"].startswith(ARTICLE_5)
            assert call.token == {"T1": "xoxb-one", "T2": "xoxb-two"}[team]


async def test_a_workspace_that_has_not_installed_it_is_not_answered(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await port.event(asked(slack, "T9"))

        assert await slack.quiet()


async def test_tokens_are_sealed_in_the_database(slack: FakeSlack, core: Core, desk: Desk) -> None:
    async with many(slack, core, desk) as port:
        await install(
            slack, port, grant("T1", "xoxb-one", refresh_token="xoxe-1", expires_in=43200)
        )

    [row] = await rows(desk)
    assert "xoxb" not in row.token
    assert "xoxe" not in row.refresh


async def test_slack_is_not_asked_who_we_are_at_every_event(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        for _ in range(3):
            await port.event(asked(slack, "T1"))
            await slack.posted()

    assert len(slack.called("auth.test")) == 1


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_who_removes_the_app_is_forgotten_and_comes_back(
    slack: FakeSlack, core: Core, desk: Desk, kind: str
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await install(slack, port, grant("T2", "xoxb-two"))
        await port.event(asked(slack, "T1"))
        await slack.posted()  # so that the token is remembered
        await port.event(left(slack, "T1", int(time.time()), kind))
        assert await port.run.in_flight.drained(PATIENCE)
        await port.event(asked(slack, "T1"))
        assert await slack.quiet()
        assert [row.team for row in await rows(desk)] == ["T2"]
        await install(slack, port, grant("T1", "xoxb-again", authed_user={"id": "UOTHER"}))
        await port.event(asked(slack, "T1"))

        assert (await slack.next_call()).token == "xoxb-again"


async def test_a_removal_that_is_told_while_the_database_is_away_is_kept_in_the_end(
    slack: FakeSlack, core: Core, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await port.event(asked(slack, "T1"))
        await slack.posted()
        await renamed(desk, "installation", "away")
        await port.event(left(slack, "T1", int(time.time())))
        await asyncio.sleep(0.2)
        await renamed(desk, "away", "installation")
        assert await port.run.in_flight.drained(PATIENCE)

    assert await rows(desk) == []
    assert [record.getMessage() for record in caplog.records] == ["a removal is not kept yet"]


async def test_a_question_while_the_database_is_away_is_one_line_and_the_next_is_answered(
    slack: FakeSlack, core: Core, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await renamed(desk, "installation", "away")
        await port.event(asked(slack, "T1"))
        assert await port.run.in_flight.drained(PATIENCE)
        await renamed(desk, "away", "installation")
        lines = [(record.getMessage(), record.exc_info) for record in caplog.records]
        await port.event(asked(slack, "T1"))
        assert (await slack.posted())["text"].startswith(ARTICLE_5)

    assert lines == [("not answered", None)]


async def renamed(desk: Desk, old: str, new: str) -> None:
    """Take a table away, or bring it back."""
    async with desk.database.write() as connection:
        await connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


async def test_a_removal_that_is_told_again_after_the_return_removes_nothing(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await port.event(left(slack, "T1", int(time.time()) - 60))
        await asyncio.sleep(0.2)

    assert len(await rows(desk)) == 1


async def test_another_person_may_install_it_again(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
        await install(slack, port, grant("T1", "xoxb-new", authed_user={"id": "UOTHER"}))
        await port.event(asked(slack, "T1"))

        assert (await slack.next_call()).token == "xoxb-new"
    [row] = await rows(desk)
    assert row.installed_by == "UOTHER"


async def test_an_organisation_has_one_token_for_its_workspaces(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    whole = grant("", "xoxb-org", enterprise={"id": "E1"}, is_enterprise_install=True)
    of_it = [{"team_id": "T5", "enterprise_id": "E1", "is_enterprise_install": True}]
    other = [{"team_id": "T5", "enterprise_id": "E2", "is_enterprise_install": True}]
    async with many(slack, core, desk) as port:
        assert await install(slack, port, whole) == 200
        await port.event(asked(slack, "T5", authorizations=of_it))
        assert (await slack.next_call()).token == "xoxb-org"
        await port.event(asked(slack, "T5", authorizations=other))
        assert await slack.quiet()


@pytest.mark.parametrize("strange", ["cookie", "state", "used", "none"])
async def test_who_has_not_begun_here_installs_nothing(
    slack: FakeSlack, core: Core, desk: Desk, strange: str
) -> None:
    async with many(slack, core, desk) as port:
        state, cookie = await begun(port)
        if strange == "used":
            await landed(port, {"error": "access_denied", "state": state}, cookie)
            await landed(port, {"state": state}, cookie)
        state = {"state": "another", "none": ""}.get(strange, state)
        query = {"code": "c", "state": state}
        page = await landed(port, query, "" if strange == "cookie" else cookie)

    assert page.status == 400
    assert not slack.called("oauth.v2.access")


@pytest.mark.parametrize(
    ("query", "status"), [({"error": "access_denied"}, 200), ({"state": "x\ud7ff\u00e9"}, 400)]
)
async def test_coming_back_with_nothing_is_a_page_not_a_traceback(
    slack: FakeSlack, core: Core, desk: Desk, query: dict[str, str], status: int
) -> None:
    async with many(slack, core, desk) as port:
        _, cookie = await begun(port)
        assert (await landed(port, query, cookie)).status == status


async def test_a_code_that_slack_refuses_is_a_page_and_one_line_without_the_code(
    slack: FakeSlack, core: Core, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(slack, core, desk) as port:
        status = await install(slack, port, refused("invalid_code"))

    assert status == 400
    assert "code-of-slack" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    ("accepted", "said"), [("fr-CA,fr;q=0.9", "Ajouter à Slack"), ("de", "Add to Slack")]
)
async def test_the_page_speaks_the_language_of_the_browser(
    slack: FakeSlack, core: Core, desk: Desk, accepted: str, said: str
) -> None:
    headers = {"Accept-Language": accepted}
    async with (
        many(slack, core, desk) as port,
        port.session.get("/slack/install", headers=headers) as page,
    ):
        assert said in await page.text()
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


async def test_a_token_is_renewed_once_however_many_need_it(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    rotating = {"refresh_token": "xoxe-1", "expires_in": 60}
    new = grant("T1", "xoxb-renewed", refresh_token="xoxe-2", expires_in=43_200)
    async with many(slack, core, desk) as port, many(slack, core, desk) as another:
        await install(slack, port, grant("T1", "xoxb-one", **rotating))
        slack.always["oauth.v2.access"] = new
        await asyncio.gather(
            *(which.event(asked(slack, "T1")) for which in (port, another) for _ in range(5))
        )
        tokens = {(await slack.next_call()).token for _ in range(10)}
        await port.event(asked(slack, "T1"))

        assert (await slack.next_call()).token == "xoxb-renewed"
    renewals = [c for c in slack.called("oauth.v2.access") if "refresh_token" in c.body]
    assert [call.body["refresh_token"] for call in renewals] == ["xoxe-1"]
    assert tokens <= {"xoxb-one", "xoxb-renewed"}


async def test_a_key_is_replaced_by_writing_the_new_one_before_it(
    slack: FakeSlack, core: Core, desk: Desk
) -> None:
    async with many(slack, core, desk, encryption_key=SecretStr(OLDER_KEY)) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
    async with many(slack, core, desk, encryption_key=SecretStr(f"{KEY},{OLDER_KEY}")):
        pass
    async with many(slack, core, desk) as port:
        await port.event(asked(slack, "T1"))

        assert (await slack.next_call()).token == "xoxb-one"


async def test_without_its_key_a_token_is_one_line_that_says_what_to_do(
    slack: FakeSlack, core: Core, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(slack, core, desk, encryption_key=SecretStr(OLDER_KEY)) as port:
        await install(slack, port, grant("T1", "xoxb-one"))
    async with many(slack, core, desk) as port:
        await port.event(asked(slack, "T1"))
        assert await slack.quiet()

    assert "token cannot be opened" in caplog.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"encryption_key": None}, "NATO_BOT_ENCRYPTION_KEY"),
        ({"encryption_key": SecretStr("short")}, "openssl rand"),
        ({"slack_client_secret": None}, "NATO_BOT_SLACK_CLIENT_SECRET"),
        ({"slack_signing_secret": None}, "NATO_BOT_SLACK_SIGNING_SECRET"),
    ],
)
async def test_a_setting_that_is_missing_is_named(
    slack: FakeSlack, core: Core, desk: Desk, change: dict[str, Any], said: str
) -> None:
    made = {**MANY, "slack_app_token": None, "slack_signing_secret": SecretStr("x"), **change}
    settings = slack.settings(**made)
    with pytest.raises(PlatformError, match=said):
        await serve(Run(core=core, settings=settings, desk=desk))
