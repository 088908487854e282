"""Whether anything that the bot or its libraries log, down to DEBUG, holds a secret."""

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager

SECRETS = re.compile(
    r"xox[a-z]-\w|xapp-\w|signing-secret|client-secret|code-of-slack|ticket-of-slack|\bv0=\w"
)
"""Tokens, secrets, codes and signatures of the tests; `xoxb-…` in advice is none."""


class Watch(logging.Handler):
    """Keeps the records that hold a secret."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at the whole of it: the line, its facts, its traceback."""
        whole = f"{self.format(record)} {vars(record)}"
        if SECRETS.search(whole):
            self.found.append(whole)


@contextmanager
def watched() -> Generator[list[str]]:
    """Everything logged inside is looked at; gives what holds a secret."""
    watch, root = Watch(), logging.getLogger()
    before = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    try:
        yield watch.found
    finally:
        root.removeHandler(watch)
        root.setLevel(before)
