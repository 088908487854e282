"""What the core says, in no platform's layout. Adapters turn it into embeds, blocks or text."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from bot.requests import Language


class Visibility(StrEnum):
    """Who sees the answer: the whole channel, or only the person who asked."""

    CHANNEL = "channel"
    ASKER = "asker"


_OPEN, _CLOSE = "\ue000", "\ue001"
"""From Unicode's private area, so that no text holds them by chance."""
REFERENCE = re.compile(f"{_OPEN}([#@])([^{_CLOSE}]*){_CLOSE}")
"""A channel (#) or a person (@) in a text, by the platform's id: each platform shows its name."""


def channel_reference(channel: str) -> str:
    """A channel inside a text."""
    return f"{_OPEN}#{channel}{_CLOSE}"


def person_reference(person: str) -> str:
    """A person inside a text; nobody is notified."""
    return f"{_OPEN}@{person}{_CLOSE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that a statement rests on; `part` says where in it ("Article 5")."""

    title: str
    publisher: str
    url: str
    part: str = ""
    date: dt.date | None = None
    language: str = "en"
    """ISO 639, the document's own: a reader is told where it is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said about NATO, and what it rests on: at least one source."""

    text: str
    sources: tuple[Source, ...]
    as_of: dt.date | None = None
    """The day the statement was true, where it can change."""
    review_by: dt.date | None = None
    """The last day it may be shown without being read again."""

    def is_fresh(self, today: dt.date) -> bool:
        """Whether it may still be shown."""
        return self.review_by is None or today <= self.review_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its statements."""

    heading: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A short label with a short value, side by side where the platform can."""

    label: str
    value: str
    sources: tuple[Source, ...] = ()
    """Empty only where the value speaks of the bot itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a document or a person, marked as such."""

    text: str
    by: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells under a header; every row as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...] = ()
    is_charted: bool = False
    """The card's chart shows the same: it stands for the rows where it is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers of one chart line, one a label; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Numbers over time, with the sentence for those who cannot see it."""

    title: str
    """For a picture, which is passed on without its card."""
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    measure: str
    """What the numbers say: a share of GDP."""
    unit: str
    alt: str
    sources: tuple[Source, ...]
    estimates: tuple[str, ...] = ()
    """The labels whose numbers are estimates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Instants, shown in the reader's own clock where the platform knows it."""

    label: str
    instants: tuple[int, ...]
    """UTC seconds."""
    texts: tuple[str, ...]
    """Each as wall time with its zone, for where the reader's clock is not known."""


class NoteKind(StrEnum):
    """What a note is about, so that a platform can give each kind its place."""

    NOTICE = "notice"
    """The bot speaks of itself: a decline, a help text."""
    AS_OF = "as_of"
    DISPUTED = "disputed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line about the card, not about NATO: so it needs no source."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One block of an answer: an embed on Discord, a run of blocks on Slack."""

    title: str = ""
    summary: Statement | None = None
    sections: tuple[Section, ...] = ()
    fields: tuple[Field, ...] = ()
    quote: Quote | None = None
    table: Table | None = None
    chart: Chart | None = None
    moments: Moments | None = None
    notes: tuple[Note, ...] = ()
    minutes: int = 0
    """Reading time; 0 where it is not worth saying."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Everything the card states in sentences, in reading order."""
        head = (self.summary,) if self.summary else ()
        return head + tuple(s for section in self.sections for s in section.statements)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Each source once, in the order of first citing: the footnotes, numbered from 1."""
        cited = [source for statement in self.statements for source in statement.sources]
        cited += [source for field in self.fields for source in field.sources]
        for block in (self.quote, self.table, self.chart):
            cited += block.sources if block else ()
        return tuple(dict.fromkeys(cited))

    def numbered(self) -> dict[Source, int]:
        """The footnote number of each source."""
        return {source: number for number, source in enumerate(self.sources, start=1)}


WIRE_VERSION = "n1"
WIRE_MARK = re.compile(rf"{WIRE_VERSION}(?:\.([1-9]\d?))?(!?)")
"""What stands before the first colon: the version, the page, whether for everybody."""
WIRE_LENGTH = 100
"""Characters; Discord's custom_id is the shortest of the platforms' (interactions reference)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A next step: asks for `command` with `argument`, typed as on a command line.

    All its state is on the wire, so it works after a restart. The version mark at the front lets
    a later release answer an older button politely.
    """

    label: str
    command: str
    argument: str = ""
    page: int = 0
    """Turns a long answer to this page, from 1; 0 asks for it anew."""
    is_shared: bool = False
    """Shows everybody what its asker alone was shown."""

    def __post_init__(self) -> None:
        """Refuse what could not be sent; only ids go in, so this is a mistake in a handler."""
        if len(self.wire) > WIRE_LENGTH:
            raise ValueError(f"{len(self.wire)} characters on the wire, at most {WIRE_LENGTH}")

    @property
    def wire(self) -> str:
        """What the platform keeps for us: `n1:explain:article-5-collective-defence`.

        Its second page is `n1.2:explain:...`; shown to everybody it is `n1!:explain:...`.
        """
        page, shared = f".{self.page}" if self.page else "", "!" if self.is_shared else ""
        return f"{WIRE_VERSION}{page}{shared}:{self.command}:{self.argument}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything that goes back for one request."""

    cards: tuple[Card, ...]
    buttons: tuple[Button, ...] = ()
    visibility: Visibility = Visibility.CHANNEL
    declined: bool = False
    choices: bool = False
    """The bot asks back: its buttons are what the person may have meant."""
    about: tuple[str, ...] = ()
    """Entries answered from, best first: topic ids, `glossary:KFOR`, `member:NO`."""
    again: Button | None = None
    """What asks for the same answer, its label empty; None where only the asker's words would."""
    language: Language = Language.EN
