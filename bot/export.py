"""The whole library, entry by entry: as plain data, or as the requests that show each entry."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.library.entries import Library
from bot.requests import Request

KINDS = ("topics", "facts", "terms", "members")


def export(library: Library) -> dict[str, Any]:
    """By language: topics, facts, terms, members, sources; every statement with its sources."""
    return {
        language.value: {
            **{kind: [asdict(e) for e in getattr(shelf, kind).values()] for kind in KINDS},
            "sources": [asdict(source) for source in shelf.sources],
        }
        for language, shelf in library.items()
    }


def every_request(library: Library) -> Iterator[Request]:
    """A request for each entry in each language, for the lists, and for each kind of decline."""
    for language, shelf in library.items():
        asked = [("explain", "topic", topic_id) for topic_id in shelf.topics]
        asked += [("sources", "topic", topic_id) for topic_id in shelf.topics]
        asked += [("fact", "topic", f"/{fact_id}") for fact_id in shelf.facts]
        asked += [("term", "term", term_id) for term_id in shelf.terms]
        asked += [("member", "country", iso2) for iso2 in shelf.members]
        asked += [(command, argument, text) for command, argument in _LISTS for text in _WRONG]
        for command, argument, text in asked:
            yield Request(command=command, arguments={argument: text}, language=language)


_LISTS = (
    ("explain", "topic"),
    ("sources", "topic"),
    ("fact", "topic"),
    ("term", "term"),
    ("member", "country"),
    ("help", "command"),
    ("ask", "question"),
    ("hepl", ""),
)
_WRONG = ("", "@everyone [x](javascript:alert(1)) *_~`|<!channel>")
