"""Why Discord will not have us, in one line that says what to do."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager

import aiohttp
import discord
from discord.gateway import ReconnectWebSocket
from discord.http import Route
from yarl import URL

from bot.errors import PlatformError

TOKEN_CODES, INTENTS_CODES = (4004,), (4013, 4014)
"""Gateway close codes: topics/opcodes-and-status-codes."""
OUTSIDE = (
    *(discord.ConnectionClosed, discord.GatewayNotFound, discord.HTTPException),
    *(aiohttp.ClientError, OSError, TimeoutError, ReconnectWebSocket),
)
MISSING = "set NATO_BOT_DISCORD_TOKEN: the developer portal shows it on the Bot page"
REFUSED = (
    "Discord refused the token: copy it again from the developer portal, Bot page, "
    "into NATO_BOT_DISCORD_TOKEN"
)
REFUSED_INTENTS = (
    "Discord refused the intents, though the bot asks for none that is privileged: "
    "see in the developer portal whether the application is limited"
)


class OneLine(logging.Filter):
    """Of a connection that breaks, what discord.py does about it, without its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the record; a mistake of ours keeps all of its own."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, OUTSIDE):
            record.msg = f"{record.getMessage()} ({_reason(error)})"
            record.args, record.exc_info, record.exc_text = (), None, None
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def _reason(error: BaseException) -> str:
    if isinstance(error, ReconnectWebSocket):  # it says nothing but the number of the shard
        return "the gateway closed the connection before it said hello"
    return f"{type(error).__name__}: {str(error)[:200]}"


@contextmanager
def in_one_line() -> Generator[None]:
    """While inside, discord.py's retries are a line each."""
    shortening = OneLine()
    loggers = [logging.getLogger(name) for name in ("discord.client", "discord.shard")]
    for logger in loggers:
        logger.addFilter(shortening)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(shortening)


def checked(token: str) -> str:
    """The token if it can be one; raises PlatformError before a header is made of it."""
    if not token:
        raise PlatformError(MISSING)
    if not re.fullmatch(r"[\w.+/=-]+", token.strip(), re.ASCII):
        raise PlatformError(REFUSED)
    return token.strip()


def explained(ended: BaseException | None) -> BaseException:
    """The end of a connection as PlatformError; a mistake of ours stays what it is."""
    text = _text(ended)
    return ended if ended and not text else PlatformError(text)


def _text(ended: BaseException | None) -> str:
    code = ended.code if isinstance(ended, discord.ConnectionClosed) else 0
    text = ""
    match ended:
        case discord.LoginFailure():
            text = REFUSED
        case discord.PrivilegedIntentsRequired():
            text = REFUSED_INTENTS
        case discord.ConnectionClosed():
            text = f"Discord closed the connection for good (code {code}): start nato-bot again"
            text = REFUSED if code in TOKEN_CODES else text
            text = REFUSED_INTENTS if code in INTENTS_CODES else text
        case discord.HTTPException():
            text = f"Discord answered {ended.status} at the start: see discordstatus.com, "
            text += "and start nato-bot again later"
        case discord.GatewayNotFound() | aiohttp.ClientError() | OSError() | None:
            text = f"Discord cannot be reached at {URL(Route.BASE).origin()}: check the network, "
            text += "and NATO_BOT_DISCORD_API_URL if it is set"
        case _:
            pass
    return text
