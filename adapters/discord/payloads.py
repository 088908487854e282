"""What Discord would be sent, for `nato-bot render --as discord`."""

from typing import Any

from adapters.discord import pictures, render
from bot.answers import Answer
from bot.words import Words


def of(answer: Answer, words: Words) -> list[dict[str, Any]]:
    """The one message an answer becomes; the channel stands for any."""
    body: dict[str, Any] = {
        "embeds": [embed.to_dict() for embed in pictures.embeds(answer, words)],
        "components": render.view(answer).to_components(),
        "allowed_mentions": render.NO_MENTIONS.to_dict(),
    }
    if described := pictures.described(answer, words):
        body["attachments"] = described
    return [{"method": "POST", "path": "/channels/1/messages", "body": body}]
