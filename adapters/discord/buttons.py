"""Buttons that work after a restart: all they know is in their custom_id."""

from collections.abc import Awaitable, Callable
from re import Match
from typing import Any, Self, TypeAlias

import discord

Press: TypeAlias = Callable[[discord.Interaction, str], Awaitable[None]]
AnyButton: TypeAlias = discord.ui.DynamicItem[discord.ui.Item[Any]]


def button(press: Press) -> type[AnyButton]:
    """The class that hears every button under our messages, those of older releases too."""

    class AnswerButton(discord.ui.DynamicItem[discord.ui.Item[Any]], template=r"[\s\S]+"):
        @classmethod
        async def from_custom_id(
            cls, _: discord.Interaction, item: discord.ui.Item[Any], __: Match[str], /
        ) -> Self:
            return cls(item)

        async def callback(self, interaction: discord.Interaction) -> None:
            await press(interaction, self.custom_id)

    return AnswerButton
