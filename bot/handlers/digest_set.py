"""`digest set`: switches a digest on in the channel where it is asked for."""

import logging
import re
from collections.abc import Callable
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
    subscription = await desk.add(order)
    announced = await _announce(messenger, subscription, desk)
    return _done(subscription, desk, words, issue, announced=announced)


async def _order(request: Request, context: Context, desk: "Desk", place: Place) -> Order:
    given = {name: text.strip() for name, text in request.arguments.items()}
    minute = _read(reading.minute, given.get("at") or NINE, UnreadableTimeError)
    weekdays = _read(reading.weekdays, given.get("days", ""), UnreadableDaysError)
    spoken = await context.tongues.public(request.origin)
    language = _language(given.get("language", ""), spoken)
    wish = Wish(language, _topics(given.get("topics", ""), context))
    zone = await _zone(given.get("zone", ""), request, desk)
    timetable = Timetable(minute, weekdays, zone)
    return Order(place=place, timetable=timetable, wish=wish, by=request.origin.asker or "")


def _read(read: Callable[[str], Read], text: str, error: type[UnreadableError]) -> Read:
    try:
        return read(text)
    except reading.ReadingError as wrong:
        raise error(word=wrong.word[:SHOWN_WORD]) from None


async def _zone(typed: str, request: Request, desk: "Desk") -> str:
    """The one named, or else the asker's own, or that of the space's newest digest."""
    if typed:
        found = zones.find(typed)
        if found is None:
            near = zones.complete(typed, request.language)[:OFFERED_ZONES]
            buttons = [_with_zone(request, name) for name in near]
            raise UnreadableZoneError(buttons, word=typed[:SHOWN_WORD])
        return found
    if request.origin.zone and zones.find(request.origin.zone):
        return request.origin.zone
    there = await desk.of_space(request.origin.platform, request.origin.space or "")
    if not there:
        near = zones.complete("", request.language)[:OFFERED_ZONES]
        raise ZoneNeededError([_with_zone(request, name) for name in near])
    return there[-1].zone


def _with_zone(request: Request, zone: str) -> Button:
    """The same order again, with a zone; what would not fit on the wire is left out."""
    given = request.arguments
    parts = [given.get("at") or NINE, zone, given.get("days", ""), given.get("language", "")]
    line = " ".join(part for part in parts if part)
    return Button(label=zone, command="digest-set", argument=line[:80])


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


_LIKE_A_TIME = re.compile(r"\d+[:.h]\d*")
_READERS: tuple[tuple[str, Callable[[str], bool], int], ...] = (
    ("zone", lambda text: "/" in text and zones.find(text) is not None, 1),
    ("at", _reads(reading.minute), 3),
    ("days", _reads(reading.weekdays), 7),
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
