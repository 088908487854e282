"""What Discord says when it refuses, as one of our errors. Pure."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

from adapters.discord import limits
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

KINDS: Mapping[str, type[DeliveryError]] = {
    limits.UNKNOWN_CHANNEL: ChannelGoneError,
    limits.UNKNOWN_GUILD: ChannelGoneError,
    limits.BLOCKED: UnavailableError,
    limits.ARCHIVED: NoPermissionError,
    limits.LOCKED: NoPermissionError,
}
"""By error code, where that says more than the status."""
STATUSES: Mapping[int, type[DeliveryError]] = {
    HTTPStatus.UNAUTHORIZED: TokenRefusedError,
    HTTPStatus.FORBIDDEN: NoPermissionError,
}
REST_SECONDS = 60.0
"""After a 429 that does not say how long."""


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> DeliveryError:
    """The error for an answer that is no success; its code is Discord's, or else the status."""
    said = _json(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _limited(headers, said)
    code = str((said or {}).get("code") or status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return InDoubtError(code)
    if said is None and status != HTTPStatus.UNAUTHORIZED:
        return UnavailableError(code)  # something between us and Discord refuses, not Discord
    return KINDS.get(code, STATUSES.get(status, RefusedError))(code)


def _limited(headers: Mapping[str, str], said: Mapping[str, Any] | None) -> RateLimitedError:
    """For the whole bot, or the whole address where the network before Discord says it."""
    whole = "X-RateLimit-Global" in headers or headers.get("X-RateLimit-Scope") == "global"
    told = (said or {}).get("retry_after") or headers.get("Retry-After")
    try:
        seconds = float(told or REST_SECONDS)
    except (TypeError, ValueError):
        seconds = REST_SECONDS
    is_global = said is None or bool(said.get("global"))
    return RateLimitedError(seconds, whole=whole or is_global)


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        said: object = json.loads(body)
    except ValueError:
        return None
    return cast("dict[str, Any]", said) if isinstance(said, dict) else None
