"""Digests to Slack: what is sent, and what each answer or silence amounts to."""

import asyncio
import logging
import socket
from dataclasses import replace

import pytest
from pydantic import SecretStr

from adapters.slack.messenger import SlackMessenger, opened
from adapters.slack.outcomes import LONG_PAUSE_SECONDS, PAUSE_SECONDS
from bot.answers import Answer, Card
from bot.errors import (
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    NoPermissionError,
    PlatformError,
    RateLimitedError,
    RefusedError,
    TokenRefusedError,
    UnavailableError,
)
from bot.library.entries import Library
from bot.ports import Bucket, Messenger, Place, Post
from bot.requests import Language
from tests.fakes import FakeClock
from tests.wire.fake_slack import CHANNEL, FakeSlack, Reply, refused
from tests.wire.slack_digests import (
    ANSWER,
    MARK,
    PLACE,
    digest,
    impatient,
    messenger,
    now,
    words,
)
from tests.wire.slack_fixtures import kept, slack

__all__ = ["digest", "kept", "messenger", "now", "slack", "words"]

SCHEDULE = "chat.scheduleMessage"
BROKEN = {"Content-Type": "text/html"}


async def test_a_digest_is_handed_over_before_its_time(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    message_id = await messenger.post(digest)

    [call] = slack.calls
    assert (call.method, call.token) == (SCHEDULE, "xoxb-right")
    assert (call.body["channel"], call.body["post_at"]) == (CHANNEL, digest.show_at)
    assert slack.queue.messages[message_id]["text"].endswith(f"Something happened. [{MARK}]")
    assert not {"metadata", "thread_ts"} & set(call.body)


async def test_a_digest_for_a_thread_goes_there(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    await messenger.post(replace(digest, place=replace(PLACE, thread="1763890000.000200")))

    assert slack.calls[0].body["thread_ts"] == "1763890000.000200"


@pytest.mark.parametrize(("ahead", "shown"), [(-3600, 10), (0, 10), (9, 10), (11, 11)])
async def test_a_late_digest_is_shown_as_soon_as_slack_takes_it(
    slack: FakeSlack, messenger: Messenger, digest: Post, ahead: int, shown: int
) -> None:
    now = slack.queue.now
    await messenger.post(replace(digest, show_at=now + ahead))

    assert slack.calls[0].body["post_at"] == now + shown


async def test_where_our_clock_is_behind_it_is_tried_once_more_a_little_later(
    slack: FakeSlack, messenger: Messenger, digest: Post, now: int
) -> None:
    slack.queue.now = now + 12
    message_id = await messenger.post(replace(digest, show_at=now))
    slack.queue.now = now + 60
    with pytest.raises(RefusedError, match="time_in_past"):
        await messenger.post(replace(digest, show_at=now))

    assert slack.queue.messages[message_id]["post_at"] == now + 15
    assert len(slack.called(SCHEDULE)) == 4


@pytest.mark.parametrize(
    ("error", "words_of_slack"),
    [
        (NoPermissionError, "not_in_channel missing_scope no_permission ekm_access_denied"),
        (NoPermissionError, "restricted_action restricted_action_read_only_channel thread_locked"),
        (ChannelGoneError, "channel_not_found is_archived account_inactive token_revoked"),
        (ChannelGoneError, "team_access_not_granted"),
        (TokenRefusedError, "invalid_auth not_authed token_expired"),
        (InDoubtError, "service_unavailable fatal_error internal_error request_timeout"),
        (UnavailableError, "team_added_to_org org_login_required"),
        (RefusedError, "msg_too_long invalid_arguments something_new"),
    ],
)
async def test_every_refusal_says_what_became_of_the_post(
    slack: FakeSlack,
    messenger: Messenger,
    digest: Post,
    error: type[DeliveryError],
    words_of_slack: str,
) -> None:
    for word in words_of_slack.split():
        slack.replies[SCHEDULE] = [refused(word)]
        with pytest.raises(DeliveryError) as raised:
            await messenger.post(digest)

        assert (raised.type, raised.value.code) == (error, word)


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"}), 7),
        (Reply("Too many requests", 429, {"Retry-After": "0", **BROKEN}), 0),
        (Reply("", 429, {"Retry-After": "soon"}), PAUSE_SECONDS),
        (refused("rate_limited"), PAUSE_SECONDS),
        (refused("restricted_too_many"), LONG_PAUSE_SECONDS),
    ],
)
async def test_where_there_was_too_much_slack_is_left_alone_for_as_long_as_it_says(
    slack: FakeSlack, messenger: Messenger, digest: Post, reply: Reply, seconds: float
) -> None:
    slack.replies[SCHEDULE] = [reply]
    with pytest.raises(RateLimitedError) as raised:
        await messenger.post(digest)

    assert (raised.value.seconds, raised.value.whole) == (seconds, False)
    assert len(slack.calls) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"ok": False, "error": "not_in_channel"}, 503),
        Reply("<h1>Bad gateway</h1>", 502, BROKEN),
        Reply("<h1>Welcome to our guest network</h1>", 200, BROKEN),
        Reply("ok", 200, {"Content-Type": "text/plain"}),
        Reply('{"ok": true, "sched', 200),
        Reply("zipped", 200, {"Content-Type": "application/gzip"}),
        Reply([1], 200),
        Reply({"ok": True}, 200),
        Reply({"ok": False}, 200),
    ],
)
async def test_an_answer_that_says_nothing_leaves_the_post_in_doubt(
    slack: FakeSlack, messenger: Messenger, digest: Post, reply: Reply
) -> None:
    slack.replies[SCHEDULE] = [reply]

    with pytest.raises(InDoubtError):
        await messenger.post(digest)


@pytest.mark.parametrize("was_stored", [True, False])
async def test_a_broken_connection_leaves_it_in_doubt_and_nothing_is_tried_again(
    slack: FakeSlack, messenger: Messenger, digest: Post, *, was_stored: bool
) -> None:
    slack.lost[SCHEDULE] = was_stored
    with pytest.raises(InDoubtError):
        await messenger.post(digest)

    assert await slack.quiet(0.1) is False
    assert (len(slack.calls), len(slack.queue.messages)) == (1, int(was_stored))


async def test_no_answer_in_time_leaves_it_in_doubt(
    slack: FakeSlack, clock: FakeClock, digest: Post
) -> None:
    slack.hold = asyncio.Event()
    async with impatient(f"{slack.url}/api/", clock) as messenger:
        with pytest.raises(InDoubtError, match="Timeout"):
            await messenger.post(digest)
    slack.hold.set()


async def test_no_connection_in_time_means_that_nothing_was_posted(
    clock: FakeClock, digest: Post
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # and never greets
        async with impatient(f"https://127.0.0.1:{silent.getsockname()[1]}/", clock) as messenger:
            with pytest.raises(UnavailableError, match="Timeout"):
                await messenger.post(digest)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://x.invalid/", "http:///x"])
async def test_where_slack_cannot_be_reached_nothing_was_posted(
    slack: FakeSlack, clock: FakeClock, digest: Post, url: str
) -> None:
    async with opened(slack.settings(slack_api_url=url), clock=clock) as messenger:
        with pytest.raises(UnavailableError):
            await messenger.post(digest)


async def test_a_card_that_slack_refuses_is_posted_as_text_with_its_mark(
    slack: FakeSlack, messenger: Messenger, digest: Post, caplog: pytest.LogCaptureFixture
) -> None:
    slack.replies[SCHEDULE] = [refused("invalid_blocks")]
    await messenger.post(digest)

    card, text = slack.calls
    assert ("blocks" in card.body, "blocks" in text.body) == (True, False)
    assert text.body["text"].endswith(f"[{MARK}]")
    assert [vars(r)["reason"] for r in caplog.records] == ["invalid_blocks"]


async def test_a_post_that_is_refused_as_text_too_is_refused(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    slack.replies[SCHEDULE] = [refused("invalid_blocks"), refused("invalid_blocks")]

    with pytest.raises(RefusedError, match="invalid_blocks"):
        await messenger.post(digest)


async def test_every_post_of_one_answer_bears_its_own_mark_alone(
    slack: FakeSlack, messenger: Messenger, digest: Post
) -> None:
    for mark in ("1/2026-11-23", "2/2026-11-23"):
        await messenger.post(replace(digest, mark=mark))

    for number, call in enumerate(slack.calls, start=1):
        marks = [f"{n}/2026-11-23" for n in (1, 2) if f"{n}/2026-11-23" in str(call.body)]
        assert marks == [f"{number}/2026-11-23"]
        assert call.body["text"].count("[") == 1
        assert call.body["blocks"][-2]["elements"][-1]["text"] == marks[0]


async def test_what_is_laid_out_once_is_not_given_for_another_answer_or_language(
    slack: FakeSlack, messenger: Messenger, digest: Post, library: Library
) -> None:
    other = Answer(cards=(Card(title="Another day"),))
    for changed in (digest, replace(digest, answer=other), digest):
        await messenger.post(changed)
    await messenger.post(replace(digest, words=library[Language.FR].words))

    titles = [call.body["text"].splitlines()[0] for call in slack.calls]
    assert titles == ["Today in NATO", f"Another day [{MARK}]", *["Today in NATO"] * 2]
    assert ["non officiel" in str(call.body) for call in slack.calls] == [False] * 3 + [True]


async def test_what_was_laid_out_is_forgotten_when_there_is_too_much(
    messenger: SlackMessenger, digest: Post, slack: FakeSlack
) -> None:
    for number in range(205):
        card = Card(title=f"Day {number}")
        await messenger.post(replace(digest, answer=Answer(cards=(card,))))

    titles = [call.body["text"].splitlines()[0] for call in slack.calls]
    assert titles == [f"Day {number} [{MARK}]" for number in range(205)]


def test_the_channels_of_a_workspace_share_a_limit(messenger: Messenger) -> None:
    limits = {messenger.bucket(Place("slack", space, "C9")).key for space in ("T1", "T2")}

    assert messenger.bucket(PLACE) == Bucket("slack:T1", 50 / 60)
    assert limits == {"slack:T1", "slack:T2"}


@pytest.mark.parametrize("token", [None, "", "xoxb-\nx", "Bearer xoxb-1"])
async def test_without_a_token_that_could_be_one_the_setting_is_named(
    slack: FakeSlack, token: str | None
) -> None:
    given = slack.settings().model_copy(update={"slack_bot_token": token and SecretStr(token)})

    with pytest.raises(PlatformError, match="NATO_BOT_SLACK_BOT_TOKEN"):
        async with opened(given):
            pass


async def test_an_address_that_is_none_names_the_setting(slack: FakeSlack) -> None:
    with pytest.raises(PlatformError, match="NATO_BOT_SLACK_API_URL"):
        async with opened(slack.settings(slack_api_url="http://[::1/")):
            pass


async def test_neither_text_nor_token_is_logged(
    slack: FakeSlack, messenger: Messenger, digest: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="adapters")
    slack.replies[SCHEDULE] = [refused("invalid_blocks"), refused("invalid_auth")]
    with pytest.raises(TokenRefusedError):
        await messenger.post(digest)

    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert "Slack refused a card" in logged
    assert not [word for word in ("Something happened", "xoxb-") if word in logged]
    assert ANSWER.cards[0].title not in logged
