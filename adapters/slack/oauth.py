"""Installing the app to a workspace: the page with the button, and where Slack leads back to.

Slack's library has such a flow too; it logs Slack's code, lets a lost connection end in a
traceback, and asks for more tables.
"""

import hmac
import logging
import secrets
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import pages, refusals
from adapters.slack.installs import Installs
from adapters.slack.leaving import Leaving
from adapters.slack.scopes import SCOPES
from bot.errors import StoreError
from bot.routes import Received, Reply
from bot.store.installations import States

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
STATE_SECONDS = 600
COOKIE = "nato-bot-install"


class Installing:
    """Answers the two pages."""

    def __init__(
        self, installs: Installs, states: States, client: AsyncWebClient, leaving: Leaving
    ) -> None:
        self._installs = installs
        self._leaving = leaving
        self._states = states
        self._client = client

    async def begin(self, request: Received) -> Reply:
        """The page with the button; its state is bound to the browser by a cookie."""
        state = secrets.token_urlsafe(32)
        language = pages.language_of(request.headers.get("accept-language", ""))
        try:
            await self._states.issue(state, self._installs.now, STATE_SECONDS)
        except StoreError as error:
            return self._failed(request, "away", HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        query = {
            "client_id": self._installs.client_id,
            "scope": ",".join(SCOPES),
            "user_scope": "",
            "state": state,
        }
        slack = urlsplit(self._client.base_url)  # GovSlack has an address of its own
        url = f"{slack.scheme}://{slack.netloc}/oauth/v2/authorize?{urlencode(query)}"
        cookie = f"{COOKIE}={state}; Max-Age={STATE_SECONDS}; Path={REDIRECT}; HttpOnly; Secure"
        return pages.install(language, url, f"{cookie}; SameSite=Lax")

    async def end(self, request: Received) -> Reply:
        """Take Slack's code for a token, once, in the browser that began."""
        given = {name: values[0] for name, values in parse_qs(request.query).items()}
        if "error" in given:
            return self._failed(request, "cancelled", HTTPStatus.OK, given["error"][:40])
        state, code = given.get("state", ""), given.get("code", "")
        try:
            if not _is_from(request, state) or not await self._consumed(state):
                return self._failed(request, "stale", HTTPStatus.BAD_REQUEST, "state")
            if not code:
                return self._failed(request, "refused", HTTPStatus.BAD_REQUEST, "no code")
            await self._install(code)
        except SlackApiError as error:
            word = refusals.reason(error)
            return self._failed(request, "refused", HTTPStatus.BAD_REQUEST, word)
        except (aiohttp.ClientError, TimeoutError, StoreError) as error:
            word = type(error).__name__
            return self._failed(request, "away", HTTPStatus.SERVICE_UNAVAILABLE, word)
        return pages.done(pages.language_of(request.headers.get("accept-language", "")))

    async def _consumed(self, state: str) -> bool:
        return await self._states.consume(state, self._installs.now)

    async def _install(self, code: str) -> None:
        answer = await self._installs.exchange(code=code)
        tested = await self._client.auth_test(token=str(answer["access_token"]))
        bot: object = tested.get("bot_id")
        installed = await self._installs.save(answer, str(bot or ""))
        space = installed.team or installed.enterprise
        log.info("installed", extra={"platform": "slack", "space": space})
        await self._leaving.came_back(installed)

    def _failed(self, request: Received, page: str, status: HTTPStatus, reason: str) -> Reply:
        log.warning("not installed", extra={"platform": "slack", "reason": reason})
        language = pages.language_of(request.headers.get("accept-language", ""))
        return pages.failed(language, page, status)


def _is_from(request: Received, state: str) -> bool:
    """Whether the browser that comes back is the one that began."""
    try:
        cookie = SimpleCookie(request.headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return False
    if cookie is None or not state:
        return False
    return hmac.compare_digest(state.encode(), cookie.value.encode())
