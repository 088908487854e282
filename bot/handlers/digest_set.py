"""`digest set`: switches a digest on in the channel where it is asked for."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from bot.answers import Answer, Button, Card, Field, Note, NoteKind, Visibility, person_reference
from bot.digests import reading, zones
from bot.digests.compose import Wish
from bot.digests.orders import Order
from bot.digests.schedule import Timetable
from bot.errors import (
    ChannelGoneError,
    DeliveryError,
    NoDigestsHereError,
    PlatformAwayError,
    RightsMissingError,
    SameDigestError,
    UnknownTopicError,
    UnreadableDaysError,
    UnreadableError,
    UnreadableLanguageError,
    UnreadableTimeError,
    UnreadableZoneError,
    ZoneNeededError,
)
from bot.handlers import digest_cards
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.handlers.language import SPELLINGS
from bot.ports import Messenger, Place
from bot.requests import Language, Request
from bot.search.entry import Kind
from bot.search.index import Index
from bot.store.rows import Subscription
from bot.words import Words

if TYPE_CHECKING:
    from bot.digests.desk import Desk

log = logging.getLogger(__name__)

Read = TypeVar("Read")
NINE = "09:00"
SHOWN_WORD = 40
"""Characters of an unreadable word that are shown back."""
OFFERED_ZONES = 5
LONGEST_LINE = 80
"""Characters of an order that a button holds."""
_ORDER = ("at", "zone", "days", "language", "topics")


async def set_(request: Request, context: Context) -> Answer:
    """Check the bot's rights there, switch it on, say so in the channel, and show what comes."""
    desk, origin = context.desk, request.origin
    messenger = desk.messengers.get(origin.platform) if desk else None
    if desk is None or messenger is None or not origin.space or not origin.channel:
        raise NoDigestsHereError
    words = context.shelf(request.language).words
    place = Place(origin.platform, origin.space, origin.channel, origin.thread or "")
    order = await _order(request, context, desk, place)
    await _require_rights(messenger, place, words)
    issue = desk.first_issue(order)
    try:
        subscription = await desk.add(order)
    except SameDigestError as error:
        number, label = error.fill["number"], words.say("digest.button.status")
        button = Button(label=label, command="digest-status", argument=number)
        raise SameDigestError([button], number=number) from None
    announced = await _announce(messenger, subscription, desk)
    return _done(subscription, desk, words, issue, announced=announced)


async def _order(request: Request, context: Context, desk: "Desk", place: Place) -> Order:
    given = {name: text.strip() for name, text in request.arguments.items()}
    minute = _read(reading.minute, given.get("at") or NINE, UnreadableTimeError)
    weekdays = _read(reading.weekdays, given.get("days", ""), UnreadableDaysError)
    spoken = await context.tongues.public(request.origin)
    language = _language(given.get("language", ""), spoken)
    wish = Wish(language, _topics(given.get("topics", ""), context))
    zone = await _zone(_Asked(given, wish.topics, context.index), request, desk)
    timetable = Timetable(minute, weekdays, zone)
    return Order(place=place, timetable=timetable, wish=wish, by=request.origin.asker or "")


def _read(read: Callable[[str], Read], text: str, error: type[UnreadableError]) -> Read:
    try:
        return read(text)
    except reading.ReadingError as wrong:
        raise error(word=wrong.word[:SHOWN_WORD]) from None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for, to be asked for again with another zone."""

    given: Mapping[str, str]
    topics: tuple[str, ...]
    index: Index

    def again(self, zones_: Iterable[str]) -> list[Button]:
        """A button for each zone; none where it would order less or other than was asked."""
        lines = ((zone, self._line(zone)) for zone in zones_)
        return [Button(label=z, command=COMMAND.name, argument=line) for z, line in lines if line]

    def _line(self, zone: str) -> str | None:
        """What would have to be typed; topics by their ids, or where there is no room in short."""
        names = self.index.names.of[Kind.TOPIC]
        short = [min((n for n in names if names[n].id == t), key=len) for t in self.topics]
        for topics in (self.topics, short):
            wanted = {**self.given, "zone": zone, "topics": ", ".join(topics)}
            wanted = {name: wanted[name] for name in _ORDER if wanted.get(name)}
            line = " ".join(wanted.values())
            if len(line) <= LONGEST_LINE and read(line) == wanted:
                return line
        return None


async def _zone(asked: _Asked, request: Request, desk: "Desk") -> str:
    """The one named, or else the asker's own, or that of the space's newest digest."""
    if typed := asked.given.get("zone", ""):
        found = zones.find(typed)
        if found is None:
            near = zones.complete(typed, request.language)[:OFFERED_ZONES]
            raise UnreadableZoneError(asked.again(near), word=typed[:SHOWN_WORD])
        return found
    if request.origin.zone and zones.find(request.origin.zone):
        return request.origin.zone
    there = await desk.of_space(request.origin.platform, request.origin.space or "")
    if not there:
        near = zones.complete("", request.language)[:OFFERED_ZONES]
        raise ZoneNeededError(asked.again(near))
    return there[-1].zone


def _language(typed: str, default: Language) -> Language:
    if not typed:
        return default
    if typed.casefold() not in SPELLINGS:
        raise UnreadableLanguageError(word=typed[:SHOWN_WORD])
    return SPELLINGS[typed.casefold()]


def _topics(typed: str, context: Context) -> tuple[str, ...]:
    found: list[str] = []
    for name in filter(None, (part.strip() for part in typed.split(","))):
        entry = context.index.named(name, Kind.TOPIC)
        if entry is None:
            raise UnknownTopicError(about=[name])
        found.append(entry.id)
    return tuple(dict.fromkeys(found))


async def _require_rights(messenger: Messenger, place: Place, words: Words) -> None:
    try:
        missing = await messenger.missing_rights(place)
    except ChannelGoneError:
        missing = ["digest.right.gone"]
    except DeliveryError as error:
        log.warning("rights not checked", extra={"platform": place.platform, "error": error.code})
        raise PlatformAwayError from None
    if missing:
        raise RightsMissingError(rights="; ".join(words.say(key) for key in missing))


async def _announce(messenger: Messenger, subscription: Subscription, desk: "Desk") -> bool:
    """Say in the channel what will come, and who switched it on; False where it did not work."""
    words = desk.library[subscription.language].words
    who = person_reference(subscription.set_by)
    text = words.say(
        "digest.announced",
        who=who,
        time=reading.show_minute(subscription.minute, words.language),
        zone=subscription.zone,
        days=reading.show_weekdays(subscription.weekdays, words.language),
    )
    card = Card(notes=(Note(kind=NoteKind.NOTICE, text=text),))
    try:
        await messenger.say(subscription.place, Answer(cards=(card,)), words)
    except DeliveryError as error:
        facts = {"platform": subscription.place.platform, "error": error.code}
        log.warning("digest not announced", extra=facts)
        return False
    return True


def _done(
    one: Subscription, desk: "Desk", words: Words, issue: Answer, *, announced: bool
) -> Answer:
    say, number = words.say, str(one.number)
    text = say("digest.set", number=number)
    if not announced:
        text = f"{text} {say('digest.not_announced')}"
    slots = [slot.run_at for slot in islice(desk.next_slots(one, digest_cards.DATES), 5)]
    settings = digest_cards.settings(one, desk, words)
    card = Card(
        title=say("digest.title", number=number),
        fields=(Field(label=say("digest.label.settings"), value=settings),),
        notes=(Note(kind=NoteKind.NOTICE, text=text),),
        moments=digest_cards.moments(one.zone, slots, words),
    )
    buttons = tuple(
        Button(label=say(f"digest.button.{name}"), command=f"digest-{name}", argument=number)
        for name in ("now", "pause", "remove")
    )
    return Answer(cards=(card, *issue.cards), buttons=buttons, visibility=Visibility.ASKER)


def read(line: str) -> dict[str, str]:
    """What was typed, in any order: `9:30 brussels mon-fri fr article 5, nuclear sharing`."""
    return _Words(line).sorted()


class _Words:
    """Sorts the words of a line by what they can be read as; what is left over are topics."""

    def __init__(self, line: str) -> None:
        self._left = line.replace("\u00a0", " ").split()
        self._found: dict[str, str] = {}

    def sorted(self) -> dict[str, str]:
        for name, can_read, longest in _READERS:
            if name not in self._found:
                self._take(name, can_read, longest)
        # what can only be meant as a time is told to be none, rather than no topic
        mistaken = [word for word in self._left if _LIKE_A_TIME.fullmatch(word)]
        if mistaken and "at" not in self._found:
            self._found["at"] = mistaken[0]
            self._left.remove(mistaken[0])
        topics = " ".join(self._left)
        return {**self._found, **({"topics": topics} if topics else {})}

    def _take(self, name: str, can_read: Callable[[str], bool], longest: int) -> None:
        """Take the longest run of words that can be read so."""
        for length in range(min(longest, len(self._left)), 0, -1):
            for start in range(len(self._left) - length + 1):
                text = " ".join(self._left[start : start + length])
                # the 5 of article 5 is no time of day
                if can_read(text) and not (text.isdigit() and start):
                    self._found[name] = text
                    del self._left[start : start + length]
                    return


def _reads(read: Callable[[str], object]) -> Callable[[str], bool]:
    def can(text: str) -> bool:
        try:
            read(text)
        except reading.ReadingError:
            return False
        return True

    return can


def _is_days(text: str) -> bool:
    """Whether it can be read as days: a word `fr` is French, though it is short for Friday too."""
    words = text.casefold().split()
    speaks = words[-1] in SPELLINGS or Language.FR in words  # `en` may begin: en semaine
    return not speaks and _reads(reading.weekdays)(text)


_LIKE_A_TIME = re.compile(r"\d+[:.h]\d*")
_READERS: tuple[tuple[str, Callable[[str], bool], int], ...] = (
    ("zone", lambda text: "/" in text and zones.find(text) is not None, 1),
    ("at", _reads(reading.minute), 3),
    ("days", _is_days, 7),
    ("language", lambda text: text.casefold() in SPELLINGS, 1),
    ("zone", lambda text: zones.find(text) is not None, 3),
)


COMMAND = Command(
    name="digest-set",
    handler=set_,
    arguments=(
        Argument(name="at", kind=ArgumentKind.MINUTE, required=False),
        Argument(name="zone", kind=ArgumentKind.ZONE, required=False),
        Argument(name="days", kind=ArgumentKind.WEEKDAYS, required=False),
        Argument(name="language", kind=ArgumentKind.LANGUAGE, required=False),
        Argument(name="topics", kind=ArgumentKind.TOPICS, required=False),
    ),
    group="digest",
    admins_only=True,
    read=read,
)
