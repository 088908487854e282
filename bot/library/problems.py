"""What is wrong in a content file, said so that an editor can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.library import strict_yaml

Step = int | str


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the file below the content folder, where in it, what and how to mend it."""

    file: str
    path: tuple[Step, ...]
    text: str


def of_yaml(file: str, error: yaml.YAMLError) -> Problem:
    """A file that does not parse; its line is the one the parser stopped at."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(file, (), f"is not YAML: {' '.join(str(error).split())}")
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    return Problem(file, (_Line(line),), f"{error.problem or 'is not YAML'}")


def of_shape(file: str, error: ValidationError, fields: Iterable[str]) -> list[Problem]:
    """A file that parses but has another shape than its kind."""
    known = sorted(fields)
    return [Problem(file, detail["loc"], _mend(detail, known)) for detail in error.errors()]


def report(root: Path, problems: Iterable[Problem], *, by_file: bool = True) -> list[str]:
    """Each problem as `path:line: field: text`, by file and line or in the order given."""
    texts: dict[str, str] = {}
    rows: list[tuple[str, int, str]] = []
    for problem in problems:
        if problem.file not in texts:
            texts[problem.file] = _text(root / problem.file)
        line = _line(texts[problem.file], problem.path)
        field = ".".join(str(step) for step in problem.path if not isinstance(step, _Line))
        rows.append((problem.file, line, f"{field or 'file'}: {problem.text}"))
    shown = _relative(root)
    rows = sorted(set(rows)) if by_file else list(dict.fromkeys(rows))
    return [f"{(shown / file).as_posix()}:{line}: {text}" for file, line, text in rows]


class _Line(int):
    """A step of a path that is a line already."""


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def _line(text: str, path: tuple[Step, ...]) -> int:
    if path and isinstance(path[0], _Line):
        return path[0]
    return strict_yaml.line_of(text, path) if text else 1


def _relative(root: Path) -> Path:
    try:
        return root.resolve().relative_to(Path.cwd())
    except ValueError:
        return root


def _mend(detail: ErrorDetails, known: list[str]) -> str:
    """Pydantic's verdict in an editor's words."""
    if template := _MENDED.get(detail["type"]):
        value = detail["input"]
        length = len(value) if isinstance(value, str) else 0
        return template.format(value=value, length=length, **detail.get("ctx", {}))
    if detail["type"] == "extra_forbidden":
        return f"is no key of this file: remove it{near(str(detail['loc'][-1]), known)}"
    return f"{detail['msg']} (is {detail['input']!r}): correct it"


_MENDED = {
    "missing": "is missing: add it",
    "string_too_long": "has {length} characters, at most {max_length}: shorten it",
    "string_too_short": "is empty: write it, or remove the key",
    "too_short": "is empty: give at least {min_length}",
    "too_long": "has {actual_length} entries, at most {max_length}: remove some",
    "string_pattern_mismatch": "{value!r} does not look like {pattern}: correct it",
    "string_type": "must be text, is {value!r}: put it in quotes",
}


def near(name: str, known: Iterable[str]) -> str:
    """ ", or did you mean 'that'?" where something known is spelt nearly so."""
    found = get_close_matches(name, list(known), n=1)
    return f", or did you mean {found[0]!r}?" if found else ""
