"""Sends an answer where its request came from; what Slack refuses becomes one line of log."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import refusals
from bot.requests import Origin

log = logging.getLogger(__name__)

T = TypeVar("T")
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[T]]
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


async def in_thread(client: AsyncWebClient, origin: Origin, body: dict[str, Any]) -> None:
    """To everybody, in the thread of the request."""
    where: dict[str, Any] = {"channel": origin.channel or "", "thread_ts": origin.thread}
    await _sent(lambda shown: client.chat_postMessage(**where, **shown), body, origin)


async def direct(
    client: AsyncWebClient, channel: str, origin: Origin, body: dict[str, Any]
) -> None:
    """In the conversation of one person with the bot."""
    where: dict[str, Any] = {"channel": channel, "thread_ts": origin.thread}
    await _sent(lambda shown: client.chat_postMessage(**where, **shown), body, origin)


async def to_asker(
    client: AsyncWebClient, origin: Origin, body: dict[str, Any], *, in_a_thread: bool
) -> None:
    """To the asker alone, where the question was asked.

    Slack does not show an ephemeral message in a thread that has no reply yet (chat.postEphemeral,
    `thread_ts`), so the answer to a question in the channel itself goes into the channel.
    """
    kept = {key: body[key] for key in ("text", "blocks")}
    where: dict[str, Any] = {
        "channel": origin.channel or "",
        "user": origin.asker or "",
        "thread_ts": origin.thread if in_a_thread else None,
    }
    await _sent(lambda shown: client.chat_postEphemeral(**where, **shown), kept, origin)


async def to_url(client: AsyncWebClient, url: str, origin: Origin, body: dict[str, Any]) -> None:
    """To the response_url of a command or a button: it works where the bot is no member, too."""
    webhook = AsyncWebhookClient(
        url, session=client.session, logger=sdk_log, retry_handlers=retries(), proxy=client.proxy
    )
    thread = {"thread_ts": origin.thread} if origin.thread else {}
    message = {"replace_original": False, **thread, **body}
    await _sent(lambda shown: _accepted(webhook, shown), message, origin)


async def _accepted(webhook: AsyncWebhookClient, body: dict[str, Any]) -> None:
    """Post, and make of a refusal, which is a status and a word, what the Web API would raise."""
    response = await webhook.send_dict(body)
    if response.status_code != HTTPStatus.OK:
        word = response.body.strip()[:40] or str(response.status_code)
        raise SlackApiError("response_url", {"error": word})  # type: ignore[no-untyped-call]


async def _sent(send: Send[object], body: dict[str, Any], origin: Origin) -> None:
    where = {"platform": "slack", "space": origin.space, "channel": origin.channel}
    try:
        await as_card_or_text(send, body, where)
    except SlackApiError as error:
        log.error("answer not sent", extra={**where, **refusals.facts(error)})  # noqa: TRY400
    except (aiohttp.ClientError, TimeoutError) as error:
        facts = {"reason": f"{type(error).__name__}: {error}"[:200], "advice": "check the network"}
        log.error("answer not sent", extra={**where, **facts})  # noqa: TRY400 -- one line is enough


async def as_card_or_text(
    send: Send[T], body: dict[str, Any], where: Mapping[str, str | None]
) -> T:
    """Post the card, or its text alone where Slack refuses the blocks: then nothing was posted."""
    try:
        return await send(body)
    except SlackApiError as error:
        if refusals.reason(error) not in refusals.OF_BLOCKS:
            raise
        log.error("Slack refused a card", extra={**where, **refusals.facts(error)})  # noqa: TRY400
        return await send({key: value for key, value in body.items() if key != "blocks"})
