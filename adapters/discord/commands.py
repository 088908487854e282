"""The slash commands, built from the core's registry: `/nato` with a sub-command for each.

Those of a group stand one level deeper: `/nato digest set`. Discord has no deeper one. One command
stands in the menu of every message.
"""

import logging
from collections.abc import Awaitable, Callable
from inspect import Parameter, Signature
from typing import Any, TypeAlias

import discord
from discord import app_commands
from discord.app_commands import locale_str

from adapters.discord import limits, parse
from bot.core import Core
from bot.handlers import terms
from bot.handlers.command import Argument, ArgumentKind, Command
from bot.requests import Language, Request
from bot.words import Words

log = logging.getLogger(__name__)

Give: TypeAlias = Callable[[discord.Interaction, Request], Awaitable[None]]
Slash: TypeAlias = app_commands.Command[app_commands.Group, ..., None]
NAME = "name"
"""Where a slash command keeps the core's name for it."""
CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
INSTALLS = app_commands.AppInstallationType(guild=True, user=True)


class Tree(app_commands.CommandTree[discord.Client]):
    """Answers politely what a command of an older release asks: Discord keeps it for a while."""

    def __init__(self, client: discord.Client, core: Core, give: Give) -> None:
        super().__init__(client)
        self._give = give
        self.add_command(group(core, give))
        self.add_command(on_message(core, give))

    async def on_error(
        self, interaction: discord.Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Let the core word it, where the command is gone or takes other arguments now.

        It is not run with what can still be read: a digest would start at another hour than asked.
        """
        match error:
            case app_commands.CommandNotFound():
                called = " ".join([*error.parents[1:], error.name])
                asked = parse.command(interaction, called, {})
            case app_commands.CommandSignatureMismatch():
                about = str(error.command.extras.get(NAME, error.command.name))
                asked = parse.command(interaction, "help", {"command": about})
            case _:
                await super().on_error(interaction, error)
                return
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await self._give(interaction, asked)


class FrenchNames(app_commands.Translator):
    """Names and descriptions as they stand in the French interface texts."""

    def __init__(self, words: Words) -> None:
        self._words = words

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The French text; None leaves the English one."""
        if parse.language(locale) is not Language.FR:
            return None
        return limits.cut(self._words.say(string.extras["key"]), limits.COMMAND_DESCRIPTION)


def on_message(core: Core, give: Give) -> app_commands.ContextMenu:
    """The command in the menu of every message; Discord hands over what the message says."""

    async def explain_terms(interaction: discord.Interaction, message: discord.Message) -> None:
        # A picture says nothing: that is no command without its text.
        arguments = {terms.TEXT: parse.words_of(message) or " "}
        await give(interaction, parse.command(interaction, terms.NAME, arguments))

    return app_commands.ContextMenu(
        name=_text(core, "terms.of_message"),
        callback=explain_terms,
        allowed_contexts=CONTEXTS,
        allowed_installs=INSTALLS,
        auto_locale_strings=False,
        extras={NAME: terms.NAME},
    )


def group(core: Core, give: Give) -> app_commands.Group:
    """The command that holds all others: in servers, in private, and where a person took it."""
    nato = app_commands.Group(
        name="nato",
        description=_text(core, "command.ask.summary"),
        allowed_contexts=CONTEXTS,
        allowed_installs=INSTALLS,
        auto_locale_strings=False,
    )
    groups: dict[str, app_commands.Group] = {}
    for command in core.commands.values():
        if command.group and command.group not in groups:
            groups[command.group] = _sub_group(command.group, nato, core)
        groups.get(command.group, nato).add_command(_slash(command, core, give))
    return nato


def _sub_group(name: str, nato: app_commands.Group, core: Core) -> app_commands.Group:
    """Discord sets neither its contexts nor its permissions apart: the core refuses instead."""
    return app_commands.Group(
        name=_text(core, f"group.{name}.name"),
        description=_text(core, f"group.{name}.summary"),
        parent=nato,
        auto_locale_strings=False,
    )


def _slash(command: Command, core: Core, give: Give) -> Slash:
    async def run(interaction: discord.Interaction, **arguments: str) -> None:
        await give(interaction, parse.command(interaction, command.name, arguments))

    # discord.py reads a command's options from its callback's signature.
    vars(run)["__signature__"] = _signature(command)
    keys = {a.name: command.key(a) for a in command.options}
    if keys:
        app_commands.rename(**{n: _text(core, f"{key}.name") for n, key in keys.items()})(run)
        app_commands.describe(**{n: _text(core, f"{key}.summary") for n, key in keys.items()})(run)
    completed = [a for a in command.options if a.kind is not ArgumentKind.TEXT]
    if completed:
        app_commands.autocomplete(**{a.name: _completer(a, core) for a in completed})(run)
    return app_commands.Command(
        name=_text(core, f"command.{command.name}.name"),
        description=_text(core, f"command.{command.name}.summary"),
        callback=run,
        auto_locale_strings=False,
        extras={NAME: command.name},
    )


def _signature(command: Command) -> Signature:
    first = Parameter("interaction", Parameter.POSITIONAL_ONLY, annotation=discord.Interaction)
    options = (
        Parameter(
            argument.name,
            Parameter.KEYWORD_ONLY,
            annotation=str,
            default=Parameter.empty if argument.required else "",
        )
        for argument in command.options
    )
    return Signature([first, *options])


def _completer(argument: Argument, core: Core) -> Any:  # noqa: ANN401 -- discord.py's own is generic
    async def complete(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        language = parse.language(interaction.locale)
        try:
            found = core.complete(argument.kind, typed[: limits.CHOICE], language)
        except Exception:
            log.exception("no completions, by a mistake of ours")
            return []
        return [
            app_commands.Choice(name=limits.cut(choice.label, limits.CHOICE), value=choice.value)
            for choice in found
            if choice.label and 0 < len(choice.value) <= limits.CHOICE
        ][: limits.CHOICES]

    return complete


def _text(core: Core, key: str) -> locale_str:
    """The English text, which Discord shows where there is no translation."""
    text = core.words(Language.EN).say(key)
    return locale_str(limits.cut(text, limits.COMMAND_DESCRIPTION), key=key)
