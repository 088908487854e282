"""Answers as a platform shows them, page by page, for `nato-bot render`."""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from importlib import import_module

from bot.answers import Answer
from bot.core import Core
from bot.requests import Request
from bot.words import Words

PACKAGES = {"discord": "discord", "slack": "slack", "text": "console"}
"""Which adapter knows each form."""


def form(name: str) -> Callable[[Answer, Words], list[str]]:
    """How an answer looks on a platform, a payload a line, or as text: the lines to print."""
    payloads = import_module(f"adapters.{PACKAGES[name]}.payloads")

    def show(answer: Answer, words: Words) -> list[str]:
        shown = payloads.of(answer, words)
        return [p if isinstance(p, str) else json.dumps(p, ensure_ascii=False) for p in shown]

    return show


async def lines(core: Core, wanted: Iterable[Request], name: str) -> AsyncIterator[str]:
    """What is shown for each request in that form, every page of it."""
    show = form(name)
    for request in wanted:
        async for answer in every_page(core, request, in_pages=name != "text"):
            for line in show(answer, core.words(answer.language)):
                yield line


async def every_page(
    core: Core, request: Request, *, in_pages: bool = True
) -> AsyncIterator[Answer]:
    """What is shown for a request, then what is shown as its next pages are turned."""
    following: Request | None = request
    while following:
        answer = await core.answer(following, in_pages=in_pages)
        yield answer
        wires = _further(answer, max(1, following.page))
        following = next((core.read_button(wire, request.language) for wire in wires), None)


def _further(answer: Answer, page: int) -> Iterator[str]:
    return (button.wire for button in answer.buttons if button.page > page)
