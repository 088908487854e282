"""`digest set|list|preview|pause|resume|skip|remove|status|now`: what admins do with digests.

Every answer is for the asker alone; what the channel must know is said there by the messenger.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bot.answers import Answer, Button, Card, Note, NoteKind, Visibility
from bot.digests import reading
from bot.digests.orders import timetable_of
from bot.digests.schedule import local_date
from bot.errors import NoDigestError, NoDigestsHereError, UnreadableDateError, WhichDigestError
from bot.handlers import digest_cards, digest_set
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.requests import Request
from bot.store.rows import Subscription
from bot.words import Words

if TYPE_CHECKING:
    from bot.digests.desk import Desk

GROUP = "digest"
ENOUGH = 5
"""Digests that get a button each."""

Act: TypeAlias = Callable[[Subscription, "Desk", Words, Request], Awaitable[Answer]]


async def list_(request: Request, context: Context) -> Answer:
    """Every digest of the space."""
    desk = _desk(request, context)
    words = context.shelf(request.language).words
    found = await _of_space(request, desk)
    if not found:
        raise NoDigestError([_button("set", words, "09:00")])
    label = words.say("digest.button.status")
    shown = tuple(
        Button(label=f"{label} {one.number}", command="digest-status", argument=str(one.number))
        for one in found[:ENOUGH]
    )
    return _private(digest_cards.listed(found, desk, words), *shown)


def on_one(act: Act) -> Callable[[Request, Context], Awaitable[Answer]]:
    """A handler that finds the digest meant, and acts on it."""

    async def handler(request: Request, context: Context) -> Answer:
        desk = _desk(request, context)
        words = context.shelf(request.language).words
        subscription = await _meant(request, desk, words)
        return await act(subscription, desk, words, request)

    return handler


async def _preview(one: Subscription, desk: "Desk", words: Words, _: Request) -> Answer:
    issue = await desk.next_issue(one)
    card = digest_cards.dates(one, desk, words, words.say("digest.preview"))
    return _private(card, *_buttons(one, words, "skip", "now"), issue=issue)


async def _pause(one: Subscription, desk: "Desk", words: Words, request: Request) -> Answer:
    typed = request.arguments.get("until", "").strip()
    until = None
    if typed:
        today = local_date(timetable_of(one), desk.now)
        try:
            until = reading.date(typed, today)
        except reading.ReadingError:
            raise UnreadableDateError(word=typed[:40]) from None
        if until <= today:
            raise UnreadableDateError(word=typed[:40])
    await desk.pause(one, until)
    text = words.say("digest.paused", number=str(one.number))
    if until:
        text = words.say("digest.paused_until", number=str(one.number), date=words.date(until))
    return _private(_said(text), *_buttons(one, words, "resume"))


async def _resume(one: Subscription, desk: "Desk", words: Words, _: Request) -> Answer:
    await desk.resume(one)
    one = await _again(one, desk)
    card = digest_cards.dates(one, desk, words, words.say("digest.resumed", number=str(one.number)))
    return _private(card, *_buttons(one, words, "pause", "preview"))


async def resume(request: Request, context: Context) -> Answer:
    """Let one digest go on, or all that stopped as the bot was removed."""
    if request.arguments.get("number", "").strip() != ALL:
        return await on_one(_resume)(request, context)
    desk, words = context.desk, context.shelf(request.language).words
    if desk is None or request.origin.space is None:
        raise NoDigestsHereError
    number = await desk.resume_all(request.origin.platform, request.origin.space or "")
    return _private(
        _said(words.say("digest.resumed_all", number=str(number))), _button("list", words)
    )


def offer_to_resume(number: int, words: Words) -> Answer:
    """What a space is asked once, when the bot is back in it."""
    text = words.say("digest.back", number=str(number))
    button = Button(
        label=words.say("digest.button.resume_all"), command="digest-resume", argument=ALL
    )
    return Answer(cards=(_said(text),), buttons=(button,), language=words.language)


async def _skip(one: Subscription, desk: "Desk", words: Words, _: Request) -> Answer:
    if one.next_run_at is None:
        return await _status(one, desk, words, _)
    slot = await desk.skip(one)
    one = await _again(one, desk)
    text = words.say("digest.skipped", number=str(one.number), date=words.weekday(slot.date))
    return _private(
        digest_cards.dates(one, desk, words, text), *_buttons(one, words, "resume", "preview")
    )


async def _remove(one: Subscription, desk: "Desk", words: Words, request: Request) -> Answer:
    number = str(one.number)
    if request.arguments.get("sure", "") != SURE:
        text = words.say("digest.remove_sure", number=number)
        label = words.say("digest.button.remove_sure")
        sure = Button(label=label, command="digest-remove", argument=f"{number} {SURE}")
        return _private(_said(text), sure, *_buttons(one, words, "pause"))
    await desk.remove(one)
    return _private(_said(words.say("digest.removed", number=number)))


async def _status(one: Subscription, desk: "Desk", words: Words, _: Request) -> Answer:
    standing = await desk.standing(one)
    going = ("resume",) if one.next_run_at is None else ("pause", "preview")
    card = digest_cards.status(standing, desk, words)
    return _private(card, *_buttons(one, words, *going, "remove"))


async def _now(one: Subscription, desk: "Desk", words: Words, _: Request) -> Answer:
    if not await desk.post_now(one):
        text = words.say("digest.now_already", number=str(one.number))
        return _private(_said(text), *_buttons(one, words, "status"))
    seconds = str(max(desk.lead(one.place.platform), 5))
    text = words.say("digest.now", number=str(one.number), seconds=seconds)
    return _private(_said(text), *_buttons(one, words, "status"))


SURE = "sure"
ALL = "all"


def _desk(request: Request, context: Context) -> "Desk":
    if context.desk is None or request.origin.space is None or request.origin.channel is None:
        raise NoDigestsHereError
    return context.desk


async def _of_space(request: Request, desk: "Desk") -> list[Subscription]:
    return await desk.of_space(request.origin.platform, request.origin.space or "")


async def _meant(request: Request, desk: "Desk", words: Words) -> Subscription:
    """The one named, or else the only one: of the channel, or of the whole space."""
    found = await _of_space(request, desk)
    typed = request.arguments.get("number", "").strip().lstrip("#")
    if typed:
        found = [one for one in found if str(one.number) == typed]
    here = [one for one in found if one.place.channel == request.origin.channel]
    if len(here) == 1 or len(found) == 1:
        return (here if len(here) == 1 else found)[0]
    if not found:
        raise NoDigestError([_button("list", words), _button("set", words, "09:00")])
    raise WhichDigestError(
        [
            Button(
                label=digest_cards.in_short(one, words),
                command=request.command,
                argument=str(one.number),
            )
            for one in (here or found)[:ENOUGH]
        ]
    )


async def _again(one: Subscription, desk: "Desk") -> Subscription:
    """As it stands now."""
    of_space = await desk.of_space(one.place.platform, one.place.space)
    return next((other for other in of_space if other.number == one.number), one)


def _buttons(one: Subscription, words: Words, *names: str) -> tuple[Button, ...]:
    return tuple(_button(name, words, str(one.number)) for name in names)


def _button(name: str, words: Words, argument: str = "") -> Button:
    label = words.say(f"digest.button.{name}")
    return Button(label=label, command=f"digest-{name}", argument=argument)


def _said(text: str) -> Card:
    return Card(notes=(Note(kind=NoteKind.NOTICE, text=text),))


def _private(card: Card, *buttons: Button, issue: Answer | None = None) -> Answer:
    cards = (card, *issue.cards) if issue else (card,)
    return Answer(cards=cards, buttons=buttons, visibility=Visibility.ASKER)


_NUMBER = Argument(name="number", kind=ArgumentKind.TEXT, required=False)
_UNTIL = Argument(name="until", kind=ArgumentKind.TEXT, required=False)
_SURE = Argument(name="sure", kind=ArgumentKind.TEXT, required=False, shown=False)


def _one(name: str, act: Act, *more: Argument) -> Command:
    return Command(
        name=f"{GROUP}-{name}",
        handler=on_one(act),
        arguments=(_NUMBER, *more),
        group=GROUP,
        admins_only=True,
    )


GROUPED = (
    digest_set.COMMAND,
    Command(name="digest-list", handler=list_, group=GROUP, admins_only=True),
    _one("preview", _preview),
    _one("pause", _pause, _UNTIL),
    replace(_one("resume", _resume), handler=resume),
    _one("skip", _skip),
    _one("remove", _remove, _SURE),
    _one("status", _status),
    _one("now", _now),
)
