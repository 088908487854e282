"""What is said in Slack about digests, and whether the bot may post in a channel."""

from dataclasses import replace

import pytest

from bot.errors import (
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    RateLimitedError,
    TokenRefusedError,
)
from bot.ports import Messenger, Post
from bot.words import Words
from tests.wire.fake_slack import CHANNEL, PERSON, FakeSlack, Reply, refused
from tests.wire.slack_digests import ANSWER, MARK, PLACE, digest, messenger, now, words
from tests.wire.slack_fixtures import kept, slack

__all__ = ["digest", "kept", "messenger", "now", "slack", "words"]

SCHEDULE, DELETE = "chat.scheduleMessage", "chat.deleteScheduledMessage"
LIST, TO_ONE = "chat.scheduledMessages.list", "chat.postEphemeral"
THREAD = replace(PLACE, thread="1763890000.000200")


async def test_something_is_said_to_everybody_at_once(
    slack: FakeSlack, messenger: Messenger, words: Words
) -> None:
    await messenger.say(THREAD, ANSWER, words)

    [call] = slack.calls
    assert (call.method, call.body["channel"]) == ("chat.postMessage", CHANNEL)
    assert call.body["thread_ts"] == THREAD.thread
    assert "blocks" in call.body


async def test_one_person_is_told_in_the_channel_itself_where_nobody_else_sees_it(
    slack: FakeSlack, messenger: Messenger, words: Words
) -> None:
    await messenger.tell(THREAD, PERSON, ANSWER, words)

    [call] = slack.calls
    assert (call.method, call.body["channel"], call.body["user"]) == (TO_ONE, CHANNEL, PERSON)
    assert "thread_ts" not in call.body  # Slack would not show it in a thread without replies


@pytest.mark.parametrize("word", ["not_in_channel", "is_archived", "user_not_in_channel"])
async def test_where_the_channel_does_not_serve_the_person_is_written_to(
    slack: FakeSlack, messenger: Messenger, words: Words, word: str
) -> None:
    slack.replies[TO_ONE] = [refused(word)]
    await messenger.tell(PLACE, PERSON, ANSWER, words)

    last = slack.calls[-1]
    assert (last.method, last.body["channel"]) == ("chat.postMessage", PERSON)


@pytest.mark.parametrize(
    ("word", "error"),
    [
        ("internal_error", InDoubtError),
        ("ratelimited", RateLimitedError),
        ("invalid_auth", TokenRefusedError),
    ],
)
async def test_nobody_is_told_twice(
    slack: FakeSlack, messenger: Messenger, words: Words, word: str, error: type[DeliveryError]
) -> None:
    slack.replies[TO_ONE] = [refused(word)]
    with pytest.raises(error):
        await messenger.tell(PLACE, PERSON, ANSWER, words)

    assert len(slack.calls) == 1


async def test_where_the_bot_may_post_nothing_is_missing_and_nothing_is_left_behind(
    slack: FakeSlack, messenger: Messenger, now: int
) -> None:
    assert await messenger.missing_rights(THREAD) == []

    [probe] = slack.called(SCHEDULE)
    assert probe.body["post_at"] == now + 86_400
    assert probe.body["thread_ts"] == THREAD.thread
    assert slack.queue.messages == {}


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("not_in_channel", "invite"),
        ("channel_not_found", "gone"),
        ("is_archived", "gone"),
        ("restricted_action", "send"),
        ("restricted_action_read_only_channel", "send"),
        ("ekm_access_denied", "send"),
        ("missing_scope", "scope"),
    ],
)
@pytest.mark.usefixtures("now")
async def test_a_right_that_is_missing_is_named(
    slack: FakeSlack, messenger: Messenger, word: str, right: str
) -> None:
    slack.replies[SCHEDULE] = [refused(word)]

    assert await messenger.missing_rights(PLACE) == [f"digest.right.{right}"]


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refused("account_inactive"), ChannelGoneError),
        (refused("invalid_auth"), TokenRefusedError),
        (Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"}), RateLimitedError),
    ],
)
@pytest.mark.usefixtures("now")
async def test_what_is_no_matter_of_the_channel_is_no_missing_right(
    slack: FakeSlack, messenger: Messenger, reply: Reply, error: type[DeliveryError]
) -> None:
    slack.replies[SCHEDULE] = [reply]

    with pytest.raises(error):
        await messenger.missing_rights(PLACE)


@pytest.mark.usefixtures("now")
async def test_a_trial_whose_answer_was_lost_is_taken_back_too(
    slack: FakeSlack, messenger: Messenger
) -> None:
    slack.lost[SCHEDULE] = True
    with pytest.raises(InDoubtError):
        await messenger.missing_rights(PLACE)

    assert slack.queue.messages == {}


async def test_a_trial_that_could_not_be_taken_back_goes_with_the_next_and_digests_stay(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    await messenger.post(digest)
    slack.replies[DELETE] = [refused("internal_error")]
    with pytest.raises(InDoubtError):
        await messenger.missing_rights(PLACE)

    assert await messenger.missing_rights(PLACE) == []
    assert [m["text"].endswith(f"[{MARK}]") for m in slack.queue.messages.values()] == [True]


@pytest.mark.usefixtures("now")
async def test_a_trial_that_somebody_else_has_taken_back_is_no_trouble(
    slack: FakeSlack, messenger: Messenger
) -> None:
    slack.replies[DELETE] = [refused("invalid_scheduled_message_id")]

    assert await messenger.missing_rights(PLACE) == []


@pytest.mark.usefixtures("now")
async def test_a_trial_that_slack_does_not_give_back_is_no_clean_bill(
    slack: FakeSlack, messenger: Messenger
) -> None:
    slack.replies[DELETE] = [refused("channel_not_found")]

    with pytest.raises(ChannelGoneError):
        await messenger.missing_rights(PLACE)
