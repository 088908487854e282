"""Messages as bytes: an answer is laid out once, however many channels it goes to."""

import json
from typing import Any

from adapters.discord import limits, render
from bot.answers import Answer
from bot.words import Words

BLANK = "\ue000" * limits.NONCE
"""Stands where a mark comes in: as long as the longest one, of a sign that no text has."""
KEPT = 128


class Body:
    """One answer, with cards or as text; with a place for a mark, or without one."""

    def __init__(self, answer: Answer, words: Words, blank: str = "") -> None:
        self.answer = answer
        """Held: as long as it is there, no other answer can have its identity."""
        self.words = words
        self.is_text = False
        self._blank = blank
        cards = [embed.to_dict() for embed in render.embeds(answer, words, blank)]
        self._parts = self._encoded({"embeds": cards})

    def become_text(self) -> None:
        """Go as text from now on."""
        self.is_text = True
        text = render.plain(self.answer, self.words, self._blank)
        self._parts = self._encoded({"content": text})

    def marked(self, mark: str) -> bytes:
        """The message for one place."""
        return json.dumps(mark)[1:-1].encode().join(self._parts)

    def _encoded(self, shown: dict[str, Any]) -> list[bytes]:
        message = {
            **shown,
            "components": render.view(self.answer).to_components(),
            "allowed_mentions": render.NO_MENTIONS.to_dict(),
        }
        if self._blank:
            message |= {"nonce": self._blank, "enforce_nonce": True}
        text = json.dumps(message, ensure_ascii=False)
        return [part.encode() for part in (text.split(self._blank) if self._blank else [text])]


class Bodies:
    """The last bodies made for digests, by the identity of their answers."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], Body] = {}

    def of(self, answer: Answer, words: Words) -> Body:
        """The body of a digest; laying it out takes a thousand times as long as finding it."""
        key = id(answer), id(words)
        body = self._kept.get(key)
        if body is None:
            if len(self._kept) >= KEPT:
                del self._kept[next(iter(self._kept))]
            body = self._kept[key] = Body(answer, words, BLANK)
        return body
