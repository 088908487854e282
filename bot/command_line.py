"""The words of the command line: what each command takes, and what is said to a wrong call."""

import argparse
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from bot.requests import Language

A_CENTURY = 36_500
"""Days; nothing is looked for further ahead."""
PLATFORMS = ("discord", "slack")

Fill: TypeAlias = "Callable[[argparse.ArgumentParser], None]"
"""Gives a command its options."""


def parse(
    argv: Sequence[str] | None,
    functions: Mapping[str, Callable[..., int]],
    services: Collection[str],
) -> argparse.Namespace:
    """The options of one command, its function as `run`; a wrong call exits with 2 and one line."""
    parser = _Parser(
        prog="nato-bot", description="Explains how NATO works, with sources. Unofficial."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (text, fill) in _COMMANDS.items():
        command = _added(commands, name, text, fill)
        command.set_defaults(run=functions[name])
        if name == "run":
            _services(command, services)
    options, rest = parser.parse_known_args(argv)
    if rest:
        options.parser.error(f"no such option or word: {' '.join(rest)}")
    return options


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with the nearest right word, and exits with 2."""

    def error(self, message: str) -> NoReturn:
        known = [option for action in self._actions for option in action.option_strings]
        known += [str(c) for action in self._actions for c in action.choices or ()]
        wrong = re.findall(r"'(.*?)'", message)[:1] or message.rpartition(": ")[2].split()
        near = [n for word in wrong for n in get_close_matches(word, known, n=1) if n != word]
        hint = f" Did you mean {near[0]}?" if near else ""
        self.exit(2, f"{self.prog}: {message}.{hint} See {self.prog} --help\n")


def _added(
    commands: "argparse._SubParsersAction[Any]", name: str, text: str, fill: Fill
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=f"{text}."
    )
    command.set_defaults(parser=command)
    fill(command)
    return command


def _actions(actions: Mapping[str, tuple[str, Fill]], command: argparse.ArgumentParser) -> None:
    """Commands below a command; which one is `action`."""
    below = command.add_subparsers(title="what to do", dest="action", metavar="WHAT", required=True)
    for name, (text, fill) in actions.items():
        _added(below, name, text, fill)


def _language(command: argparse.ArgumentParser, of: str = "the answers") -> None:
    command.add_argument(
        "--lang",
        type=Language,
        choices=list(Language),
        default=Language.EN,
        help=f"language of {of}: en (default) or fr",
    )


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", nargs="?", metavar="TEXT", help="the question")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.add_argument(
        "--stdin",
        action="store_true",
        help='answer JSON lines {"id", "text" or "question", "lang"} from standard input',
    )
    _language(command)


def _render(command: argparse.ArgumentParser) -> None:
    platforms = ["discord", "slack", "text"]
    command.add_argument("text", nargs="?", metavar="TEXT", help="the question")
    command.add_argument(
        "--as", dest="platform", choices=platforms, required=True, help="the platform"
    )
    command.add_argument("--all", action="store_true", help="every entry in every language")
    _language(command)


def _check(command: argparse.ArgumentParser) -> None:
    text = "another content folder than the one set"
    command.add_argument("folder", nargs="?", type=_folder, metavar="FOLDER", help=text)
    text = "list what goes stale within so many days"
    command.add_argument("--due", type=_days, metavar="DAYS", help=text)


def _schema(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=_folder, metavar="FOLDER", help="where to write them")


def _nothing(_: argparse.ArgumentParser) -> None:
    """The command takes no options of its own."""


def _services(command: argparse.ArgumentParser, services: Collection[str]) -> None:
    text = f"start these alone: {', '.join(services)}"
    among = partial(_among, services)
    command.add_argument("--only", type=among, metavar="A,B", help=text)


_COMMANDS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "chat": ("Talk to the bot in this terminal", _language),
    "ask": ("Answer one question, or JSON lines", _ask),
    "render": ("Print what a platform would be sent, as JSON lines", _render),
    "check": ("Check the content folder", _check),
    "schema": ("Write a JSON Schema for each kind of content file", _schema),
    "export": ("Print all content with its sources as JSON", _nothing),
    "run": ("Start every platform that has settings", _nothing),
}


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no folder")
    return folder


def _days(text: str) -> int:
    if not text.isdigit() or int(text) > A_CENTURY:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 0 to {A_CENTURY}")
    return int(text)


def _among(services: Collection[str], text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in services:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(services)}")
    return names
