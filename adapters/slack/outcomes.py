"""What became of a call that posts unasked: Slack's refusals and silences as DeliveryErrors."""

from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import refusals
from bot.errors import (
    ChannelGoneError,
    DeliveryError,
    InDoubtError,
    NoPermissionError,
    RateLimitedError,
    RefusedError,
    TokenRefusedError,
    UnavailableError,
)

PAUSE_SECONDS = 30.0
"""Where Slack limits the rate and does not say for how long."""
LONG_PAUSE_SECONDS = 300.0
TOO_MANY: Mapping[str, float] = {
    "ratelimited": PAUSE_SECONDS,
    "rate_limited": PAUSE_SECONDS,
    "restricted_too_many": LONG_PAUSE_SECONDS,
    "message_limit_exceeded": LONG_PAUSE_SECONDS,
}
"""Words for too much, and how long to wait. At most 30 messages may be scheduled for the same five
minutes of a channel: docs.slack.dev/reference/methods/chat.scheduleMessage, "Restrictions"."""
BY_WORD: Mapping[type[DeliveryError], str] = {
    InDoubtError: "service_unavailable fatal_error internal_error request_timeout",
    UnavailableError: "org_login_required team_added_to_org",
    NoPermissionError: "not_in_channel missing_scope no_permission ekm_access_denied thread_locked "
    "access_denied accesslimited enterprise_is_restricted two_factor_setup_required "
    "messages_tab_disabled",
    ChannelGoneError: "channel_not_found invalid_channel is_archived account_inactive "
    "token_revoked team_access_not_granted",
    TokenRefusedError: "invalid_auth not_authed token_expired invalid_token not_allowed_token_type",
}
"""The errors of docs.slack.dev/reference/methods/chat.scheduleMessage and chat.postMessage.

Of fatal_error and internal_error Slack says that part of the work may be done. account_inactive,
token_revoked and team_access_not_granted mean that the app or the workspace was removed: no other
workspace is touched, and nothing comes back but by a new installation.
"""
ERRORS = {word: error for error, words in BY_WORD.items() for word in words.split()}
RESTRICTED = "restricted_action"
"""There are several, by what is restricted: `restricted_action_read_only_channel`."""


async def answered(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """What Slack answers; raises the DeliveryError that its refusal or its silence amounts to."""
    try:
        data = cast("object", (await call).data)
    except SlackApiError as e:
        raise _refused(e) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as e:
        raise UnavailableError(type(e).__name__) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as e:
        raise InDoubtError(type(e).__name__) from None
    except (AttributeError, ValueError):  # the library takes text/plain, or a list, for an object
        raise InDoubtError(refusals.UNREADABLE) from None
    if not isinstance(data, dict):
        raise InDoubtError(refusals.UNREADABLE)
    return cast("dict[str, Any]", data)


def _refused(error: SlackApiError) -> DeliveryError:
    word, status = refusals.reason(error), refusals.status(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS or word in TOO_MANY:
        wanted = refusals.retry_after(error)
        return RateLimitedError(TOO_MANY.get(word, PAUSE_SECONDS) if wanted is None else wanted)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or word == refusals.UNREADABLE:
        return InDoubtError(word)
    if word.startswith(RESTRICTED):
        return NoPermissionError(word)
    return ERRORS.get(word, RefusedError)(word)
