"""`help [command]`: what the bot does and how to ask it."""

from collections.abc import Iterable
from difflib import get_close_matches

from bot.answers import Answer, Button, Card, Field, Note, NoteKind, Visibility
from bot.cards import explain_buttons
from bot.errors import UnknownCommandError
from bot.handlers import explain
from bot.handlers.command import Argument, ArgumentKind, Command, Context, call_name
from bot.requests import Request
from bot.words import Words


async def help_(request: Request, context: Context) -> Answer:
    """Every command with an example, or one command."""
    shelf = context.shelf(request.language)
    asked = request.arguments.get("command", "").strip().casefold().lstrip("/")
    fields = _fields(context.commands.values(), asked, shelf.words)
    card = Card(
        title=shelf.words.say("label.help"),
        fields=fields or (_field(_named(asked, context, shelf.words), shelf.words),),
        notes=(Note(kind=NoteKind.NOTICE, text=shelf.words.say("note.about_me")),),
    )
    return Answer(
        cards=(card,),
        buttons=explain_buttons(explain.first(shelf), shelf),
        visibility=Visibility.ASKER,
        about=("cmd:smalltalk",),
    )


def _fields(commands: Iterable[Command], asked: str, words: Words) -> tuple[Field, ...]:
    """All commands, a line for each group; or the commands of the group asked for."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group or command.name, []).append(command)
    if asked:
        named = {words.say(f"group.{g}.name"): g for g, of in groups.items() if of[0].group}
        group = groups.get(named.get(asked, asked), [])
        return tuple(_field(command, words) for command in group if command.group)
    return tuple(
        _group(of, words) if of[0].group else _field(of[0], words) for of in groups.values()
    )


def _group(commands: list[Command], words: Words) -> Field:
    group = commands[0].group
    names = (words.say(f"command.{command.name}.name") for command in commands)
    label = f"/nato {words.say(f'group.{group}.name')} {' · '.join(names)}"
    return Field(label=label, value=words.say(f"group.{group}.summary"))


def usage(command: Command, words: Words) -> str:
    """The command as it is typed: `/nato explain <topic>`, `/nato fact [topic]`."""
    parts = ["/nato", call_name(command, words)]
    for argument in command.shown:
        name = words.say(f"command.{command.name}.{argument.name}.name")
        parts.append(f"<{name}>" if argument.required else f"[{name}]")
    return " ".join(parts)


def _field(command: Command, words: Words) -> Field:
    summary = words.say(f"command.{command.name}.summary")
    example = words.say(f"command.{command.name}.example")
    return Field(label=usage(command, words), value=f"{summary} ({example})")


def _named(asked: str, context: Context, words: Words) -> Command:
    names = {call_name(command, words): name for name, command in context.commands.items()}
    names |= {name: name for name in context.commands}
    if asked not in names:
        near = get_close_matches(asked[:40], names, n=3)
        raise UnknownCommandError(
            [Button(label=n, command="help", argument=names[n]) for n in near]
        )
    return context.commands[names[asked]]


COMMAND = Command(
    name="help",
    handler=help_,
    arguments=(Argument(name="command", kind=ArgumentKind.COMMAND, required=False),),
)
