"""The chat in a real terminal: colours, history, completion by tab."""

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from adapters.console import render
from adapters.console.app import LEAVE, Chat
from adapters.console.render import Role
from bot.answers import Answer
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


async def run(core: Core, language: Language) -> None:
    """Chat until /quit or Ctrl-D."""
    console = Console(highlight=False)
    chat = Chat(core, language, lambda answer: show(console, answer, core))
    session: PromptSession[str] = PromptSession(completer=_completer(core))
    await chat.say("/help")
    while True:
        try:
            line = await session.prompt_async("nato> ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().casefold() in LEAVE:
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
