"""The texts of the interface in one language, and how that language writes a date."""

import datetime as dt
from collections.abc import Mapping
from string import Formatter

from babel.dates import format_date

from bot.answers import Source
from bot.requests import Language

# What each text is filled with. Errors and commands add theirs: see bot.handlers.NEEDED_WORDS.
NEEDED: Mapping[str, frozenset[str]] = {
    key: frozenset(fill.split())
    for key, fill in {
        "label.what": "",
        "label.why": "",
        "label.next": "",
        "label.beyond": "",
        "label.sources": "",
        "label.unofficial": "",
        "label.minutes": "minutes",
        "label.source_language.en": "",
        "label.source_language.fr": "",
        "label.help": "",
        "label.notable": "",
        "label.capital": "",
        "label.accession": "",
        "label.round": "",
        "label.region": "",
        "label.members": "",
        "label.fact": "",
        "label.country": "",
        "region.europe": "",
        "region.north-america": "",
        "round.founder": "",
        "round.later": "number year",
        "accession.signed": "",
        "accession.acceded": "",
        "accession.deposited": "",
        "note.as_of": "date",
        "note.left_out": "",
        "note.reviewed": "date",
        "note.how_sourced": "",
        "note.about_me": "",
        "button.another_fact": "",
        "button.fact": "",
        "button.members": "",
    }.items()
}


def placeholders(text: str) -> frozenset[str]:
    """The names in braces; raises ValueError on a brace that does not close."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class Words:
    """One language's voice."""

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def say(self, key: str, **fill: str) -> str:
        """The text of `key`, filled; every key the code uses is checked when content is loaded."""
        return self._texts[key].format(**fill)

    def source(self, source: Source) -> str:
        """A footnote without its address: title and part, publisher, day, language if another."""
        return f"{self.document(source)}. {self.published(source)}."

    def document(self, source: Source) -> str:
        """The title, and where in the document."""
        return f"{source.title}, {source.part}" if source.part else source.title

    def published(self, source: Source) -> str:
        """Who published a document and when, and its language where that is not the reader's."""
        parts = [source.publisher, self.date(source.date) if source.date else ""]
        if source.language is not self.language:
            parts.append(self.say(f"label.source_language.{source.language}"))
        return ", ".join(part for part in parts if part)

    def date(self, day: dt.date) -> str:
        """A date in full: 7 March 2024, 7 mars 2024."""
        return format_date(day, "d MMMM y", locale=self.language.value)
