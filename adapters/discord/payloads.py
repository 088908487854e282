"""What Discord would be sent, for `nato-bot render --as discord`."""

from typing import Any

from adapters.discord import render
from bot.answers import Answer
from bot.words import Words


def of(answer: Answer, words: Words) -> list[dict[str, Any]]:
    """The one message an answer becomes; the channel stands for any."""
    body = {
        "embeds": [embed.to_dict() for embed in render.embeds(answer, words)],
        "components": render.view(answer).to_components(),
        "allowed_mentions": render.NO_MENTIONS.to_dict(),
    }
    return [{"method": "POST", "path": "/channels/1/messages", "body": body}]
