"""The words of the command line: what each command takes, and what is said to a wrong call."""

import argparse
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeAlias

from bot.requests import Language

A_CENTURY = 36_500
"""Days; nothing is looked for further ahead."""
DIGITS = 18
"""Of a number that any database takes."""
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
        command = _added(commands.add_parser, name, text, fill)
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
        near = [n for word in wrong for n in get_close_matches(word, known, n=1)]
        is_typo = near and "required" not in message  # what is missing is not misspelt
        hint = f" Did you mean {near[0]}?" if is_typo else ""
        self.exit(2, f"{self.prog}: {message}.{hint} See {self.prog} --help\n")


def _added(
    add: Callable[..., argparse.ArgumentParser], name: str, text: str, fill: Fill
) -> argparse.ArgumentParser:
    command = add(name, help=text, description=f"{text}.")
    command.set_defaults(parser=command)
    fill(command)
    return command


def _actions(actions: Mapping[str, tuple[str, Fill]], command: argparse.ArgumentParser) -> None:
    """Commands below a command; which one is `action`."""
    below = command.add_subparsers(title="what to do", dest="action", metavar="WHAT", required=True)
    for name, (text, fill) in actions.items():
        _added(below.add_parser, name, text, fill)


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
    command.add_argument("--explain", action="store_true", help="show how the answer is found")
    command.add_argument("--json", action="store_true", help="print the answer as JSON")
    command.add_argument(
        "--stdin",
        action="store_true",
        help='answer JSON lines {"id", "text" or "question", "lang", "context"} from stdin',
    )
    _language(command)


def _render(command: argparse.ArgumentParser) -> None:
    command.add_argument("text", nargs="?", metavar="TEXT", help="the question")
    command.add_argument(
        "--as", dest="form", choices=[*PLATFORMS, "text"], required=True, help="the platform"
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


def _run(command: argparse.ArgumentParser) -> None:
    text = "refuse to start on a database of another release, instead of upgrading it"
    command.add_argument("--no-migrate", action="store_true", help=text)


def _digest_add(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--platform", choices=PLATFORMS, required=True, help="discord or slack")
    add("--space", required=True, metavar="ID", help="the server's or workspace's id")
    add("--channel", required=True, metavar="ID", help="the channel's id")
    add("--thread", metavar="ID", help="a thread of the channel")
    add("--at", metavar="TIME", help="the time of day there, 09:00 if left out")
    add("--zone", required=True, help="the time zone, such as Europe/Brussels, or a city")
    add("--days", help="mon-fri, or mon,wed,fri; every day if left out")
    add("--topics", help="topics between commas; all if left out")
    _language(command, "the digest")


def _digest_list(command: argparse.ArgumentParser) -> None:
    command.add_argument("--space", metavar="ID", help="those of one server or workspace alone")
    text = "print JSON lines with number, state and next instant"
    command.add_argument("--json", action="store_true", help=text)


def _digest_import(command: argparse.ArgumentParser) -> None:
    text = "a file of JSON lines as `digest export` prints them; - is standard input"
    command.add_argument("file", type=_file, metavar="FILE", help=text)


def _digest_preview(command: argparse.ArgumentParser) -> None:
    _number(command)
    text = "the platform whose payload is printed; text if left out"
    command.add_argument("--as", dest="form", choices=[*PLATFORMS, "text"], help=text)


def _number(command: argparse.ArgumentParser) -> None:
    text = "the digest's number; `digest list` shows it"
    command.add_argument("number", type=_digit, metavar="NUMBER", help=text)


def _db_backup(command: argparse.ArgumentParser) -> None:
    text = "where the copy goes; an existing file is not overwritten"
    command.add_argument("file", type=Path, metavar="FILE", help=text)


def _unanswered(command: argparse.ArgumentParser) -> None:
    text = "how many at most (20)"
    command.add_argument("--count", type=int, default=20, metavar="N", help=text)


def _manifest(command: argparse.ArgumentParser) -> None:
    command.add_argument("platform", choices=["slack"], help="the platform")
    text = "for requests over HTTP: the address of the web port, https://…; else for Socket Mode"
    command.add_argument("--http", type=_address, metavar="URL", help=text)
    text = "with suggested prompts, where the workspace has Slack's agents"
    command.add_argument("--agent", action="store_true", help=text)


def _nothing(_: argparse.ArgumentParser) -> None:
    """The command takes no options of its own."""


def _services(command: argparse.ArgumentParser, services: Collection[str]) -> None:
    text = f"start these alone: {', '.join(services)}"
    among = partial(_among, services)
    command.add_argument("--only", type=among, metavar="A,B", help=text)


_DIGEST: Mapping[str, tuple[str, Fill]] = {
    "add": ("Start a digest, and print it with its number and next instants", _digest_add),
    "list": ("List all digests", _digest_list),
    "import": ("Add the digests of a file that are not there yet: all or none", _digest_import),
    "export": ("Print the settings of all digests as JSON lines, to be imported", _nothing),
    "preview": ("Print the next issue, and the next five dates", _digest_preview),
    "status": ("Print how a digest does, and what became of its last issues", _number),
}
_DB: Mapping[str, tuple[str, Fill]] = {
    "upgrade": ("Bring the database to the form that this release needs", _nothing),
    "backup": ("Copy the database into a file while the bot runs", _db_backup),
    "check": ("Look for what is wrong with the database", _nothing),
}
_COMMANDS: Mapping[str, tuple[str, Fill]] = {
    "chat": ("Talk to the bot in this terminal", _language),
    "ask": ("Answer one question, or JSON lines", _ask),
    "render": ("Print what a platform would be sent, as JSON lines", _render),
    "check": ("Check the content folder", _check),
    "schema": ("Write a JSON Schema for each kind of content file", _schema),
    "export": ("Print all content with its sources as JSON", _nothing),
    "unanswered": ("List the questions that found no answer most often", _unanswered),
    "manifest": ("Print the app manifest that a platform wants", _manifest),
    "run": ("Start every platform that has settings", _run),
    "digest": (
        "Add, list, move and look at digests, without any token",
        partial(_actions, _DIGEST),
    ),
    "db": ("Upgrade, back up or check the database", partial(_actions, _DB)),
}


def _address(text: str) -> str:
    if not re.fullmatch(r"https://[^/\s]+(/[^\s?#]*)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address: Slack wants https://…")
    return text.rstrip("/")


def _folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no folder")
    return folder


def _file(text: str) -> Path | None:
    file = Path(text)
    if text != "-" and not file.is_file():
        raise argparse.ArgumentTypeError(f"{text!r} is no file")
    return None if text == "-" else file


def _digit(text: str) -> int:
    number = text.removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of a digest")
    return int(number)


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > A_CENTURY:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 0 to {A_CENTURY}")
    return int(text)


def _among(services: Collection[str], text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in services:
            raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(services)}")
    return names
