"""A chat with the bot in a terminal: no token, no network. Plain text in a pipe."""

import re
import sys
from collections.abc import Awaitable, Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from adapters.console import render
from adapters.console.render import Role
from bot.answers import Answer, Button
from bot.core import Core
from bot.handlers.command import ArgumentKind
from bot.requests import Language

STYLES = {
    Role.TITLE: "bold cyan",
    Role.HEADING: "bold",
    Role.NOTE: "italic dim",
    Role.SOURCE: "dim",
    Role.BUTTON: "green",
}
LEAVE = {"/quit", "/exit", "/q"}
LANGUAGE = re.compile(r"/(?:language|langue)\s*(\w*)", re.IGNORECASE)

Read = Callable[[], Awaitable[str]]


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
        number = int(line) if line.strip().isascii() and line.strip().isdigit() else 0
        if 0 < number <= len(self._buttons):
            wire = self._buttons[number - 1].wire
            request = self.core.read_button(wire, self.language)
        elif line.lstrip().startswith("/"):
            request = self.core.read_line(line, self.language)
        else:
            request = self.core.read_text(line, self.language)
        answer = await self.core.answer(request)
        self._buttons = answer.buttons
        self._show(answer)

    def _switched(self, code: str) -> str:
        """Take the language named, or the other one; then greet in it."""
        other = {Language.EN: Language.FR, Language.FR: Language.EN}[self.language]
        self.language = Language(code) if code in set(Language) else other
        return "/help"


async def run(core: Core, language: Language) -> None:
    """Chat until /quit, end of input or Ctrl-D."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        await _in_terminal(core, language)
    else:
        await _in_pipe(core, language)


async def _in_pipe(core: Core, language: Language) -> None:
    def show(answer: Answer) -> None:
        print(render.plain(answer, core.words(answer.language)), end="\n\n", flush=True)

    chat = Chat(core, language, show)
    for line in sys.stdin:
        if line.strip() in LEAVE:
            return
        if line.strip():
            await chat.say(line)


async def _in_terminal(core: Core, language: Language) -> None:
    console = Console(highlight=False)
    chat = Chat(core, language, lambda answer: show(console, answer, core))
    session: PromptSession[str] = PromptSession(completer=_completer(core))
    await chat.say("/help")
    while True:
        try:
            line = await session.prompt_async("nato> ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() in LEAVE:
            return
        if line.strip():
            await chat.say(line)


def show(console: Console, answer: Answer, core: Core) -> None:
    """The answer in colour, wrapped to the terminal, items hanging under their mark."""
    for line in render.lines(answer, core.words(answer.language)):
        mark, text = line.mark_and_text
        style = f"{STYLES.get(line.role, '')} {f'link {line.url}' if line.url else ''}".strip()
        cells = (mark, text) if mark else (text,)
        grid = Table.grid(*(Column(overflow="fold") for _ in cells), padding=(0, 1))
        grid.add_row(*(Text(cell, style=style) for cell in cells))
        console.print(grid)
    console.print()


def _completer(core: Core) -> WordCompleter:
    """Commands, then every topic, term and member in both languages."""
    words = [f"/{name}" for name in core.commands] + ["/language", "/quit"]
    for language in Language:
        for kind in (ArgumentKind.TOPIC, ArgumentKind.TERM, ArgumentKind.MEMBER):
            words += [choice.label for choice in core.complete(kind, "", language)]
    return WordCompleter(list(dict.fromkeys(words)), ignore_case=True, sentence=True)
