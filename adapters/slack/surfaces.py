"""Where the bot speaks besides channels: direct messages, a message's shortcut, its App Home."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import parse, refusals, views
from adapters.slack.listeners import Listeners
from adapters.slack.prompts import Prompts
from bot.core import Core
from bot.inflight import InFlight
from bot.requests import Origin, Request

log = logging.getLogger(__name__)

TERMS = "terms"
"""The command that explains the terms of a text, and the shortcut's own name."""


class Surfaces:
    """Takes what comes from there."""

    def __init__(self, core: Core, listeners: Listeners, in_flight: InFlight) -> None:
        self._core = core
        self._listeners = listeners
        self._in_flight = in_flight
        self._prompts = Prompts()

    def attach(self, app: AsyncApp) -> None:
        """Listen; before those who listen to anything."""
        app.event({"type": "message", "subtype": None})(self.on_direct)
        app.event("app_home_opened")(self.on_home)
        app.shortcut(TERMS)(self.on_shortcut)

    async def on_direct(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer a message that somebody writes to the bot alone."""
        with self._in_flight:
            request = parse.direct(body, self._core)
            if request is None or not await self._listeners.is_first(body):
                return
            request = self._listeners.paced(request)
            if request is None:
                return
            answer = await self._listeners.answer(request, client, private=True)
            channel, forms = body["event"]["channel"], self._listeners.forms(answer)
            await self._listeners.posts.direct(client, channel, request.origin, forms)

    async def on_shortcut(
        self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        """Open a modal at once, then put the terms of the message into it."""
        with self._in_flight:
            await ack()
            origin = parse.asker(body)
            words = self._core.words((await self._listeners.person(origin, client)).language)
            opened = await self._shown(origin, _open(client, body, views.loading(words)))
            if opened is None:
                return
            text = parse.text(str(body.get("message", {}).get("text", "")))
            request = Request(command=TERMS, arguments={"text": text}, origin=origin)
            answer = await self._listeners.answer(request, client, private=True)
            view = views.modal(answer, self._core.words(answer.language))
            await self._shown(origin, client.views_update(view_id=opened, view=view))

    async def on_home(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Lay App Home out anew for whoever opens it; in the conversation, offer a beginning."""
        with self._in_flight:
            event = body["event"]
            origin = parse.asker({**body, "user": {"id": event["user"]}})
            person = await self._listeners.person(origin, client)
            if event.get("tab") != "home":
                channel, words = str(event.get("channel", "")), self._core.words(person.language)
                await self._prompts.offer(client, origin.space, channel, words)
                return
            given = [
                await self._listeners.answer(request, client, private=True)
                for request in _daily(origin, str(event.get("channel", "")))
            ]
            answers = [answer for answer in given if not answer.declined]
            language = answers[0].language if answers else person.language
            view = views.home(answers, self._core.words(language))
            publishing = client.views_publish(user_id=event["user"], view=view)
            await self._shown(origin, publishing)

    async def _shown(self, origin: Origin, call: Any) -> str | None:  # noqa: ANN401 -- slack_sdk's
        """The id of the view; None, and a line of log, where Slack does not take it."""
        facts = {"platform": "slack", "space": origin.space}
        try:
            answer = await call
        except SlackApiError as error:
            log.warning("view refused", extra={**facts, **refusals.facts(error)})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("view not shown", extra={**facts, "reason": type(error).__name__})
        else:
            view: dict[str, str] = answer.get("view") or {}
            return view.get("id", "")
        return None


def _daily(origin: Origin, channel: str) -> Iterator[Request]:
    """What App Home shows, where the reader may see it; digests are asked for in some channel."""
    yield Request(command="fact", origin=origin)
    yield Request(command="digest-list", origin=replace(origin, channel=channel))
    yield Request(command="language", origin=origin)


def _open(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> Any:  # noqa: ANN401
    return client.views_open(trigger_id=str(body.get("trigger_id", "")), view=view)
