"""The questions that nothing answered, for the editors; kept only where the operator asks for it.

Text alone, cut short: nobody, no place and no time is written down with it.
"""

import json
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

LONGEST = 200
"""Characters of a question that are kept."""
MOST = 5_000
"""Questions that are kept; then the older half is dropped."""


@dataclass(slots=True)
class Unanswered:
    """A file of JSON lines, each a text."""

    file: Path
    _kept: int = -1

    def note(self, text: str) -> None:
        """Keep a question; a file that cannot be written costs no answer."""
        try:
            self._write(text[:LONGEST])
        except OSError as error:
            log.warning("unanswered questions cannot be kept", extra={"error": str(error)})

    def most(self, count: int) -> list[tuple[str, int]]:
        """The most frequent, written alike, and how often each was asked."""
        return Counter(" ".join(text.casefold().split()) for text in self._texts()).most_common(
            count
        )

    def _write(self, text: str) -> None:
        if self._kept < 0:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.file.touch(mode=0o600)
            self._kept = len(self._texts())
        if self._kept >= MOST:
            newer = self._texts()[-MOST // 2 :]
            self.file.write_text("".join(map(_line, newer)), encoding="utf-8")
            self._kept = len(newer)
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(_line(text))
        self._kept += 1

    def _texts(self) -> list[str]:
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
            return [str(json.loads(line)) for line in lines]
        except (OSError, ValueError):
            return []


def _line(text: str) -> str:
    return json.dumps(text) + "\n"
