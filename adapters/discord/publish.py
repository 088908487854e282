"""Publishes the commands: at every start, or where there is a database once for every change."""

import hashlib
import json
import logging

import aiohttp
import discord
from discord import app_commands

from bot.errors import StoreError
from bot.store import notes
from bot.store.database import Database

log = logging.getLogger(__name__)

Tree = app_commands.CommandTree[discord.Client]
REFUSED = (
    "Discord did not take the commands and shows the last ones it has: restart nato-bot to send "
    "them again, and report this if it does not help"
)
NO_SCOPE = (
    "Discord does not let the bot publish its commands: invite it again with the scope "
    "applications.commands, as the README says"
)


async def publish(tree: Tree, application: int, database: Database | None) -> None:
    """Send the commands unless Discord has these already; a failure is one line in the log."""
    name, made = f"commands/discord/{application}", await fingerprint(tree)
    try:
        if database and await notes.read(database, name) == made:
            return
        await tree.sync()
        if database:
            await notes.write(database, name, made)
    except discord.Forbidden as error:
        log.error(NO_SCOPE, extra={"error": str(error)})  # noqa: TRY400 -- one clear line
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.error(REFUSED, extra={"error": str(error)})  # noqa: TRY400 -- one clear line
    except StoreError as error:
        log.warning("which commands Discord has is not known", extra={"error": str(error)})


async def fingerprint(tree: Tree) -> str:
    """Of all that Discord would be sent, translations included."""
    translator = tree.translator
    payloads = [
        await command.get_translated_payload(tree, translator)
        if translator
        else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    return hashlib.sha256(json.dumps(payloads, sort_keys=True).encode()).hexdigest()
