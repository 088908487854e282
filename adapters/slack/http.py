"""Slack's requests over HTTP: what is not signed by Slack is refused, all else taken at once."""

import asyncio
import json
import logging
from http import HTTPStatus
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack import early, signed
from bot.inflight import InFlight
from bot.ports import Clock
from bot.routes import Received, Reply

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
"""The one address for events, commands and interactivity."""


class Entrance:
    """Answers POST /slack/events.

    It is acknowledged before Bolt sees it, and worked on in a task of its own; forms alone wait for
    their listener, whose answer has a content.
    """

    def __init__(self, app: AsyncApp, secret: str, in_flight: InFlight, clock: Clock) -> None:
        self._app = app
        self._secret = secret
        self._in_flight = in_flight
        self._clock = clock
        self._turn = asyncio.Lock()

    async def take(self, request: Received) -> Reply:
        """The answer that Slack waits for; one line of log where the request is not Slack's."""
        refused = signed.refusal(request, self._secret, self._clock.now().timestamp())
        if refused:
            return _refused(*refused)
        try:
            bolt = AsyncBoltRequest(
                body=request.body.decode(), query=request.query, headers={**request.headers}
            )
        except (ValueError, TypeError, AttributeError):  # what the library makes of such a body
            return _refused(HTTPStatus.BAD_REQUEST, "not readable")
        if bolt.body.get("type") == "url_verification":
            return _json({"challenge": str(bolt.body.get("challenge", ""))})
        if not early.is_bare(bolt.body):
            return await self._dispatched(bolt)
        self._in_flight.start(self._in_turn(bolt))
        return Reply()

    async def _in_turn(self, request: AsyncBoltRequest) -> None:
        """Begin one each time around, so that a crowd of them is acknowledged before."""
        async with self._turn:
            await asyncio.sleep(0)
        await self._dispatched(request)

    async def _dispatched(self, request: AsyncBoltRequest) -> Reply:
        with self._in_flight:
            try:
                response = await self._app.async_dispatch(request)
            except Exception:
                log.exception("request failed", extra={"platform": "slack"})
                return Reply(status=HTTPStatus.INTERNAL_SERVER_ERROR)
            await asyncio.sleep(0)  # the listener begins, and counts itself from here on
            headers = response.first_headers_without_set_cookie()
            return Reply(status=response.status, body=response.body, headers=headers)


def _json(content: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(content), headers={"Content-Type": "application/json"})


def _refused(status: HTTPStatus, reason: str) -> Reply:
    log.warning("request refused", extra={"platform": "slack", "reason": reason})
    return Reply(status=status, body=reason)
