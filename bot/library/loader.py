"""Loads the content folder, once, into the library; every problem is reported at once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ContentError
from bot.library import off_topic, problems, rules, tree, upkeep
from bot.library.entries import Library
from bot.library.problems import Problem
from bot.library.shelve import shelve


def load(root: Path, needed: rules.Needed) -> Library:
    """Read and check every file under `root`; raises ContentError with every problem.

    `needed` names the interface texts the code uses, with what may fill each.
    """
    content, found = _read(root, needed)
    if found:
        raise ContentError(problems.report(root, found))
    return shelve(content)


@dataclass(frozen=True, slots=True)
class Checked:
    """A content folder that passed every rule, and what an editor may still want to know."""

    library: Library
    due: tuple[str, ...]
    """What goes stale soon, the soonest first, as `path:line: field: text`."""


def check(
    root: Path,
    needed: rules.Needed,
    days: tuple[dt.date, int],
    further: Callable[[Library], list[Problem]],
) -> Checked:
    """As `load`, for editors: refuses what is stale or unused too, and what `further` finds.

    `days` are today, and how many days ahead to look for what goes stale.
    """
    content, found = _read(root, needed)
    if not found:
        found += further(shelve(content))
    found += upkeep.problems(content, days[0])
    if found:
        raise ContentError(problems.report(root, found))
    return Checked(
        library=shelve(content),
        due=tuple(problems.report(root, upkeep.due(content, *days), by_file=False)),
    )


def _read(root: Path, needed: rules.Needed) -> tuple[tree.Tree, list[Problem]]:
    if not root.is_dir():
        raise ContentError([f"{root}:1: file: is no folder: set NATO_BOT_CONTENT to one"])
    content, found = tree.read(root)
    return content, [*found, *rules.structure(content, needed), *off_topic.problems(content)]
