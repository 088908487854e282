"""A server with one channel and one person in it, in simcord's simulated Discord."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from discord import Message, Permissions
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from tests.wire.discord_guards import edits, messages

Body: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """What the person does, and what the bot sent."""

    env: Env
    channel: ChannelHandle
    person: MemberActor

    @property
    def mention(self) -> str:
        """The bot's."""
        assert self.env.bot.user
        return self.env.bot.user.mention

    @property
    def sent(self) -> list[Body]:
        """Every message of the bot, as it went over the wire."""
        return messages(self.env)

    @property
    def edited(self) -> list[Body]:
        """Every message that took the place of the one before."""
        return edits(self.env)

    @property
    def card(self) -> Body:
        """The embed of the bot's last message."""
        embed: Body = self.sent[-1]["embeds"][0]
        return embed

    @property
    def wire(self) -> str:
        """The custom_id of the first button of the bot's last message."""
        return str(self.sent[-1]["components"][0]["components"][0]["custom_id"])

    @property
    def text(self) -> str:
        """All words of the bot's last message but those on its buttons."""
        embeds: list[Body] = self.sent[-1]["embeds"]
        said = [embed.get(key) or "" for embed in embeds for key in ("title", "description")]
        fields = [field for embed in embeds for field in embed.get("fields", [])]
        return "\n".join([*said, *(f[key] for f in fields for key in ("name", "value"))])

    @property
    def labels(self) -> dict[str, str]:
        """The buttons of the bot's last message: each label with its custom_id."""
        return labels(self.sent[-1])

    async def say(self, text: str) -> None:
        """Write in the channel."""
        await self.person.send(self.channel, text)

    async def slash(self, line: str, **options: str) -> InteractionResult:
        """Use a command."""
        return await self.person.slash(self.channel, f"nato {line}", **options)

    async def menu(self, name: str, message: Message) -> InteractionResult:
        """Use a command in the menu of a message."""
        return await self.person.context_menu(self.channel, name, message)

    async def complete(self, command: str, option: str, typed: str) -> list[Body]:
        """Type an option."""
        return await self.person.autocomplete(self.channel, f"nato {command}", option, typed)

    async def press(self, under: InteractionResult, wire: str) -> InteractionResult:
        """Press a button under an answer."""
        return await self.person.click(self.message(under), custom_id=wire)

    def message(self, of: InteractionResult) -> ResponseMessage:
        """The message an interaction was answered by."""
        assert of.response
        return of.response


def labels(message: Body) -> dict[str, str]:
    """The buttons of a message: each label with its custom_id."""
    rows: list[Body] = message["components"]
    return {b["label"]: b["custom_id"] for row in rows for b in row["components"]}


def room(env: Env, locale: str = "en-US", may: Permissions | None = None) -> Room:
    """A new server in the language of `locale`, and a person who may do what is given."""
    guild = env.create_guild(preferred_locale=locale)
    channel = guild.create_text_channel("general")
    roles = [guild.create_role("role", permissions=may)] if may else []
    return Room(env, channel, guild.add_member(env.create_user("ann"), roles=roles))
