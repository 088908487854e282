"""In which language a request is answered.

Asked for in the command; else the language of a question that is clearly French; else, for what the
asker alone sees, their own choice; then the channel's, the space's, what the platform says of the
reader or the place, and English. What others see never follows the asker's own settings: it would
tell them.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.requests import Language, Origin, Request
from bot.search.spoken import is_french

if TYPE_CHECKING:
    from bot.store.languages import Chooser, Languages

Whose: TypeAlias = Literal["person", "channel", "space"]

Locale: TypeAlias = Callable[[], Awaitable[Language | None]]
"""Finds the language of the asker's client; called only where the answer is for them alone."""

ASKED = "answer_in"
"""The argument of every command that names the language of the answer."""
NAMES = {Language.EN: "English", Language.FR: "French"}
"""As `cut_off` reads them."""
_SUFFIX = re.compile(r"\s+(?:in|en)\s+(english|french|anglais|fran[c\u00e7]ais)\s*[?.!]*\s*$", re.I)


def cut_off(line: str) -> tuple[str, dict[str, str]]:
    """What was typed without "in French" at its end, and that as an argument."""
    found = _SUFFIX.search(line)
    if found is None:
        return line, {}
    language = Language.EN if found[1].casefold().startswith(("en", "an")) else Language.FR
    return line[: found.start()], {ASKED: language.value}


@dataclass(frozen=True, slots=True)
class Tongues:
    """Decides; without a store, as in the terminal, by the request alone."""

    languages: "Languages | None" = None

    def named(self, request: Request) -> Language | None:
        """The language that the request itself names or is written in."""
        if request.origin.spoken is None:
            return request.language
        asked = request.arguments.get(ASKED, "").strip().casefold()
        if asked in set(Language):
            return Language(asked)
        question = request.arguments.get("question", "")
        return Language.FR if question and is_french(question) else None

    async def public(self, origin: Origin) -> Language:
        """What a place speaks."""
        chosen = await self._chosen(origin, "channel", "space")
        return chosen or origin.spoken or Language.EN

    async def private(self, origin: Origin, locale: Locale | None) -> Language:
        """What the asker reads."""
        if chosen := await self._chosen(origin, "person", "channel", "space"):
            return chosen
        found = await locale() if locale else None
        return found or origin.spoken or Language.EN

    async def _chosen(self, origin: Origin, *kinds: Whose) -> Language | None:
        choosers = [chooser for kind in kinds if (chooser := chooser_of(origin, kind))]
        if self.languages is None or not choosers:
            return None
        return next(filter(None, await self.languages.of(*choosers)), None)


def chooser_of(origin: Origin, kind: Whose) -> "Chooser | None":
    """Who chooses; ids of people and channels mean something in their space alone."""
    space = origin.space or ""
    match kind:
        case "person":
            key = origin.asker
            if key and origin.people_are_local:
                key = f"{space}/{key}"
        case "channel":
            key = origin.space and origin.channel and f"{space}/{origin.channel}"
        case _:
            key = origin.space
    return (origin.platform, kind, key) if key else None
