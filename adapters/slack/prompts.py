"""The first questions that Slack offers in the conversation with an app that is an agent there.

The manifest says them in English (docs.slack.dev/reference/app-manifest, `agent_view`); who reads
another language gets them anew when the conversation is opened, which is how agents do it
(docs.slack.dev/ai/migrating-to-agent-messaging).
"""

import logging

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import limits, refusals
from adapters.slack.recent import Recent
from bot.requests import Language
from bot.words import Words

log = logging.getLogger(__name__)

KEYS = ("prompt.article", "prompt.spending", "prompt.members", "prompt.today")
DAY_SECONDS, REMEMBERED = 86_400, 10_000


def prompts(words: Words) -> list[dict[str, str]]:
    """What is offered, and what is asked when it is chosen: the same."""
    said = (words.say(key) for key in KEYS[: limits.PROMPTS])
    return [{"title": text, "message": text} for text in said]


class Prompts:
    """Offers them; where Slack refuses, because the app is no agent, not again that day."""

    def __init__(self) -> None:
        self._refused = Recent[str | None, bool](DAY_SECONDS, REMEMBERED)

    async def offer(
        self, client: AsyncWebClient, space: str | None, channel: str, words: Words
    ) -> None:
        """In a conversation; never with a `thread_ts`, by which agents fail without a word."""
        if words.language is Language.EN or self._refused.get(space):
            return
        facts = {"platform": "slack", "space": space}
        try:
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=prompts(words)
            )
        except SlackApiError as error:
            log.info("no prompts here", extra={**facts, "reason": refusals.reason(error)})
            self._refused.put(space, True)
        except (aiohttp.ClientError, TimeoutError) as error:
            log.warning("prompts not offered", extra={**facts, "reason": type(error).__name__})
