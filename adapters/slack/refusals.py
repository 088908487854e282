"""What Slack says when it refuses, and what whoever runs the bot can do about it."""

from typing import Any, cast

from slack_sdk.errors import SlackApiError

RENEW = "reinstall the app and renew NATO_BOT_SLACK_BOT_TOKEN"
INVITE = "invite the bot to the channel by /invite"
NOTHING = "nothing to do"
ADVICE = {
    "missing_scope": "add the scope named in `needed` to the app and reinstall it",
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,
    "user_not_in_channel": NOTHING,
    "is_archived": NOTHING,
    "used_url": NOTHING,
    "expired_url": NOTHING,
    "ratelimited": NOTHING,
    "restricted_action": "ask the workspace's administrators to let the app post there",
    "invalid_auth": RENEW,
    "not_authed": RENEW,
    "account_inactive": RENEW,
    "token_expired": RENEW,
    "token_revoked": RENEW,
}
"""By the errors of docs.slack.dev/reference/methods/chat.postMessage; others are our mistakes."""
OF_KIND = {"invalid_blocks", "invalid_blocks_format", "invalid_attachments"}
"""Refusals of some block, which may be of a kind that the workspace does not have yet; Slack calls
a table that it does not take an attachment."""
OF_BLOCKS = {*OF_KIND, "msg_blocks_too_long"}
"""Refusals of the card, not of the message: its text alone may still be taken."""
REPORT = "report this as a mistake of nato-bot"
UNREADABLE = "no readable answer"


def reason(error: SlackApiError) -> str:
    """Slack's word for it: `invalid_auth`."""
    return str(_answered(error).get("error") or UNREADABLE)


def status(error: SlackApiError) -> int:
    """The HTTP status of Slack's answer; 0 where there is none."""
    answer: object = cast("object", error.response)
    return int(getattr(answer, "status_code", getattr(answer, "status", 0)))


def retry_after(error: SlackApiError) -> float | None:
    """How many seconds Slack wants to be left alone, if it says so."""
    answer: Any = error.response
    wanted = str(getattr(answer, "headers", {}).get("Retry-After", ""))
    return float(wanted) if wanted.isdecimal() else None


def facts(error: SlackApiError) -> dict[str, str]:
    """For a log line: the reason, the scope that is missing, and what to do."""
    why = reason(error)
    needed = _answered(error).get("needed")
    scope = {"needed": str(needed)} if needed else {}
    return {"reason": why, **scope, "advice": ADVICE.get(why, REPORT)}


def _answered(error: SlackApiError) -> dict[str, Any]:
    """Slack's answer; the library hands over aiohttp's response where that was no JSON."""
    response: object = cast("object", error.response)
    data: object = getattr(response, "data", response)
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}
