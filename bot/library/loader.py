"""Loads the content folder, once, into the library; every problem is reported at once."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from bot.errors import ContentError
from bot.library import problems, rules, tree
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


def load_strictly(
    root: Path, needed: rules.Needed, today: dt.date, further: Callable[[Library], list[Problem]]
) -> Library:
    """As `load`, for editors: refuses what is stale or unused too, and what `further` finds."""
    content, found = _read(root, needed)
    if not found:
        found += further(shelve(content))
    found += rules.upkeep(content, today)
    if found:
        raise ContentError(problems.report(root, found))
    return shelve(content)


def _read(root: Path, needed: rules.Needed) -> tuple[tree.Tree, list[Problem]]:
    if not root.is_dir():
        raise ContentError([f"{root}:1: file: is no folder: set NATO_BOT_CONTENT to one"])
    content, found = tree.read(root)
    return content, found + rules.structure(content, needed)
