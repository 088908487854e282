"""Why an issue did not come: how that is kept, and how it is told."""

from collections.abc import Mapping

from bot import errors
from bot.words import Words

KINDS: Mapping[type[errors.DeliveryError], str] = {
    errors.RateLimitedError: "busy",
    errors.UnavailableError: "down",
    errors.InDoubtError: "lost",
    errors.CannotTellError: "lost",
    errors.RefusedError: "refused",
    errors.NoPermissionError: "forbidden",
    errors.ChannelGoneError: "gone",
    errors.TokenRefusedError: "token",
}
"""What people are told, in words of ui.yaml under `digest.why`."""


def reason(error: errors.DeliveryError) -> str:
    """How an error is kept: its kind, and the platform's word for it: `forbidden:50013`."""
    return f"{KINDS[type(error)]}:{error.code[:40]}"


def in_words(why: str, words: Words) -> str:
    """A reason as it is kept, for people: its kind in words, the platform's own word behind it."""
    kind, _, code = why.partition(":")
    text = words.say(f"digest.why.{kind}")
    return f"{text} ({code})" if code else text
