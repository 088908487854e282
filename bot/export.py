"""The whole library, entry by entry: as plain data, or as the requests that show each entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.handlers.list import PAGE
from bot.library.entries import Library, Shelf
from bot.requests import Request
from bot.words import OFFICES, REGISTERS

KINDS = ("topics", "facts", "terms", "events", "quiz", "members", "people", "releases")


def export(library: Library) -> dict[str, Any]:
    """By language: every kind of entry and every register, every statement with its sources."""
    return {language.value: _shelf(shelf) for language, shelf in library.items()}


def counts(shelf: Shelf) -> dict[str, int]:
    """How many entries of each kind there are."""
    return {kind: len(getattr(shelf, kind)) for kind in KINDS} | {
        name: len(records) for name, records in shelf.registers.items()
    }


def _shelf(shelf: Shelf) -> dict[str, Any]:
    kinds = {kind: _listed(getattr(shelf, kind)) for kind in KINDS}
    registers = {name: _listed(records) for name, records in shelf.registers.items()}
    return kinds | registers | {"sources": _listed(shelf.sources)}


def _listed(entries: Mapping[str, Any] | Sequence[Any]) -> list[dict[str, Any]]:
    values = entries.values() if isinstance(entries, Mapping) else entries
    return [asdict(entry) for entry in values]


def every_request(library: Library) -> Iterator[Request]:
    """A request for each entry in each language, for the lists, and for each kind of decline."""
    for language, shelf in library.items():
        asked = [("explain", "topic", topic_id) for topic_id in shelf.topics]
        asked += [("sources", "topic", topic_id) for topic_id in shelf.topics]
        asked += [("fact", "topic", f"/{fact_id}") for fact_id in shelf.facts]
        asked += [("term", "term", term_id) for term_id in shelf.terms]
        asked += [("member", "country", iso2) for iso2 in (*shelf.members, "AT", "BR", "2004")]
        asked += [("spending", "country", iso2) for iso2 in ("", *shelf.members)]
        asked += [("compare", "first", pair) for pair in ("spain greece", "US IS", "spain")]
        asked += [("who", "person", p.id) for p in shelf.people]
        asked += [("who", "person", office) for office in (*OFFICES, "secretary-general 1999")]
        asked += [("list", "what", f"{r}/{n}") for r in REGISTERS for n in range(0, 90, PAGE)]
        asked += [("timeline", "about", about) for about in (*shelf.topics, "1999", "04-04")]
        asked += [("quiz", "question", f"{id_}{n}") for id_ in shelf.quiz for n in ("", "/0", "/1")]
        asked += [(command, argument, text) for command, argument in _LISTS for text in _WRONG]
        for command, argument, text in asked:
            yield Request(command=command, arguments={argument: text}, language=language)


_LISTS = (
    ("explain", "topic"),
    ("sources", "topic"),
    ("fact", "topic"),
    ("term", "term"),
    ("member", "country"),
    ("who", "person"),
    ("list", "what"),
    ("compare", "first"),
    ("today", ""),
    ("help", "command"),
    ("ask", "question"),
    ("hepl", ""),
)
_WRONG = ("", "@everyone [x](javascript:alert(1)) *_~`|<!channel>")
