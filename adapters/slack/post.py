"""Sends an answer where its request came from; what Slack refuses becomes one line of log."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar, cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import newer, refusals
from adapters.slack.recent import Recent
from bot.requests import Origin

log = logging.getLogger(__name__)

T = TypeVar("T")
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[T]]
Forms: TypeAlias = Sequence[dict[str, Any]]
Where: TypeAlias = Mapping[str, str | None]
DAY_SECONDS, REMEMBERED = 86_400, 10_000
ADDRESS = re.compile(r"\b(?:wss?|https?)://\S+")


def _without_secrets(record: logging.LogRecord) -> bool:
    """One line without addresses, which hold tickets; no traceback where the network failed."""
    line = " ".join(record.getMessage().split())
    record.msg, record.args = ADDRESS.sub("…", line), None
    if record.exc_info and isinstance(record.exc_info[1], (OSError, aiohttp.ClientError)):
        record.exc_info = None
    return True


sdk_log = logging.getLogger("adapters.slack.sdk")
sdk_log.setLevel(logging.WARNING)
sdk_log.addFilter(_without_secrets)
"""For the library: below WARNING it would write what people ask, and the addresses to answer at."""


def retries() -> list[AsyncRetryHandler]:
    """What may be tried again: only where it is certain that nothing was posted.

    The library's own choice posts a second time when the connection drops after Slack has stored
    the message.
    """
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=2),
        AsyncConnectionErrorRetryHandler(error_types=[aiohttp.ClientConnectorError]),
    ]


class Posts:
    """Sends an answer in the best of its forms that Slack takes there: see `render.forms`."""

    def __init__(self) -> None:
        self._refused = Recent[tuple[str | None, frozenset[str]], bool](DAY_SECONDS, REMEMBERED)
        """Which newer blocks a workspace did not take."""

    async def in_thread(self, client: AsyncWebClient, origin: Origin, forms: Forms) -> None:
        """To everybody, in the thread of the request."""
        where: dict[str, Any] = {"channel": origin.channel or "", "thread_ts": origin.thread}
        await self._sent(lambda shown: client.chat_postMessage(**where, **shown), forms, origin)

    async def direct(
        self, client: AsyncWebClient, channel: str, origin: Origin, forms: Forms
    ) -> None:
        """In the conversation of one person with the bot."""
        where: dict[str, Any] = {"channel": channel, "thread_ts": origin.thread}
        await self._sent(lambda shown: client.chat_postMessage(**where, **shown), forms, origin)

    async def to_asker(
        self, client: AsyncWebClient, origin: Origin, forms: Forms, *, in_a_thread: bool
    ) -> None:
        """To the asker alone, where the question was asked.

        Slack does not show an ephemeral message in a thread that has no reply yet
        (chat.postEphemeral, `thread_ts`), so the answer to a question in the channel itself goes
        into the channel.
        """
        kept = [{key: body[key] for key in ("text", "blocks")} for body in forms]
        where: dict[str, Any] = {
            "channel": origin.channel or "",
            "user": origin.asker or "",
            "thread_ts": origin.thread if in_a_thread else None,
        }
        await self._sent(lambda shown: client.chat_postEphemeral(**where, **shown), kept, origin)

    async def to_url(
        self, client: AsyncWebClient, url: str, origin: Origin, forms: Forms, how: dict[str, Any]
    ) -> None:
        """To the response_url of a command or a button: it works where the bot is no member, too.

        `how` says who sees it, and whether it takes the place of the message of the button.
        """
        webhook = AsyncWebhookClient(
            url,
            session=client.session,
            logger=sdk_log,
            retry_handlers=retries(),
            proxy=client.proxy,
        )
        thread = {"thread_ts": origin.thread} if origin.thread else {}
        where = {"replace_original": False, **thread, **how}
        await self._sent(lambda shown: _accepted(webhook, {**where, **shown}), forms, origin)

    async def _sent(self, send: Send[object], forms: Forms, origin: Origin) -> None:
        where = {"platform": "slack", "space": origin.space, "channel": origin.channel}
        try:
            await self._in_a_form(send, forms, where)
        except SlackApiError as error:
            log.error("answer not sent", extra={**where, **refusals.facts(error)})  # noqa: TRY400
        except (aiohttp.ClientError, TimeoutError) as error:
            facts = {"reason": f"{type(error).__name__}: {error}"[:200]}
            log.error(  # noqa: TRY400 -- one line is enough
                "answer not sent", extra={**where, **facts, "advice": "check the network"}
            )

    async def _in_a_form(self, send: Send[object], forms: Forms, where: Where) -> None:
        """Post it; where Slack has refused newer blocks of these kinds, it is not asked again."""
        *better, classic = forms
        key = (where["space"], newer.kinds(forms[0]["blocks"]))
        for form in better if not self._refused.get(key) else ():
            try:
                await send(form)
            except SlackApiError as error:
                reason = refusals.reason(error)
                if reason not in refusals.OF_BLOCKS:
                    raise
                facts = {"blocks": " ".join(sorted(key[1])), "reason": reason}
                log.info("newer blocks refused", extra={**where, **facts})
                if reason in refusals.OF_KIND:
                    self._refused.put(key, True)
            else:
                return
        await as_card_or_text(send, classic, where)


async def _accepted(webhook: AsyncWebhookClient, body: dict[str, Any]) -> None:
    """Post, and make of a refusal, which is a status and a word, what the Web API would raise."""
    response = await webhook.send_dict(body)
    if word := _refusal(response.status_code, response.body):
        raise SlackApiError("response_url", {"error": word})  # type: ignore[no-untyped-call]


def _refusal(status: int, body: str) -> str:
    """Slack's word: all there is, or `error` beside an `ok` that is false, whatever the status."""
    try:
        said: object = json.loads(body)
    except ValueError:
        said = None
    if isinstance(said, dict) and "ok" in said:
        told = cast("dict[str, object]", said)
        return "" if told["ok"] else str(told.get("error") or status)[:40]
    return "" if status == HTTPStatus.OK else body.strip()[:40] or str(status)


async def as_card_or_text(send: Send[T], body: dict[str, Any], where: Where) -> T:
    """Post the card, or its text alone where Slack refuses the blocks: then nothing was posted."""
    try:
        return await send(body)
    except SlackApiError as error:
        if refusals.reason(error) not in refusals.OF_BLOCKS:
            raise
        log.error("Slack refused a card", extra={**where, **refusals.facts(error)})  # noqa: TRY400
        return await send({key: value for key, value in body.items() if key != "blocks"})
