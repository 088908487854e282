"""A chat with the bot in a terminal: no token, no network. Plain text in a pipe."""

import re
import sys
from collections.abc import Callable
from importlib import import_module

from adapters.console import render
from bot.answers import Answer, Button
from bot.core import Core
from bot.requests import Language

LEAVE = {"/quit", "/exit", "/q"}
MANY = 3
"""Digits; no answer has a hundred buttons."""
LANGUAGE = re.compile(r"/(?:language|langue)\s*(\w*)", re.IGNORECASE)


class Chat:
    """One person's conversation: the language chosen, and the buttons that can be picked."""

    def __init__(self, core: Core, language: Language, show: Callable[[Answer], None]) -> None:
        self.core = core
        self.language = language
        self._show = show
        self._buttons: tuple[Button, ...] = ()

    async def say(self, line: str) -> None:
        """Answer one line: a number picks a button, a slash gives a command, the rest is asked."""
        if switch := LANGUAGE.fullmatch(line.strip()):
            line = self._switched(switch[1])
        typed = line.strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < MANY else 0
        if 0 < number <= len(self._buttons):
            wire = self._buttons[number - 1].wire
            request = self.core.read_button(wire, self.language)
        elif line.lstrip().startswith("/"):
            request = self.core.read_line(line, self.language)
        else:
            # a number without a button asks nothing: the answer to that says how to ask
            request = self.core.read_text("" if number else line, self.language)
        answer = await self.core.answer(request)
        self._buttons = answer.buttons
        self._show(answer)

    def _switched(self, code: str) -> str:
        """Take the language named, or the other one where none is; then greet in it."""
        other = {Language.EN: Language.FR, Language.FR: Language.EN}[self.language]
        named = {language.value: language for language in Language} | {"": other}
        self.language = named.get(code.casefold(), self.language)
        return "/help"


async def run(core: Core, language: Language) -> None:
    """Chat until /quit, end of input or Ctrl-D."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        # rich and prompt_toolkit take 0.2 s to import: a pipe need not wait for them
        await import_module("adapters.console.terminal").run(core, language)
    else:
        await _in_pipe(core, language)


async def _in_pipe(core: Core, language: Language) -> None:
    def show(answer: Answer) -> None:
        print(render.plain(answer, core.words(answer.language)), end="\n\n", flush=True)

    chat = Chat(core, language, show)
    for line in sys.stdin:
        if line.strip().casefold() in LEAVE:
            return
        if line.strip():
            await chat.say(line)
