"""Whether a request over HTTP comes from Slack: docs.slack.dev/authentication/verifying-requests.

Bolt could look too, but answers 500 to a time that is no number and to a body that is no UTF-8, and
writes the body of a request that it refuses into the log.
"""

import hmac
from hashlib import sha256
from http import HTTPStatus

from bot.routes import Received

WINDOW_SECONDS = 300
"""How far a request's time may be from ours: what is older may be somebody's copy."""
DIGITS = 12
"""Of a time in seconds, for thirty thousand years."""


def refusal(request: Received, secret: str, now: float) -> tuple[HTTPStatus, str] | None:
    """Why not to listen to it: a status, and a word for the log; None where Slack has signed it."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not timestamp or not signature:
        return HTTPStatus.UNAUTHORIZED, "not signed"
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= DIGITS):
        return HTTPStatus.BAD_REQUEST, "no time"
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return HTTPStatus.UNAUTHORIZED, "too old"
    if not hmac.compare_digest(_signature(request.body, timestamp, secret), signature.encode()):
        return HTTPStatus.UNAUTHORIZED, "wrong signature"
    return None


def _signature(body: bytes, timestamp: str, secret: str) -> bytes:
    signed = f"v0:{timestamp}:".encode() + body
    return b"v0=" + hmac.new(secret.encode(), signed, sha256).hexdigest().encode()
