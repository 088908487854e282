"""The classes of questions that the library does not answer, told by their rules."""

import re
from collections.abc import Iterator

from bot.library.entries import Library, Shelf
from bot.search.entry import Entry, Kind
from bot.search.question import Question

LONGEST = 500
"""Letters of a message that the rules read; of a longer one also the sentence that asks."""


class OffTopics:
    """The rules of both languages: people write either, whatever their platform is set to."""

    def __init__(self, library: Library) -> None:
        ids = dict.fromkeys(c for shelf in library.values() for c in shelf.off_topic)
        self.entries = [Entry(Kind.NONE, class_id) for class_id in ids]
        self._rules = {
            class_id: tuple(
                _joined(*(getattr(shelf.off_topic[class_id], part) for shelf in library.values()))
                for part in ("whole", "says", "unless")
            )
            for class_id in ids
        }
        self._answered = {
            class_id
            for shelf in library.values()
            for class_id, off_topic in shelf.off_topic.items()
            if off_topic.answers
        }

    def examples(self, shelf: Shelf) -> Iterator[tuple[Entry, str]]:
        """Questions of each class that is declined."""
        for class_id, off_topic in shelf.off_topic.items():
            yield from ((Entry(Kind.NONE, class_id), text) for text in off_topic.examples)

    def is_answered(self, class_id: str) -> bool:
        """Whether the reply is an answer about the bot itself."""
        return class_id in self._answered

    def of(self, question: Question) -> str | None:
        """The first class whose rule the question meets."""
        forms = (question.plain[:LONGEST], question.asked[:LONGEST])
        telling = (*forms, *question.clauses[:1])
        for class_id, (whole, says, unless) in self._rules.items():
            if whole and any(whole.fullmatch(form) for form in forms):
                return class_id
            spared = unless and any(unless.search(form) for form in telling)
            if says and not spared and any(says.search(form) for form in telling):
                return class_id
        return None


def _joined(*parts: tuple[str, ...]) -> re.Pattern[str] | None:
    expressions = [expression for part in parts for expression in part]
    if not expressions:
        return None
    bounded = (e if e.startswith("^") or "|^" in e else f"\\b(?:{e})(?!\\w)" for e in expressions)
    return re.compile("|".join(f"(?:{expression})" for expression in bounded))
