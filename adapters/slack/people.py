"""What a person's Slack says of them: their language, their time zone, whether they administer."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import refusals
from adapters.slack.parse import team_of
from adapters.slack.recent import Recent
from bot.requests import Language, Origin

log = logging.getLogger(__name__)

REMEMBERED_SECONDS = 3_600
REMEMBERED_PEOPLE = 10_000
PATIENCE_SECONDS = 2.0
"""An answer in English now is better than one in French later; and the trigger of a modal lives for
three seconds."""
LASTING = {"missing_scope"}
"""Refusals that stay until the app is installed anew: to ask again would only fill the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a workspace; as here where Slack does not say."""

    language: Language = Language.EN
    zone: str | None = None
    administers: bool = False
    """Whether they are an administrator or an owner of the workspace they ask in."""


class People:
    """Asks Slack once an hour for each person."""

    def __init__(self) -> None:
        self._known = Recent[tuple[str | None, str], Person](REMEMBERED_SECONDS, REMEMBERED_PEOPLE)

    async def of(self, origin: Origin, client: AsyncWebClient) -> Person:
        """The asker."""
        if origin.asker is None:
            return Person()
        key = (origin.space, origin.asker)
        if known := self._known.get(key):
            return known
        facts: dict[str, str | None] = {"platform": origin.platform, "space": origin.space}
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await client.users_info(user=origin.asker, include_locale=True)
        except SlackApiError as error:
            log.warning("language refused", extra={**facts, **refusals.facts(error)})
            if refusals.reason(error) not in LASTING:
                return Person()
            person = Person()
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("language unknown", extra={**facts, "reason": type(error).__name__})
            return Person()  # not remembered: Slack may say next time
        else:
            person = _person(answer.get("user") or {}, origin.space)
        self._known.put(key, person)
        return person


def _person(user: dict[str, Any], space: str | None) -> Person:
    """From docs.slack.dev/reference/objects/user-object."""
    code = str(user.get("locale") or "").partition("-")[0]
    return Person(
        language=Language(code) if code in set(Language) else Language.EN,
        zone=user.get("tz") or None,
        administers=_is_of(user, space) and bool(user.get("is_admin") or user.get("is_owner")),
    )


def _is_of(user: dict[str, Any], space: str | None) -> bool:
    """Whether the workspace is theirs: who comes by a shared channel administers another one."""
    of_organisation: dict[str, Any] = user.get("enterprise_user") or {}
    return team_of(space) in {user.get("team_id"), *(of_organisation.get("teams") or ())}
