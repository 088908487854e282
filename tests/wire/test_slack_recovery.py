"""A digest to Slack whose outcome is not known: it is looked up, and never posted twice."""

from dataclasses import replace

import pytest

from adapters.slack.messenger import SlackMessenger
from bot.errors import (
    CannotTellError,
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    RateLimitedError,
    TokenRefusedError,
)
from bot.ports import Messenger, Post
from tests.fakes import FakeClock
from tests.wire.fake_slack import Body, FakeSlack, Reply, refused
from tests.wire.slack_digests import MARK, digest, messenger, now, words
from tests.wire.slack_fixtures import kept, slack

__all__ = ["digest", "kept", "messenger", "now", "slack", "words"]

SCHEDULE, LIST = "chat.scheduleMessage", "chat.scheduledMessages.list"


def pass_time(seconds: int, slack: FakeSlack, clock: FakeClock) -> None:
    """On our clock and on Slack's."""
    slack.queue.now += seconds
    clock.set_to(clock.now().timestamp() + seconds)


async def test_a_post_whose_answer_was_lost_is_found_and_stays_the_only_copy(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post
) -> None:
    slack.lost[SCHEDULE] = True
    with pytest.raises(InDoubtError):
        await messenger.post(digest)
    pass_time(100, slack, clock)

    [stored] = slack.queue.messages
    assert await messenger.recover(digest) == stored
    assert len(slack.called(SCHEDULE)) == 1


async def test_a_post_that_never_arrived_may_be_sent_again(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post
) -> None:
    slack.lost[SCHEDULE] = False
    with pytest.raises(InDoubtError):
        await messenger.post(digest)
    pass_time(100, slack, clock)

    assert await messenger.recover(digest) is None
    assert await messenger.post(digest) in slack.queue.messages


async def test_just_before_its_time_a_post_that_is_not_listed_may_be_there_all_the_same(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post
) -> None:
    pass_time(SlackMessenger.lead - SlackMessenger.blind - 1, slack, clock)
    assert await messenger.recover(digest) is None
    pass_time(1, slack, clock)

    with pytest.raises(CannotTellError, match="not_listed"):
        await messenger.recover(digest)


async def test_a_post_that_is_listed_is_found_up_to_its_time(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post
) -> None:
    stored = await messenger.post(digest)
    pass_time(SlackMessenger.lead - 1, slack, clock)

    assert await messenger.recover(digest) == stored


async def test_a_post_that_came_late_is_found_until_it_is_shown(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post, now: int
) -> None:
    late = replace(digest, show_at=now - 3600)
    stored = await messenger.post(late)
    pass_time(9, slack, clock)

    assert await messenger.recover(late) == stored


async def test_where_our_clock_was_set_back_nobody_can_tell(
    messenger: Messenger, clock: FakeClock, digest: Post, now: int
) -> None:
    clock.set_to(now - 100)

    with pytest.raises(CannotTellError, match="clock_set_back"):
        await messenger.recover(digest)


async def test_once_it_is_shown_nobody_can_tell_and_slack_is_not_asked(
    slack: FakeSlack, messenger: Messenger, clock: FakeClock, digest: Post
) -> None:
    await messenger.post(digest)
    pass_time(SlackMessenger.lead + 1, slack, clock)
    with pytest.raises(CannotTellError, match="shown"):
        await messenger.recover(digest)

    assert slack.called(LIST) == []


@pytest.mark.parametrize("other", [f"1{MARK}", f"{MARK}1", f"{MARK}.2", f"x/{MARK}"])
async def test_a_longer_mark_is_not_taken_for_it(
    messenger: Messenger, digest: Post, other: str
) -> None:
    await messenger.post(replace(digest, mark=other))

    assert await messenger.recover(digest) is None


async def test_a_mark_that_slack_made_a_link_of_is_found(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    stored = await messenger.post(digest)
    slack.queue.messages[stored]["text"] = f"Today [<http://{MARK}|{MARK}>]"

    assert await messenger.recover(digest) == stored


async def test_every_page_of_the_list_is_read(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    slack.queue.page = 2
    for number in range(4):
        await messenger.post(replace(digest, mark=f"{number}/2026-11-22"))
    stored = await messenger.post(digest)

    assert await messenger.recover(digest) == stored
    assert [call.body.get("cursor") for call in slack.called(LIST)] == [None, "2", "4"]
    assert not {"oldest", "latest"} & set(slack.called(LIST)[0].body)


async def test_a_list_without_end_is_left_alone(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    endless: Body = {
        "ok": True,
        "scheduled_messages": [],
        "response_metadata": {"next_cursor": "x"},
    }
    slack.always[LIST] = Reply(endless)
    with pytest.raises(CannotTellError, match="too_many"):
        await messenger.recover(digest)

    assert len(slack.called(LIST)) == 10


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"}), RateLimitedError),
        (refused("internal_error"), InDoubtError),
        (refused("team_added_to_org"), InDoubtError),
        (Reply("<h1>Welcome</h1>", 200, {"Content-Type": "text/html"}), InDoubtError),
        (Reply({"ok": True}), InDoubtError),
        (refused("invalid_cursor"), CannotTellError),
        (refused("missing_scope"), CannotTellError),
        (refused("account_inactive"), ChannelGoneError),
        (refused("invalid_auth"), TokenRefusedError),
    ],
)
async def test_a_list_that_cannot_be_had_is_never_taken_for_an_empty_one(
    slack: FakeSlack,
    messenger: Messenger,
    digest: Post,
    reply: Reply,
    error: type[DeliveryError],
) -> None:
    slack.replies[LIST] = [reply]
    with pytest.raises(DeliveryError) as raised:
        await messenger.recover(digest)

    assert raised.type is error


async def test_a_connection_that_breaks_over_the_list_changes_nothing(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    slack.lost[LIST] = False
    with pytest.raises(InDoubtError):
        await messenger.recover(digest)

    assert await messenger.recover(digest) is None
