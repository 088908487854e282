"""The first questions that are offered to who opens the conversation with the bot."""

import pytest

from adapters.slack import prompts
from bot.core import Core
from bot.requests import Language
from tests.wire.fake_slack import PERSON, FakeSlack, refused
from tests.wire.slack_fixtures import bot, kept, slack

__all__ = ["bot", "kept", "slack"]

METHOD = "assistant.threads.setSuggestedPrompts"


async def opened(slack: FakeSlack, times: int = 1) -> None:
    """Somebody opens the conversation."""
    for _ in range(times):
        body = slack.mention_body("")
        event = {"type": "app_home_opened", "user": PERSON, "tab": "messages", "channel": "D1"}
        await slack.send("events_api", {**body, "event": event})
        assert await slack.quiet()


@pytest.mark.usefixtures("bot")
async def test_a_french_reader_is_offered_them_in_french_outside_any_thread(
    slack: FakeSlack,
) -> None:
    slack.locales[PERSON] = "fr-FR"
    await opened(slack)

    [call] = slack.called(METHOD)
    assert call.body["channel_id"] == "D1"
    assert call.body["prompts"][0]["message"] == "Qu'est-ce que l'article 5 ?"
    assert "thread_ts" not in call.body


@pytest.mark.usefixtures("bot")
async def test_an_english_reader_has_those_of_the_manifest(slack: FakeSlack) -> None:
    await opened(slack)

    assert slack.called(METHOD) == []


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_is_no_agent_slack_is_asked_once_and_nobody_is_alarmed(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.locales[PERSON] = "fr-FR"
    slack.always[METHOD] = refused("missing_scope", needed="assistant:write")
    await opened(slack, 2)

    assert len(slack.called(METHOD)) == 1
    assert caplog.records == []


@pytest.mark.parametrize("language", list(Language))
async def test_each_has_an_answer(core: Core, language: Language) -> None:
    offered = prompts.prompts(core.words(language))
    answers = [await core.answer(core.read_text(o["message"], language)) for o in offered]

    assert len({answer.about for answer in answers}) == len(offered) == 4
    assert not any(answer.declined or answer.choices for answer in answers)
