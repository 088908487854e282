"""The names of everything in the library, as they stand in what people type."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from bot.library.entries import Library, Shelf
from bot.search import countries
from bot.search.entry import RANKED, Entry, Kind, names
from bot.search.normalise import LONGEST, asks_what_sort, bare, plain
from bot.search.stems import EMPTY, tokens

LONGEST_NAME = 6
"""Words of a name that is looked for inside a question."""
NAMED = (Kind.TOPIC, Kind.MEMBER, Kind.TERM)
SHORT = 3
"""Letters of a name that speaks of NATO by itself."""
NATO = frozenset(
    ("nato", "otan", "alliance", "ally", "allies", "allied", "allie", "atlantique", "atlantic")
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name that stands whole in a question."""

    entry: Entry
    name: str
    share: float
    """The share of the letters that carry meaning."""
    is_telling: bool
    """Whether the name speaks of NATO by itself: two words, or letters such as KFOR."""


class Names:
    """Every name of every kind, in both languages."""

    def __init__(self, library: Library) -> None:
        self.of: dict[Kind, dict[str, Entry]] = {kind: {} for kind in Kind}
        self._telling: set[str] = set()
        self._everyday: set[str] = set(EMPTY)
        for shelf in library.values():
            self._add(shelf)
        for shelf in library.values():
            self._everyday |= _short_words(shelf)

    def _add(self, shelf: Shelf) -> None:
        for entry, name in names(shelf):
            known = plain(name)
            self.of[entry.kind].setdefault(known, entry)
            if entry.kind in _TELLING and known not in NATO and _is_distinctive(name):
                self._telling.add(known)
        for code in (*shelf.members, *(c for c, _ in countries.names(shelf.language))):
            kind = Kind.MEMBER if code in shelf.members else Kind.COUNTRY
            self.of[kind].setdefault(f"iso {code.casefold()}", Entry(kind, code))

    def named(self, text: str, kind: Kind) -> Entry | None:
        """The entry of that kind that goes by exactly this name or id; a country also by its code.

        Codes are for commands and buttons: inside a question "no", "is" and "us" are words.
        """
        name = plain(text)
        return self.of[kind].get(name) or self.of[kind].get(f"iso {name}")

    def mentioned(self, asked: str, kind: Kind) -> list[Entry]:
        """The entries of that kind whose names stand whole in plain words, in their order."""
        words, found, start = asked.split(), list[Entry](), 0
        while start < len(words):
            for size in range(min(LONGEST_NAME, len(words) - start), 0, -1):
                if entry := self.of[kind].get(" ".join(words[start : start + size])):
                    found.append(entry)
                    start += size - 1
                    break
            start += 1
        return list(dict.fromkeys(found))

    def whole(self, asked: str, further: Iterable[Entry | None]) -> Entry | None:
        """The entry that is all that plain words name; `further` comes after topics and members."""
        stripped = bare(asked)
        tries = (
            self._first(asked, (Kind.TOPIC, Kind.MEMBER)),
            self._first(stripped, NAMED) if asks_what_sort(asked) else None,
            *further,
            self._first(asked, RANKED),
            self._first(stripped, RANKED),
            self._first(asked, Kind),
            self._first(stripped, Kind),
        )
        return next((entry for entry in tries if entry), None)

    def _first(self, name: str, kinds: Iterable[Kind]) -> Entry | None:
        found = (self.of[kind].get(name) for kind in kinds)
        return next((entry for entry in found if entry), None)

    def contained(self, asked: str) -> list[Named]:
        """The names that stand whole in plain words."""
        runs = list(_runs(asked.split()))
        length = sum(map(len, tokens(asked)))
        return [
            Named(entry, name, _share(name, length), name in self._telling)
            for kind in (*RANKED, Kind.PERSON)
            for name in runs
            if (entry := self.of[kind].get(name)) and self._is_meant(name, asked)
        ]

    def is_anchored(self, asked: str, contained: Iterable[Named]) -> bool:
        """Whether it speaks of NATO at all: by name, by a Treaty article, by a telling name."""
        if NATO & set(asked.split()) or _ARTICLE.search(asked):
            return True
        return any(named.is_telling for named in contained)

    def spoken_of(self, text: str) -> list[Entry]:
        """The terms and topics that a message of any length names, those of NATO's own first.

        A word that everybody uses, such as "logistics", counts only where NATO is spoken of.
        """
        found: dict[Entry, bool] = {}
        pieces = wrap(text, LONGEST)
        for piece in pieces:
            for entry, name in self._spoken(piece):
                found[entry] = found.get(entry, False) or name in self._telling
        is_about_nato = any(self.is_anchored(plain(p), self.contained(plain(p))) for p in pieces)
        own = [entry for entry, is_own in found.items() if is_own]
        return own + [entry for entry, is_own in found.items() if not is_own and is_about_nato]

    def _spoken(self, text: str) -> Iterator[tuple[Entry, str]]:
        """The longest name at each place; of a term and a topic, the term says it shorter."""
        words, start = plain(text).split(), 0
        while start < len(words):
            for size in range(min(LONGEST_NAME, len(words) - start), 0, -1):
                name = " ".join(words[start : start + size])
                entry = self._first(name, (Kind.TERM, Kind.TOPIC))
                if entry and self._is_written(name, text):
                    yield entry, name
                    start += size - 1
                    break
            start += 1

    def _is_written(self, name: str, text: str) -> bool:
        """Whether letters are written as a name: CAN and SHAPE are, "can" and "shape" are words."""
        if len(name) > SHORT and name not in _WORDS:
            return True
        capitals = (word for word in text.split() if sum(map(str.isupper, word)) > 1)
        return any(plain(word) == name for word in capitals)

    def _is_meant(self, name: str, asked: str) -> bool:
        """Whether few letters are a name here: CAN and MAP are also words that everybody uses."""
        if name in NATO:
            return False
        if len(name) > SHORT + 1 or name not in self._everyday:
            return True
        return re.search(_DEFINED.format(name), asked) is not None


_WORDS = {"shape", "sofa", "diana"}
"""Longer abbreviations that are words too."""
_TELLING = {Kind.TOPIC, Kind.TERM, Kind.PERSON}
_ARTICLE = re.compile(r"\barticle \d+\b")
_DEFINED = (
    r"^{0}$|\b(?:what is|what are|define|mean\w*|meaning of|acronym|versus|pfp and|difference"
    r" between|c est quoi|signifie|veut dire|sigle|the) (?:the |an? |le |la |l )?{0}(?: |$)"
    r"|\b{0} (?:nato|otan|stand|meaning|mean|signifie|versus|acronym|sigle)\b"
    r"|^\w+ {0}$|^{0} \w+$|\b(?:nato|otan) {0}\b"
)
"""Where a word that everybody uses is taken as a name."""


def _runs(words: list[str]) -> Iterator[str]:
    """Every run of words that may be a name, long ones first."""
    for size in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _share(name: str, length: int) -> float:
    """The share of the letters that carry meaning; CAN has some here, though "can" has none."""
    letters = sum(map(len, tokens(name)))
    return min(1.0, letters / length) if letters else len(name) / (length + len(name))


def _is_distinctive(name: str) -> bool:
    """Whether a name speaks of NATO by itself: two words, or letters such as KFOR and PfP."""
    if len(plain(name).split()) > 1:
        return True
    return len(name) >= SHORT and sum(letter.isupper() for letter in name) > 1


def _short_words(shelf: Shelf) -> set[str]:
    """The short words of the library's prose, written small: those that everybody uses."""
    said = (s.text for topic in shelf.topics.values() for ss in topic.sections.values() for s in ss)
    return {word for text in said for word in re.findall(r"\b[a-z]{2,4}\b", text)}
