"""`language [language] [whose]`: shows in which language the bot answers, and sets it."""

from typing import TYPE_CHECKING, get_args

from bot.answers import Answer, Button, Card, Field, Note, NoteKind, Visibility
from bot.errors import NotAllowedError, NothingKeptError, UnreadableLanguageError
from bot.handlers.command import Argument, ArgumentKind, Command, Context
from bot.requests import Language, Origin, Request
from bot.tongues import Whose, chooser_of
from bot.words import Words

if TYPE_CHECKING:
    from bot.store.languages import Languages

AUTOMATIC = "auto"
"""Takes a choice back."""
PERSON: Whose = "person"
SPELLINGS = {
    **dict.fromkeys(("en", "english", "anglais"), Language.EN),
    **dict.fromkeys(("fr", "french", "francais", "français"), Language.FR),
}


async def language(request: Request, context: Context) -> Answer:
    """Show who has chosen what; set one choice, for others than oneself as an admin only."""
    languages = context.tongues.languages
    if languages is None:
        raise NothingKeptError
    whose, typed = _asked(request)
    chosen = _read(typed) if typed else None
    if typed:
        await _choose(request.origin, whose, chosen, languages)
    spoken = chosen if chosen and whose == PERSON else request.language
    return await _shown(request.origin, languages, context.shelf(spoken).words)


async def _choose(
    origin: Origin, whose: Whose, chosen: Language | None, languages: "Languages"
) -> None:
    chooser = chooser_of(origin, whose)
    if chooser is None:
        raise NothingKeptError
    if whose != PERSON and not origin.may_administer:
        raise NotAllowedError
    await languages.choose(chooser, chosen)


def _asked(request: Request) -> tuple[Whose, str]:
    named = request.arguments.get("whose", "").strip().casefold()
    return WHOSE_SPELLINGS.get(named, PERSON), request.arguments.get(
        "language", ""
    ).strip().casefold()


def _read(typed: str) -> Language | None:
    if typed == AUTOMATIC:
        return None
    if typed not in SPELLINGS:
        raise UnreadableLanguageError(word=typed[:40])
    return SPELLINGS[typed]


async def _shown(origin: Origin, languages: "Languages", words: Words) -> Answer:
    fields: list[Field] = []
    for kind in get_args(Whose):
        if chooser := chooser_of(origin, kind):
            [chosen] = await languages.of(chooser)
            value = words.say(f"digest.language.{chosen}" if chosen else "language.automatic")
            fields.append(Field(label=words.say(f"language.{kind}"), value=value))
    note = Note(kind=NoteKind.NOTICE, text=words.say("language.how"))
    card = Card(title=words.say("language.title"), fields=tuple(fields), notes=(note,))
    buttons = tuple(
        Button(label=words.say(f"language.button.{code}"), command="language", argument=code)
        for code in (*Language, AUTOMATIC)
    )
    return Answer(cards=(card,), buttons=buttons, visibility=Visibility.ASKER)


WHOSE_SPELLINGS: dict[str, Whose] = {
    **dict.fromkeys(("person", "me", "moi", "personne"), PERSON),
    **dict.fromkeys(("channel", "salon", "here", "ici"), "channel"),
    **dict.fromkeys(("space", "server", "workspace", "espace", "serveur"), "space"),
}


def read(line: str) -> dict[str, str]:
    """`fr`, `channel french`, `français serveur`: in any order."""
    found: dict[str, str] = {}
    for word in line.casefold().split():
        if word in WHOSE_SPELLINGS:
            found["whose"] = WHOSE_SPELLINGS[word]
        else:
            found.setdefault("language", word)
    return found


COMMAND = Command(
    name="language",
    handler=language,
    arguments=(
        Argument(name="language", kind=ArgumentKind.LANGUAGE, required=False),
        Argument(name="whose", kind=ArgumentKind.WHOSE, required=False),
    ),
    private=True,
    read=read,
)
