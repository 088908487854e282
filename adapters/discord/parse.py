"""What Discord sends -> Request. Pure.

Discord says what a server speaks, and what a person's client does; which of them counts is for the
core to decide. It names no language in a message, so a direct message is taken as English.

Where there is no guild nobody is barred as no administrator: they are told that it takes a guild.
"""

import re

import discord

from bot.requests import Language, Origin, Request

PLATFORM = "discord"
SAID = {discord.MessageType.default, discord.MessageType.reply}
"""Messages that a person wrote: not a pin, a join, a boost."""


def language(locale: discord.Locale | None) -> Language:
    """The language of a locale if we speak it, else English."""
    return Language.FR if str(locale).startswith("fr") else Language.EN


def _spoken(interaction: discord.Interaction) -> Language:
    """What the server speaks; who is in a direct or group message was chosen by the asker."""
    return language(interaction.guild_locale or interaction.locale)


def command(interaction: discord.Interaction, name: str, arguments: dict[str, str]) -> Request:
    """A slash command."""
    return Request(command=name, arguments=arguments, origin=origin(interaction))


def origin(interaction: discord.Interaction) -> Origin:
    """Where an interaction comes from; a guild that the bot is not in is no space of its own."""
    guild_id, channel = interaction.guild_id, interaction.channel
    if interaction.is_user_integration() and not interaction.is_guild_integration():
        guild_id = None
    thread = channel if isinstance(channel, discord.Thread) else None
    return Origin(
        platform=PLATFORM,
        space=_id(guild_id),
        channel=_id(thread.parent_id if thread else interaction.channel_id),
        thread=_id(thread.id if thread else None),
        asker=_id(interaction.user.id),
        spoken=_spoken(interaction),
        may_administer=guild_id is None or interaction.permissions.manage_guild,
    )


def is_for(message: discord.Message, bot: discord.abc.User) -> bool:
    """Whether a person speaks to the bot: in private, by its mention, or answering it."""
    if message.author.bot or message.webhook_id or message.type not in SAID:
        return False
    is_named = isinstance(message.channel, discord.DMChannel) or bot in message.mentions
    return is_named or (_answers(message, bot) and bool(message.content))


def _answers(message: discord.Message, bot: discord.abc.User) -> bool:
    """Whether it replies to a message of the bot; without a ping Discord may keep its text back."""
    reference = message.reference
    answered = reference.resolved if reference else None
    return isinstance(answered, discord.Message) and answered.author.id == bot.id


def words_of(message: discord.Message) -> str:
    """All that a message says: its text, what it forwards, and the cards of other bots."""
    texts = [message.content, *(shot.content for shot in message.message_snapshots)]
    texts += [text or "" for card in message.embeds for text in (card.title, card.description)]
    return "\n".join(text for text in texts if text)


def question(message: discord.Message, bot: discord.abc.User) -> str:
    """What is asked in a message, without the bot's mention."""
    return re.sub(rf"<@!?{bot.id}>", " ", message.content).strip()


def message_origin(message: discord.Message) -> Origin:
    """Where a message comes from."""
    channel, author = message.channel, message.author
    thread = channel if isinstance(channel, discord.Thread) else None
    administers = not message.guild or (
        isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    )
    return Origin(
        platform=PLATFORM,
        space=_id(message.guild.id if message.guild else None),
        channel=_id(thread.parent_id if thread else channel.id),
        thread=_id(thread.id if thread else None),
        asker=_id(author.id),
        spoken=language(message.guild.preferred_locale if message.guild else None),
        may_administer=administers,
    )


def may_embed(message: discord.Message) -> bool:
    """Whether embeds show where the message was sent; without the permission they vanish."""
    return _held(message).embed_links


def may_attach(message: discord.Message) -> bool:
    """Whether files may be sent there; without the permission Discord refuses the whole answer."""
    return _held(message).attach_files


def _held(message: discord.Message) -> discord.Permissions:
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return discord.Permissions.all()
    return message.channel.permissions_for(message.guild.me)


def _id(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)
