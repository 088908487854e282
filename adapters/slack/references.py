"""Channels and people in a text: by name where Slack shows it, else by a word. Pure."""

import re

from bot.answers import REFERENCE
from bot.words import Words

ID = re.compile("[A-Z0-9]+")
WORDS = {"#": "label.channel", "@": "label.somebody"}


def linked(text: str) -> str:
    """For mrkdwn, escaped before: `<#C1>` and `<@U1>`, which Slack shows as their names.

    What is no id of Slack's becomes no mark of Slack's either.
    """
    return REFERENCE.sub(_link, text)


def worded(text: str, words: Words) -> str:
    """For plain text and for what is read aloud, where an id would tell nobody anything."""

    def word(found: re.Match[str]) -> str:
        said = words.say(WORDS[found[1]])
        begins = not found.start() or text[found.start() - 1] == "\n"
        return said.capitalize() if begins else said

    return REFERENCE.sub(word, text)


def _link(found: re.Match[str]) -> str:
    mark, name = found.groups()
    return f"<{mark}{name}>" if ID.fullmatch(name) else f"{mark}…"
