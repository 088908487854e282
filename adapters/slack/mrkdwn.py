"""Text as Slack's mrkdwn: shown as written, cut to a length, linked. Pure."""

import re

from adapters.slack import references

ELLIPSIS = "…"
WORD_JOINER = "\u2060"
FORMATS = re.compile(r"[*_~`]|:(?=[\w+'-]+:)|^&gt;", re.MULTILINE)
"""What Slack would format: the four marks, the name of an emoji, a quote at the start of a line."""


def escape(text: str) -> str:
    """The text so that Slack shows it as it is written.

    Slack has entities for three characters (docs.slack.dev/messaging/formatting-message-text). It
    formats at the edges of words only, so an invisible word joiner on both sides of a mark
    keeps the mark, and keeps it from formatting. Channels and people are shown by their names.
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = FORMATS.sub(lambda found: f"{WORD_JOINER}{found[0]}{WORD_JOINER}", text)
    return references.linked(text)


def cut(text: str, length: int) -> str:
    """The text, ended after a whole word by an ellipsis where it is longer than `length`."""
    if len(text) <= length:
        return text
    end = length - len(ELLIPSIS)
    space = text.rfind(" ", 0, end + 1)
    return text[: space if space > 0 else end].rstrip(" ,;:.") + ELLIPSIS


def fitted(text: str, length: int) -> str:
    """The text escaped, and no longer than `length` once it is."""
    size = length
    while len(shown := escape(cut(text, size))) > length:
        size -= max(1, (len(shown) - length) // 5)  # an entity is 5 characters at most
    return shown


def bold(text: str, length: int) -> str:
    """The text in bold."""
    return f"*{fitted(text, length - 2)}*"


def link(url: str, label: str) -> str:
    """A link; `label` is escaped already."""
    address = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{address}|{label}>"


def date(instant: int, fallback: str) -> str:
    """An instant in the reader's own clock; `fallback`, for what has none, is escaped already."""
    text = fallback.replace("|", "/")
    return f"<!date^{instant}^{{date_short_pretty}} {{time}}|{text}>"
