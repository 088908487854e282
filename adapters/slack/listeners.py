"""What the bot does when it is mentioned, commanded, pressed, or handed a form."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import digest_modal, limits, parse, refusals, render, views
from adapters.slack.messenger import SlackMessenger
from adapters.slack.people import People, Person
from adapters.slack.post import Posts
from adapters.slack.recent import Recent
from bot.answers import Answer, Visibility
from bot.cooldown import CoolDown, Pace
from bot.core import TOO_FAST, Core
from bot.errors import DeliveryError, StoreError
from bot.inflight import InFlight
from bot.metrics import Counted
from bot.ports import Place, SystemClock
from bot.requests import Language, Origin, Request
from bot.store.events import Events

log = logging.getLogger(__name__)

REMEMBERED_EVENTS = 10_000
FORM_PATIENCE_SECONDS = limits.ACKNOWLEDGED_SECONDS - 1
"""How long a form stays open for its answer, which takes some calls to Slack."""


class Listeners:
    """Takes what Slack sends, asks the core, and sends the answer."""

    def __init__(self, core: Core, in_flight: InFlight, events: Events | None = None) -> None:
        """Without `events`, what was answered is known to this process alone."""
        self._core = core
        self._in_flight = in_flight
        self._events = events
        self.posts = Posts()
        self._people = People()
        self._cool_down = CoolDown()
        self._answered = Recent[tuple[str, str], bool](limits.REDELIVERY_SECONDS, REMEMBERED_EVENTS)

    async def on_mention(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer in the thread; once, however often Slack delivers the event."""
        with self._in_flight:
            request = parse.mention(body, self._core)
            if request is None or not await self.is_first(body):
                return
            request = self.paced(request)
            if request is None:
                return
            answer = await self.answer(request, client)
            if answer.visibility is Visibility.ASKER:
                in_a_thread = parse.is_in_thread(body)
                await self.posts.to_asker(
                    client, request.origin, self.forms(answer), in_a_thread=in_a_thread
                )
            else:
                await self.posts.in_thread(client, request.origin, self.forms(answer))

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer in the channel, or to the asker alone, or by a form."""
        with self._in_flight:
            await ack()  # Slack shows an error after 3 s
            request = self.paced(parse.command(body, self._core))
            if request is None:
                return
            if digest_modal.is_asked_for(request):
                person = await self._people.of(request.origin, client)
                if person.administers:
                    if await self._opened(body, person, request.origin, client):
                        return
                    how = {"command": request.command}
                    request = Request(command="help", arguments=how, origin=request.origin)
            await self._respond(body, request, await self.answer(request, client), client)

    async def on_button(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer below the message of the button, which stays; who asked alone is told alone.

        A page takes the place of the one before, unless others read that: then it is turned for
        the one who reads on.
        """
        with self._in_flight:
            await ack()
            request = self.paced(parse.button(body, self._core))
            if request is None:
                return
            private = parse.is_alone(body) or bool(request.page)
            answer = await self.answer(request, client, private=private)
            await self._respond(body, request, answer, client)

    async def on_typing(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Suggest what may be meant, while somebody types in a form."""
        with self._in_flight:
            person = await self._people.of(parse.asker(body), client)
            await ack(options=digest_modal.suggestions(body, self._core, person.language))

    async def on_form(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Do what a form says: a mistake is shown in it, all else is told in the channel.

        Where Slack would not wait for the answer, the form is closed without it.
        """
        with self._in_flight:
            request = digest_modal.request(body)
            answering = asyncio.ensure_future(self.answer(request, client))
            await asyncio.wait({answering}, timeout=FORM_PATIENCE_SECONDS)
            if answering.done() and (answer := answering.result()).declined:
                errors = digest_modal.refusal(answer, self._core.words(answer.language))
                await ack(response_action="errors", errors=errors)
                return
            await ack()
            await self._tell(request.origin, await answering, client)

    async def on_other(self, ack: AsyncAck) -> None:
        """Take note of what nobody handles: Slack sends it again otherwise."""
        await ack()

    def paced(self, request: Request) -> Request | None:
        """The request, or what tells its asker that it came too fast; None where that was said.

        Each mention begins a thread of its own here: so the channel is what is counted.
        """
        pace = self._cool_down.pace(replace(request.origin, thread=None))
        if pace is Pace.TOLD:
            return None
        is_fine = pace is Pace.FINE
        return request if is_fine else Request(command=TOO_FAST, origin=request.origin)

    async def is_first(self, body: dict[str, Any]) -> bool:
        """Whether nobody has taken this event yet; where the store is away, whether we have not."""
        is_first = await self._noted(*parse.event_key(body))
        if not is_first:
            self._core.metrics.count(Counted.REPEATED_EVENTS, "slack")
        return is_first

    async def _noted(self, space: str, event: str) -> bool:
        if self._answered.get((space, event)):
            return False
        self._answered.put((space, event), True)
        try:
            return self._events is None or await self._events.note("slack", f"{space}/{event}")
        except StoreError as error:
            facts = {"platform": "slack", "space": space, "error": str(error)}
            log.warning("events are remembered here alone", extra=facts)
            return True

    async def answer(
        self, request: Request, client: AsyncWebClient, *, private: bool = False
    ) -> Answer:
        """Ask the core; Slack is asked for the person only where it matters who they are."""

        async def locale() -> Language:
            return (await self._people.of(request.origin, client)).language

        command = self._core.commands.get(request.command)
        if command and command.is_private:
            request = await self._with_rights(request, client)
        return await self._core.answer(request, locale, alone=private, in_pages=True)

    async def person(self, origin: Origin, client: AsyncWebClient) -> Person:
        """The asker, as Slack knows them."""
        return await self._people.of(origin, client)

    async def _with_rights(self, request: Request, client: AsyncWebClient) -> Request:
        """The request of somebody who may administer, or not.

        What it sets is for the whole channel, even where it is said in a thread, which few follow.
        """
        person = await self._people.of(request.origin, client)
        origin = replace(
            request.origin, thread=None, zone=person.zone, may_administer=person.administers
        )
        return replace(request, origin=origin)

    async def _opened(
        self, body: dict[str, Any], person: Person, origin: Origin, client: AsyncWebClient
    ) -> bool:
        """Open the form; False where Slack does not."""
        view = digest_modal.view(person, self._core)
        facts = {"platform": origin.platform, "space": origin.space}
        try:
            await client.views_open(trigger_id=body.get("trigger_id", ""), view=view)
        except SlackApiError as error:
            log.warning("form refused", extra={**facts, "reason": refusals.reason(error)})
            return False
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("form not opened", extra={**facts, "reason": type(error).__name__})
            return False
        return True

    async def _tell(self, origin: Origin, answer: Answer, client: AsyncWebClient) -> None:
        place = Place(origin.platform, origin.space or "", origin.channel or "")
        messenger = SlackMessenger(client, SystemClock())
        words = self._core.words(answer.language)
        try:
            await messenger.tell(place, origin.asker or "", answer, words)
        except DeliveryError as error:
            facts = {"platform": place.platform, "space": place.space, "channel": place.channel}
            log.error("answer not sent", extra={**facts, "reason": error.code})  # noqa: TRY400

    async def _respond(
        self, body: dict[str, Any], request: Request, answer: Answer, client: AsyncWebClient
    ) -> None:
        if "response_url" not in body:  # pressed in a modal or in App Home
            await self._on_top(body, request, answer, client)
            return
        # In the conversation with the bot nobody else reads, and what is ephemeral would not stay.
        is_hidden = answer.visibility is Visibility.ASKER and not parse.is_conversation(body)
        seen_by = "ephemeral" if is_hidden else "in_channel"
        turns = bool(request.page) and not request.is_shared and parse.is_alone(body)
        how = {"response_type": seen_by, "replace_original": turns}
        url = body["response_url"]
        await self.posts.to_url(client, url, request.origin, self.forms(answer), how)

    async def _on_top(
        self, body: dict[str, Any], request: Request, answer: Answer, client: AsyncWebClient
    ) -> None:
        """In a modal, on the one of the button where that stands in one; a page in its place."""
        view = views.modal(answer, self._core.words(answer.language))
        below: dict[str, Any] = body.get("view") or {}
        trigger = str(body.get("trigger_id", ""))
        facts = {"platform": "slack", "space": request.origin.space}
        try:
            if below.get("type") == "modal" and request.page:
                await client.views_update(view_id=str(below.get("id", "")), view=view)
            elif below.get("type") == "modal":
                await client.views_push(trigger_id=trigger, view=view)
            else:
                await client.views_open(trigger_id=trigger, view=view)
        except SlackApiError as error:
            log.warning("view refused", extra={**facts, **refusals.facts(error)})
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("view not shown", extra={**facts, "reason": type(error).__name__})

    def forms(self, answer: Answer) -> list[dict[str, Any]]:
        """The answer as messages, the best first."""
        return render.forms(answer, self._core.words(answer.language))
