"""The one door between adapters and the rest: a request goes in, an answer always comes out."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING
from uuid import uuid4

from bot import pages
from bot.answers import WIRE_MARK, Answer, Button, Card, Note, NoteKind, Visibility
from bot.completing import Choice, Completer
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
from bot.tongues import NAMES, Locale, Tongues, cut_off
from bot.unanswered import Unanswered
from bot.words import OFFICES, Words

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
        self,
        request: Request,
        locale: Locale | None = None,
        *,
        alone: bool = False,
        in_pages: bool = False,
    ) -> Answer:
        """Answer in the right language: see bot.tongues. Never raises: mistakes are answers.

        `locale` finds the language of the asker's client; `alone` says that nobody else will see
        the answer; `in_pages` cuts a long one, for where people can turn to the next. Whether an
        answer is for the asker alone is known only when it is there: then it is asked for again in
        their language, unless the command changes something.
        """
        origin, tongues = request.origin, self._context.tongues
        command = self.commands.get(request.command)
        alone = (alone and not request.is_shared) or (command is not None and command.is_private)
        named = tongues.named(request)
        try:
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
        if alone:
            answer = replace(answer, visibility=Visibility.ASKER)
        return self._offered(answer, request, named) if in_pages else answer

    def _offered(self, answer: Answer, request: Request, named: Language | None) -> Answer:
        """The asked page, with the way to the others, and to show everybody what one was shown."""
        again, words = answer.again, self.words(answer.language)
        if again is None:
            return answer
        if named and request.origin.spoken:  # the pages stay in the language that was asked for
            again = replace(again, argument=f"{again.argument} in {NAMES[named]}".strip())
            answer = replace(answer, again=again)
        shown = pages.turned(answer, request.page, words)
        place = request.origin
        if answer.visibility is Visibility.CHANNEL or not (place.space and place.channel):
            return shown
        label = words.say("button.share")
        share = replace(again, label=label, page=request.page, is_shared=True)
        return replace(shown, buttons=(*shown.buttons, share))

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
        answer = await command.handler(request, self._context)
        return replace(answer, again=answer.again or command.again(request.arguments))

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
        first, _, rest = wire.partition(":")
        name, _, argument = rest.partition(":")
        mark = WIRE_MARK.fullmatch(first)
        if mark is None or name not in self.commands:
            return Request(command=OLD_BUTTON, language=language, origin=origin)
        line, asked = cut_off(argument)
        return Request(
            command=name,
            arguments={**self.commands[name].bind(line), **asked},
            language=language,
            origin=origin,
            page=int(mark[1] or 0),
            is_shared=bool(mark[2]),
        )

    def complete(
        self, kind: ArgumentKind, typed: str, language: Language = Language.EN
    ) -> list[Choice]:
        """Completions for an argument, best first, from memory; free text has none."""
        context = self._context
        shelf = context.shelf(language)
        return Completer(shelf, context.index, self.commands).complete(kind, typed)

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


def _declined(text: str, error: RequestError) -> Answer:
    return Answer(
        cards=(Card(notes=(Note(kind=NoteKind.NOTICE, text=text),)),),
        buttons=error.choices,
        visibility=Visibility.ASKER,
        declined=True,
        about=error.about,
    )
