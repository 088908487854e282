"""The language of a person's Slack, for what that person alone will see."""

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import refusals
from adapters.slack.recent import Recent
from bot.requests import Language, Origin

log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 3_600
REMEMBERED_PEOPLE = 10_000
PATIENCE_SECONDS = 2.0
"""An answer in English now is better than one in French later."""


class Languages:
    """Asks Slack once an hour for each person; English where Slack does not say."""

    def __init__(self) -> None:
        self._known = Recent[tuple[str | None, str], Language](
            REMEMBERED_SECONDS, REMEMBERED_PEOPLE
        )

    async def of(self, origin: Origin, client: AsyncWebClient) -> Language:
        """The asker's language."""
        if origin.asker is None:
            return Language.EN
        key = (origin.space, origin.asker)
        if known := self._known.get(key):
            return known
        facts: dict[str, str | None] = {"platform": origin.platform, "space": origin.space}
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                language = await _of(origin.asker, client)
        except SlackApiError as error:
            log.warning("language refused", extra={**facts, **refusals.facts(error)})
            language = Language.EN
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("language unknown", extra={**facts, "reason": type(error).__name__})
            return Language.EN  # not remembered: Slack may say next time
        self._known.put(key, language)
        return language


async def _of(person: str, client: AsyncWebClient) -> Language:
    answer = await client.users_info(user=person, include_locale=True)
    user: dict[str, object] = answer.get("user") or {}
    code = str(user.get("locale") or "").partition("-")[0]
    return Language(code) if code in set(Language) else Language.EN
