"""What the terminal shows, for `nato-bot render --as text`."""

from adapters.console import render
from bot.answers import Answer
from bot.words import Words


def of(answer: Answer, words: Words) -> list[str]:
    """The answer as plain text, with an empty line after it."""
    return [f"{render.plain(answer, words)}\n"]
