"""What the bot may not do in a channel and must, as keys of ui.yaml. Pure.

The reckoning is that of docs.discord.com/developers/topics/permissions.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

import discord

Body: TypeAlias = dict[str, Any]

VIEW, SEND = "digest.right.view", "digest.right.send"
EMBED, HISTORY = "digest.right.embed", "digest.right.history"
GONE, KIND = "digest.right.gone", "digest.right.kind"

THREADS = {10, 11, 12}
POSTABLE = {0, 2, 5, 13} | THREADS
"""Channel types that hold messages, those beside voices included: resources/channel."""


def missing(channel: Body, parent: Body, guild: Body, member: Body) -> list[str]:
    """What the member lacks in a channel; a thread has the permissions of its parent."""
    held = permissions(parent, guild, member)
    in_thread = channel["type"] in THREADS
    is_locked = bool(channel.get("thread_metadata", {}).get("locked"))
    needed = {
        VIEW: held.view_channel,
        SEND: (held.send_messages_in_threads if in_thread else held.send_messages)
        and (held.manage_threads or not is_locked),
        EMBED: held.embed_links,
        HISTORY: held.read_message_history,
    }
    return [right for right, is_held in needed.items() if not is_held]


def permissions(channel: Body, guild: Body, member: Body) -> discord.Permissions:
    """The member's permissions in a channel of the guild."""
    roles = {guild["id"], *member["roles"]}
    held = 0
    for role in guild["roles"]:
        held |= int(role["permissions"]) if role["id"] in roles else 0
    me = member["user"]["id"]
    if guild["owner_id"] == me or discord.Permissions(held).administrator:
        return discord.Permissions.all()
    overwrites: list[Body] = channel.get("permission_overwrites") or []
    for ids in ({guild["id"]}, roles - {guild["id"]}, {me}):
        held = _overwritten(held, (o for o in overwrites if o["id"] in ids))
    return discord.Permissions(held)


def _overwritten(held: int, overwrites: Iterable[Body]) -> int:
    """Of several at one level, what one allows counts before what another denies."""
    allowed = denied = 0
    for overwrite in overwrites:
        allowed |= int(overwrite["allow"])
        denied |= int(overwrite["deny"])
    return held & ~denied | allowed
