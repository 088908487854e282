"""`privacy`: shows what is stored about the asker and, to admins, about the space; deletes it.

What is deleted, and that it is meant, stands in the buttons alone.
"""

from bot.answers import Answer, Button, Card, Field, Note, NoteKind, Visibility
from bot.errors import NotAllowedError, NothingKeptError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.requests import Origin, Request
from bot.tongues import chooser_of
from bot.words import Words

WHOM = ("me", "space")
SURE = "sure"


async def privacy(request: Request, context: Context) -> Answer:
    """Show what is kept; delete it once that is confirmed."""
    origin, words = request.origin, context.shelf(request.language).words
    whom = request.arguments.get("whom", "").strip().casefold()
    if whom not in WHOM:
        return await _shown(origin, context, words)
    if whom == "space":
        _check(origin)
    if request.arguments.get("sure", "").strip() != SURE:
        return _asked_back(whom, words)
    await (_forget_space if whom == "space" else _forget_person)(origin, context)
    return _said(words.say(f"privacy.gone.{whom}"))


async def _shown(origin: Origin, context: Context, words: Words) -> Answer:
    kept = {"me": await _of_person(origin, context, words)}
    if origin.space and origin.may_administer:
        kept["space"] = await _of_space(origin, context, words)
    nothing = words.say("privacy.nothing")
    card = Card(
        title=words.say("privacy.title"),
        fields=tuple(
            Field(label=words.say(f"privacy.{whom}"), value=" \u00b7 ".join(found) or nothing)
            for whom, found in kept.items()
        ),
        notes=(Note(kind=NoteKind.NOTICE, text=words.say("privacy.how")),),
    )
    buttons = tuple(_button(whom, words) for whom, found in kept.items() if found)
    return Answer(cards=(card,), buttons=buttons, visibility=Visibility.ASKER)


async def _of_person(origin: Origin, context: Context, words: Words) -> list[str]:
    found: list[str] = []
    languages, chooser = context.tongues.languages, chooser_of(origin, "person")
    if languages and chooser:
        [chosen] = await languages.of(chooser)
        name = words.say(f"digest.language.{chosen}") if chosen else ""
        found += [words.say("privacy.language", language=name)] if name else []
    if context.desk and origin.asker:
        number = await context.desk.set_up_by(origin.platform, origin.asker, _where(origin))
        found += [words.say("privacy.set_up", number=str(number))] if number else []
    return found


async def _of_space(origin: Origin, context: Context, words: Words) -> list[str]:
    languages, desk, space = context.tongues.languages, context.desk, origin.space or ""
    digests = len(await desk.of_space(origin.platform, space)) if desk else 0
    chosen = await languages.count_in(origin.platform, space) if languages else 0
    counts = {"privacy.digests": digests, "privacy.languages": chosen}
    return [words.say(key, number=str(number)) for key, number in counts.items() if number]


async def _forget_person(origin: Origin, context: Context) -> None:
    languages, chooser = context.tongues.languages, chooser_of(origin, "person")
    if languages and chooser:
        await languages.choose(chooser, None)
    if context.desk and origin.asker:
        await context.desk.forget_person(origin.platform, origin.asker, _where(origin))


async def _forget_space(origin: Origin, context: Context) -> None:
    space = origin.space or ""
    if context.desk:
        for digest in await context.desk.of_space(origin.platform, space):
            await context.desk.remove(digest)
    if context.tongues.languages:
        await context.tongues.languages.forget_space(origin.platform, space)


def _where(origin: Origin) -> str | None:
    """Where the asker's id means the asker; None is everywhere."""
    return origin.space if origin.people_are_local else None


def _check(origin: Origin) -> None:
    if origin.space is None:
        raise NothingKeptError
    if not origin.may_administer:
        raise NotAllowedError


def _asked_back(whom: str, words: Words) -> Answer:
    label = words.say("privacy.button.sure")
    sure = Button(label=label, command="privacy", argument=f"{whom} {SURE}")
    return _said(words.say(f"privacy.sure.{whom}"), sure)


def _button(whom: str, words: Words) -> Button:
    label = words.say(f"privacy.button.{whom}")
    return Button(label=label, command="privacy", argument=whom)


def _said(text: str, *buttons: Button) -> Answer:
    card = Card(notes=(Note(kind=NoteKind.NOTICE, text=text),))
    return Answer(cards=(card,), buttons=buttons, visibility=Visibility.ASKER)


COMMAND = Command(
    name="privacy",
    handler=privacy,
    arguments=(
        Argument(name="whom", kind=ArgumentKind.TEXT, required=False, shown=False),
        Argument(name="sure", kind=ArgumentKind.TEXT, required=False, shown=False),
    ),
    private=True,
)
