"""What Slack would be sent, for `nato-bot render --as slack`."""

from typing import Any

from adapters.slack import render
from bot.answers import Answer
from bot.words import Words

CHANNEL = "C1"
"""Stands for the channel that the question would have come from."""


def of(answer: Answer, words: Words) -> list[dict[str, Any]]:
    """The one call that posts the answer, in the best form there is."""
    return [
        {
            "method": "chat.postMessage",
            "path": "/api/chat.postMessage",
            "body": {"channel": CHANNEL, **render.forms(answer, words)[0]},
        }
    ]
