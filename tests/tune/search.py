"""Which limits decide best between an answer, a question back and a decline: `make tune`.

Reads questions with the answers they accept, prints a table, writes nothing. The limits of
bot/search/decision.py are the first row; the best of the others come below it.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from bot.handlers import NEEDED_WORDS
from bot.library.loader import load
from bot.search.decision import ADRIFT, ANCHORED, Limits, Verdict, decide
from bot.search.entry import Found
from bot.search.finding import Finding, find
from bot.search.index import Index
from bot.settings import Settings

QUESTIONS = Path("../shared/benchmarks/questions_dev.jsonl")
SHOWN = 10
ANSWERS, LEADS, SURE = (0.3, 0.35, 0.4, 0.45, 0.5), (0.02, 0.04, 0.06, 0.09), (0.5, 0.6, 0.7)
BACK_ANCHORED, BACK_ADRIFT = (0.1, 0.2), (0.34, 0.38, 0.42, 0.46, 0.5)


@dataclass(frozen=True, slots=True)
class Row:
    """A question that the ranking decides, or that a rule has decided already."""

    accepted: frozenset[str]
    found: tuple[Found, ...]
    fixed: Verdict | None
    """What a rule made of it; None where the limits decide."""
    is_anchored: bool


@dataclass(frozen=True, slots=True)
class Result:
    """Shares in percent."""

    limits: tuple[Limits, Limits]
    useful: float
    wrong: float
    refused: float

    @property
    def worth(self) -> float:
        """A wrong answer costs two that are a click away; an off-topic one answered costs one."""
        return self.useful - self.wrong + self.refused / 2


def main(arguments: Sequence[str]) -> int:
    """Print the table for the questions of one file."""
    file = Path(arguments[0]) if arguments else QUESTIONS
    if not file.is_file():
        print(f"tune: no such file: {file}; name one: make tune QUESTIONS=file", file=sys.stderr)
        return 2
    index = Index(load(Settings.read().content, NEEDED_WORDS))
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [_row(json.loads(line), index) for line in lines]
    tried = [_judged(rows, limits) for limits in _grid()]
    best = sorted(tried, key=lambda result: -result.worth)[:SHOWN]
    print(f"{'anchored':>28}   {'adrift':>28}   {'useful3':>8} {'wrong':>6} {'refused':>8}")
    for result in (_judged(rows, (ANCHORED, ADRIFT)), *best):
        limits = "   ".join(f"{_shown(limits):>28}" for limits in result.limits)
        print(f"{limits}   {result.useful:8.1f} {result.wrong:6.1f} {result.refused:8.1f}")
    return 0


def _shown(limits: Limits) -> str:
    return f"{limits.answer:.2f} {limits.ask_back:.2f} {limits.margin:.2f} {limits.sure:.2f}"


def _row(line: dict[str, Any], index: Index) -> Row:
    before = (line.get("context") or [""])[-1]
    found = find(line["text"], index, before)
    accepted = frozenset(str(accepted).casefold() for accepted in line["accept"])
    is_ranked = _is_ranked(found)
    return Row(
        accepted, found.found, None if is_ranked else found.verdict, found.limits is ANCHORED
    )


def _is_ranked(found: Finding) -> bool:
    return not (found.intent or found.off_topic or found.is_exact)


def _grid() -> Iterator[tuple[Limits, Limits]]:
    for answer, lead, sure, back in product(ANSWERS, LEADS, SURE, BACK_ANCHORED):
        for adrift, least in product(ANSWERS, BACK_ADRIFT):
            yield Limits(answer, back, lead, sure), Limits(adrift, least, lead, sure)


def _judged(rows: Sequence[Row], limits: tuple[Limits, Limits]) -> Result:
    asked = [row for row in rows if "none" not in row.accepted]
    others = [row for row in rows if "none" in row.accepted]
    useful = wrong = 0
    for row in asked:
        verdict = _verdict(row, limits)
        near = [str(found.entry).casefold() in row.accepted for found in row.found[:3]]
        is_right = verdict in {Verdict.DATA, Verdict.REPLY} or (near[:1] == [True])
        answered = verdict not in {Verdict.CHOICES, Verdict.DECLINE}
        useful += is_right if answered else any(near)
        wrong += answered and not is_right
    refused = sum(_verdict(row, limits) is Verdict.DECLINE for row in others)
    shares = (100 * useful / len(asked), 100 * wrong / len(asked), 100 * refused / len(others))
    return Result(limits, *shares)


def _verdict(row: Row, limits: tuple[Limits, Limits]) -> Verdict:
    return row.fixed or decide(row.found, limits[not row.is_anchored])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
