"""The texts of the interface in one language, and how that language writes a date."""

import datetime as dt
from collections.abc import Mapping
from string import Formatter

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from bot.answers import Source
from bot.requests import Language

REGISTERS = (
    "operations",
    "summits",
    "partnerships",
    "institutions",
    "forces",
    "concepts",
    "articles",
    "enlargements",
)
OFFICES = (
    "secretary-general",
    "acting-secretary-general",
    "saceur",
    "military-committee-chair",
    "deputy-secretary-general",
    "sact",
)

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
        "label.in_language": "language",
        "label.help": "",
        "label.notable": "",
        "label.capital": "",
        "label.accession": "",
        "label.round": "",
        "label.region": "",
        "label.members": "",
        "label.fact": "",
        "label.country": "",
        "label.closest": "",
        "label.since": "date",
        "label.spending": "",
        "label.events": "",
        "label.when": "",
        "label.office": "",
        "label.name": "",
        "label.partner_in": "",
        "label.suspended": "",
        "label.estimate": "",
        "label.quiz": "",
        "label.right": "",
        "label.wrong": "answer",
        "label.today": "date",
        "label.timeline": "about",
        "label.joined_in": "year",
        "label.wait": "",
        "label.channel": "",
        "label.somebody": "",
        "label.share": "",
        "label.year": "",
        "prompt.article": "",
        "prompt.spending": "",
        "prompt.members": "",
        "prompt.today": "",
        **{f"register.{name}": "" for name in REGISTERS},
        **{f"office.{name}": "" for name in OFFICES},
        "series.NATO_TOTAL": "",
        "series.NATO_EUR_CAN": "",
        "member.not": "country",
        "note.unsure": "",
        "note.release": "title date basis",
        "note.nothing_today": "date",
        "note.no_event": "",
        "note.english_only": "",
        "note.not_in_spending": "country",
        "button.more": "",
        "button.start": "",
        "button.next_page": "heading page pages",
        "button.page_before": "heading page pages",
        "button.share": "",
        "button.next_question": "",
        "button.spending": "",
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
        "terms.title": "",
        "terms.none": "",
        "terms.of_message": "",
        "terms.more": "names",
        "privacy.title": "",
        "privacy.how": "",
        "privacy.me": "",
        "privacy.space": "",
        "privacy.nothing": "",
        "privacy.language": "language",
        "privacy.set_up": "number",
        "privacy.digests": "number",
        "privacy.languages": "number",
        "privacy.sure.me": "",
        "privacy.sure.space": "",
        "privacy.gone.me": "",
        "privacy.gone.space": "",
        "privacy.button.me": "",
        "privacy.button.space": "",
        "privacy.button.sure": "",
        "language.title": "",
        "language.how": "",
        "language.automatic": "",
        "language.person": "",
        "language.channel": "",
        "language.space": "",
        "language.button.en": "",
        "language.button.fr": "",
        "language.button.auto": "",
        "digest.issue.title": "date",
        "digest.issue.on_this_day": "",
        "digest.issue.fact": "",
        "digest.issue.term": "term",
        "digest.issue.explain": "topic",
        "digest.issue.nothing": "",
        "digest.title": "number",
        "digest.list": "",
        "digest.preview": "",
        "digest.set": "number",
        "digest.not_announced": "",
        "digest.announced": "who time zone days",
        "digest.paused": "number",
        "digest.paused_until": "number date",
        "digest.resumed": "number",
        "digest.resumed_all": "number",
        "digest.back": "number",
        "digest.button.resume_all": "",
        "digest.skipped": "number date",
        "digest.remove_sure": "number",
        "digest.removed": "number",
        "digest.now": "number seconds",
        "digest.now_already": "number",
        "digest.suspended": "number why",
        "digest.already": "number",
        "digest.none_yet": "",
        "digest.no_failure": "",
        "digest.all_topics": "",
        "digest.language.en": "",
        "digest.language.fr": "",
        "digest.label.settings": "",
        "digest.label.state": "",
        "digest.label.last": "",
        "digest.label.failed": "",
        "digest.label.dates": "",
        "digest.label.date": "",
        "digest.label.outcome": "",
        "digest.state.next": "date",
        "digest.state.paused": "",
        "digest.state.suspended": "why",
        "digest.outcome.claimed": "",
        "digest.outcome.sending": "",
        "digest.outcome.retry": "",
        "digest.outcome.sent": "",
        "digest.outcome.failed": "",
        "digest.outcome.missed": "",
        "digest.outcome.skipped": "",
        "digest.outcome.unknown": "",
        "digest.why.forbidden": "",
        "digest.why.gone": "",
        "digest.why.busy": "",
        "digest.why.down": "",
        "digest.why.lost": "",
        "digest.why.refused": "",
        "digest.why.token": "",
        "digest.why.late": "",
        "digest.why.paused": "",
        "digest.right.view": "",
        "digest.right.send": "",
        "digest.right.embed": "",
        "digest.right.history": "",
        "digest.right.gone": "",
        "digest.right.kind": "",
        "digest.right.invite": "",
        "digest.right.scope": "",
        "digest.button.set": "",
        "digest.button.list": "",
        "digest.button.preview": "",
        "digest.button.pause": "",
        "digest.button.resume": "",
        "digest.button.skip": "",
        "digest.button.remove": "",
        "digest.button.remove_sure": "",
        "digest.button.status": "",
        "digest.button.now": "",
    }.items()
}


def placeholders(text: str) -> frozenset[str]:
    """The names in braces; raises ValueError on a brace that does not close."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


LEAP_YEAR = 2024
"""Has every day that there is."""


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
        if source.language != self.language:
            name = Locale(self.language.value).languages[source.language]
            parts.append(self.say("label.in_language", language=name))
        return ", ".join(part for part in parts if part)

    def date(self, day: dt.date) -> str:
        """A date in full: 7 March 2024, 7 mars 2024."""
        return self._first(format_date(day, "d MMMM y", locale=self.language.value))

    def weekday(self, day: dt.date) -> str:
        """A date in full with its day of the week: Sunday 1 March 2026, dimanche 1er mars 2026."""
        return f"{format_date(day, 'EEEE', locale=self.language.value)} {self.date(day)}"

    def _first(self, day: str) -> str:
        """French counts the first of a month: 1er octobre."""
        is_first = self.language is Language.FR and day.startswith("1 ")
        return f"1er{day[1:]}" if is_first else day

    def when(self, day: str) -> str:
        """A day of which perhaps only the month or the year is known: 2001-09 -> September 2001."""
        if len(day) == len("2001-09-12"):
            return self.date(dt.date.fromisoformat(day))
        if len(day) == len("2001-09"):
            first = dt.date.fromisoformat(f"{day}-01")
            return format_date(first, "MMMM y", locale=self.language.value)
        return day

    def day(self, month: int, day: int) -> str:
        """A day of any year: 4 April, 4 avril."""
        return format_date(
            dt.date(LEAP_YEAR, month, day or 1), "d MMMM", locale=self.language.value
        )

    def span(self, start: str, end: str) -> str:
        """From when to when; an open end says since."""
        if not start:
            return ""
        if start == end:
            return self.when(start)
        if not end:
            return self.say("label.since", date=self.when(start))
        return f"{self.when(start)} \u2013 {self.when(end)}"

    def percent(self, value: float) -> str:
        """A share of something, as the language writes it: 2.53%, 2,53 %."""
        return self.figure(value, "%")

    def figure(self, value: float, unit: str, places: int = 2) -> str:
        """A number with its unit, as the language writes it."""
        pattern, locale = f"0.{'0' * places}".rstrip("."), self.language.value
        if unit != "%":
            return f"{format_decimal(value, pattern, locale=locale)}\u00a0{unit}"
        sign = "%" if self.language is Language.EN else "\u00a0%"
        return format_percent(value / 100, pattern + sign, locale=locale)
