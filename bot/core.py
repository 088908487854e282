"""The one door between adapters and the rest: a request goes in, an answer always comes out."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args
from uuid import uuid4

from bot.answers import WIRE_VERSION, Answer, Button, Card, Note, NoteKind, Visibility
from bot.digests import reading, zones
from bot.errors import (
    NotAllowedError,
    OldButtonError,
    RequestError,
    StoreError,
    TooFastError,
    UnknownCommandError,
)
from bot.handlers import COMMANDS
from bot.handlers.command import ArgumentKind, Command, Context, call_name
from bot.library.entries import Library
from bot.metrics import Counted, Metrics
from bot.ports import Clock
from bot.recent import Recent
from bot.requests import CONSOLE, Language, Origin, Request
from bot.search.entry import Kind
from bot.search.index import Index
from bot.search.normalise import plain
from bot.tongues import Locale, Tongues, Whose, cut_off
from bot.unanswered import Unanswered
from bot.words import OFFICES, REGISTERS, Words

if TYPE_CHECKING:
    from bot.digests.desk import Desk
    from bot.store.languages import Languages

log = logging.getLogger(__name__)

DEFAULT = "list"
"""Of a group, what its name alone asks for."""
SPOKEN = {"who", "list"}
"""Commands that begin ordinary questions too: "who founded nato" asks, "who ismay" orders."""
OLD_BUTTON = "old-button"
"""The command of a request made by a button that this release cannot read."""
TOO_FAST = "too-fast"
"""The command that an adapter puts in the place of one that came too fast: see bot.cooldown."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A completion: what the person sees, and what the command is given."""

    label: str
    value: str


class Core:
    """Answers requests, and turns what people type or press into them."""

    def __init__(  # noqa: PLR0913, PLR0917 -- all it is made of, named by every caller
        self,
        library: Library,
        index: Index,
        clock: Clock,
        commands: Mapping[str, Command] = COMMANDS,
        desk: "Desk | None" = None,
        languages: "Languages | None" = None,
        *,
        recent: Recent | None = None,
        unanswered: Unanswered | None = None,
    ) -> None:
        self.commands = commands
        self.metrics = Metrics()
        self._context = Context(
            library=library,
            index=index,
            clock=clock,
            commands=commands,
            tongues=Tongues(languages),
            recent=recent or Recent(),
            unanswered=unanswered,
            desk=desk,
        )
        self._names = {
            call_name(command, shelf.words): name
            for shelf in library.values()
            for name, command in commands.items()
        } | {name: name for name in commands}
        self._groups = {
            group: {shelf.words.say(f"group.{group}.name") for shelf in library.values()}
            for group in {command.group for command in commands.values() if command.group}
        }

    def words(self, language: Language) -> Words:
        """The interface texts, for what an adapter says around an answer."""
        return self._context.shelf(language).words

    async def public_language(self, origin: Origin) -> Language:
        """What a place speaks, for what is said there unasked."""
        return await self._context.tongues.public(origin)

    async def answer(
        self, request: Request, locale: Locale | None = None, *, alone: bool = False
    ) -> Answer:
        """Answer in the right language: see bot.tongues. Never raises: mistakes are answers.

        `locale` finds the language of the asker's client; `alone` says that nobody else will see
        the answer. Whether an answer is for the asker alone is known only when it is there: then it
        is asked for again in their language, unless the command changes something.
        """
        origin, tongues = request.origin, self._context.tongues
        command = self.commands.get(request.command)
        alone = alone or (command is not None and command.is_private)
        try:
            named = tongues.named(request)
            place = None if named or alone else await tongues.public(origin)
            language = named or place or await tongues.private(origin, locale)
            answer = await self._answered(replace(request, language=language))
            if place and answer.visibility is Visibility.ASKER:
                own = await tongues.private(origin, locale)
                if own is not language:
                    answer = await self._answered(replace(request, language=own))
                    alone = True
        except StoreError:
            log.exception("languages not known")
            answer = await self._answered(replace(request, language=origin.spoken or Language.EN))
        self.metrics.count(Counted.ANSWERS, origin.platform)
        if answer.declined:
            self.metrics.count(Counted.DECLINES, origin.platform)
        return replace(answer, visibility=Visibility.ASKER) if alone else answer

    async def _answered(self, request: Request) -> Answer:
        words = self.words(request.language)
        try:
            answer = await self._handle(request)
        except RequestError as error:
            answer = _declined(words.say(error.key, **error.fill), error)
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("request failed", extra={"reference": reference})
            answer = _declined(words.say("error.unexpected", reference=reference), RequestError())
        return replace(answer, language=request.language)

    async def _handle(self, request: Request) -> Answer:
        if request.command == OLD_BUTTON:
            raise OldButtonError
        if request.command == TOO_FAST:
            raise TooFastError
        command = self.commands.get(request.command)
        if command is None:
            raise UnknownCommandError(self._meant(request.command, self.words(request.language)))
        if command.admins_only and not request.origin.may_administer:
            raise NotAllowedError
        return await command.handler(request, self._context)

    def read_line(
        self, line: str, language: Language = Language.EN, origin: Origin = CONSOLE
    ) -> Request:
        """What somebody typed after `/nato`: a command with its arguments, or else a question."""
        line, asked = cut_off(line)
        request = self._read(line, language, origin)
        return replace(request, arguments={**request.arguments, **asked}) if asked else request

    def _read(self, line: str, language: Language, origin: Origin) -> Request:
        first, rest = self._split(line.strip().removeprefix("/"))
        name = self._names.get(first.casefold())
        if name is None:
            if self._alike(first) and (not rest.strip() or line.startswith("/")):
                return Request(command=first, language=language, origin=origin)
            return self._question(line, language, origin)
        if name in SPOKEN and rest.strip() and not self._fits(self.commands[name], rest):
            return self._question(line, language, origin)
        arguments = self.commands[name].bind(rest)
        return Request(command=name, arguments=arguments, language=language, origin=origin)

    def _split(self, line: str) -> tuple[str, str]:
        """The command's name and the rest; a group's name takes the word behind it along."""
        first, _, rest = line.partition(" ")
        group = next((g for g, said in self._groups.items() if first.casefold() in said), None)
        if group is None:
            return first, rest
        second, _, further = rest.strip().partition(" ")
        named = f"{first} {second}".casefold()
        return (named, further) if named in self._names else (f"{group}-{DEFAULT}", "")

    def read_text(
        self, text: str, language: Language = Language.EN, origin: Origin = CONSOLE
    ) -> Request:
        """What somebody said to the bot: a question, unless it is plainly a command."""
        shortened, asked = cut_off(text)
        request = self._said(shortened, language, origin)
        return replace(request, arguments={**request.arguments, **asked}) if asked else request

    def _said(self, text: str, language: Language, origin: Origin) -> Request:
        first, rest = self._split(text.strip())
        name = self._names.get(first.casefold())
        if name == "ask" and rest.strip():
            return self._question(rest, language, origin)
        is_named = name is not None and (" " in first or not rest.strip())
        if name and (is_named or self._fits(self.commands[name], rest)):
            return self._read(text, language, origin)
        return self._question(text, language, origin)

    def read_button(
        self, wire: str, language: Language = Language.EN, origin: Origin = CONSOLE
    ) -> Request:
        """A pressed button; one of another release becomes a request that is answered politely."""
        version, _, rest = wire.partition(":")
        name, _, argument = rest.partition(":")
        if version != WIRE_VERSION or name not in self.commands:
            return Request(command=OLD_BUTTON, language=language, origin=origin)
        arguments = self.commands[name].bind(argument)
        return Request(command=name, arguments=arguments, language=language, origin=origin)

    def complete(
        self, kind: ArgumentKind, typed: str, language: Language = Language.EN
    ) -> list[Choice]:
        """Completions for an argument, best first, from memory; free text has none."""
        shelf = self._context.shelf(language)
        match kind:
            case ArgumentKind.TEXT:
                return []
            case ArgumentKind.COMMAND:
                names = {n: call_name(c, shelf.words) for n, c in self.commands.items()}
                return [Choice(n, name) for name, n in names.items() if typed.casefold() in n]
            case ArgumentKind.REGISTER:
                texts = {name: shelf.words.say(f"register.{name}") for name in REGISTERS}
                near = {n: t for n, t in texts.items() if plain(typed) in plain(t)}
                return [Choice(text, name) for name, text in near.items()]
            case (
                ArgumentKind.MINUTE
                | ArgumentKind.ZONE
                | ArgumentKind.WEEKDAYS
                | ArgumentKind.LANGUAGE
                | ArgumentKind.WHOSE
            ):
                return _timetable_choices(kind, typed, shelf.words)
            case ArgumentKind.TOPICS:
                before, comma, last = typed.rpartition(",")
                found = self._context.index.complete(last.strip(), Kind.TOPIC, language)
                head = f"{before}{comma} " if comma else ""
                # a comma inside a title would end the topic when typing goes on behind it
                titles = [(label.replace(",", ""), entry.id) for label, entry in found]
                return [Choice(f"{head}{title}", f"{head}{name}") for title, name in titles]
            case _:
                found = self._context.index.complete(typed, Kind(kind.value), language)
                return [Choice(label, entry.id) for label, entry in found]

    def _question(self, text: str, language: Language, origin: Origin) -> Request:
        return Request(
            command="ask", arguments={"question": text}, language=language, origin=origin
        )

    def _fits(self, command: Command, rest: str) -> bool:
        """Whether the rest of a line names just what the command's one argument asks for."""
        if len(command.arguments) != 1 or command.group:
            return False
        kind = command.arguments[0].kind
        if kind is ArgumentKind.COMMAND:
            return rest.strip().casefold() in self._names
        if kind is ArgumentKind.REGISTER:
            wanted = plain(rest.partition("/")[0])
            labels = self.complete(kind, "") + self.complete(kind, "", Language.FR)
            return any(wanted in (plain(c.value), plain(c.label)) for c in labels)
        if kind is ArgumentKind.PERSON and rest.split(maxsplit=1)[0].casefold() in OFFICES:
            return True
        return kind is not ArgumentKind.TEXT and (
            self._context.index.named(rest, Kind(kind.value)) is not None
        )

    def _alike(self, name: str) -> list[str]:
        near = get_close_matches(name[:40].casefold(), self._names, n=3, cutoff=0.75)
        return list(dict.fromkeys(self._names[n] for n in near))

    def _meant(self, name: str, words: Words) -> list[Button]:
        """Buttons for the commands whose names come close."""
        names = {c: call_name(self.commands[c], words) for c in self._alike(name)}
        return [Button(label=f"/nato {n}", command="help", argument=c) for c, n in names.items()]


def _timetable_choices(kind: ArgumentKind, typed: str, words: Words) -> list[Choice]:
    """Times, zones, days and languages, for digests."""
    match kind:
        case ArgumentKind.MINUTE:
            return [Choice(time, time) for time in reading.complete_minutes(typed)]
        case ArgumentKind.ZONE:
            return [Choice(name, name) for name in zones.complete(typed, words.language)]
        case ArgumentKind.WEEKDAYS:
            found = reading.complete_weekdays(typed, words.language)
            return [Choice(label, value) for label, value in found]
        case _:
            values = get_args(Whose) if kind is ArgumentKind.WHOSE else tuple(Language)
            key = "language" if kind is ArgumentKind.WHOSE else "digest.language"
            labels = {str(value): words.say(f"{key}.{value}") for value in values}
            near = {v: label for v, label in labels.items() if plain(typed) in plain(label)}
            return [Choice(label, value) for value, label in near.items()]


def _declined(text: str, error: RequestError) -> Answer:
    return Answer(
        cards=(Card(notes=(Note(kind=NoteKind.NOTICE, text=text),)),),
        buttons=error.choices,
        visibility=Visibility.ASKER,
        declined=True,
        about=error.about,
    )
