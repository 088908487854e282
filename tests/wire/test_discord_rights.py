"""What the bot may do in a channel, reckoned as Discord does; and what it asks for to know it."""

from typing import Any

import discord
import pytest

from adapters.discord.messenger import DiscordMessenger
from bot.ports import Place
from tests.wire.discord_rest import (
    CHANNEL,
    GUILD,
    ME,
    PLACE,
    Body,
    Rest,
    messenger,
    refused,
    rest,
)

__all__ = ["messenger", "rest"]
ROLE, SECOND_ROLE, OTHER_ROLE, THREAD = "400", "401", "402", "301"
VIEW, SEND, EMBED, HISTORY, GONE, KIND = (
    f"digest.right.{right}" for right in ("view", "send", "embed", "history", "gone", "kind")
)
NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)


def bits(**allowed: bool) -> str:
    return str(discord.Permissions(**allowed).value)


def overwrite(of: str, *, allow: str = "0", deny: str = "0") -> Body:
    return {"id": of, "type": 0 if of != ME else 1, "allow": allow, "deny": deny}


@pytest.fixture(autouse=True)
def server(rest: Rest) -> None:
    """A server where everybody may do all that is needed."""
    set_roles(rest, everybody=str(NEEDED.value))
    rest.set(
        f"GET /guilds/{GUILD}/members/{ME}", {"user": {"id": ME}, "roles": [ROLE, SECOND_ROLE]}
    )
    set_channel(rest)


def set_roles(rest: Rest, *, everybody: str = "0", role: str = "0", owner: str = "1") -> None:
    given = {GUILD: everybody, ROLE: role, OTHER_ROLE: bits(administrator=True)}
    roles = [{"id": of, "permissions": permissions} for of, permissions in given.items()]
    rest.set(f"GET /guilds/{GUILD}", {"id": GUILD, "owner_id": owner, "roles": roles})


def set_channel(rest: Rest, *overwrites: Body, of: str = CHANNEL, **more: Any) -> None:  # noqa: ANN401 -- JSON
    channel = {"id": of, "type": 0, "guild_id": GUILD, "permission_overwrites": [*overwrites]}
    rest.set(f"GET /channels/{of}", {**channel, **more})


async def test_nothing_is_missing_where_everybody_may_all_that_is_needed(
    messenger: DiscordMessenger,
) -> None:
    assert await messenger.missing_rights(PLACE) == []


async def test_without_a_single_right_all_four_are_named(
    rest: Rest, messenger: DiscordMessenger
) -> None:
    set_roles(rest)

    assert await messenger.missing_rights(PLACE) == [VIEW, SEND, EMBED, HISTORY]


@pytest.mark.parametrize(
    ("overwrites", "missing"),
    [
        ([overwrite(GUILD, deny=bits(send_messages=True))], [SEND]),
        ([overwrite(ROLE, deny=bits(embed_links=True))], [EMBED]),
        ([overwrite(OTHER_ROLE, deny=bits(embed_links=True))], []),
        ([overwrite(ME, deny=bits(read_message_history=True))], [HISTORY]),
        (
            [
                overwrite(ROLE, allow=bits(view_channel=True)),
                overwrite(GUILD, deny=bits(view_channel=True)),
            ],
            [],
        ),
        (
            [
                overwrite(ROLE, allow=bits(view_channel=True)),
                overwrite(SECOND_ROLE, deny=bits(view_channel=True)),
            ],
            [],
        ),
        (
            [
                overwrite(ME, allow=bits(send_messages=True)),
                overwrite(ROLE, deny=bits(send_messages=True)),
            ],
            [],
        ),
    ],
)
async def test_a_channel_overwrites_everybodys_rights_then_the_roles_then_the_bots(
    rest: Rest, messenger: DiscordMessenger, overwrites: list[Body], missing: list[str]
) -> None:
    set_channel(rest, *overwrites)

    assert await messenger.missing_rights(PLACE) == missing


@pytest.mark.parametrize("who", [{"role": bits(administrator=True)}, {"owner": ME}])
async def test_an_administrator_and_the_owner_may_everything(
    rest: Rest, messenger: DiscordMessenger, who: dict[str, str]
) -> None:
    set_roles(rest, **who)
    set_channel(rest, overwrite(GUILD, deny=str(NEEDED.value)))

    assert await messenger.missing_rights(PLACE) == []


@pytest.mark.parametrize(
    ("role", "locked", "missing"),
    [
        ({}, False, [SEND]),
        ({"send_messages_in_threads": True}, False, []),
        ({"send_messages_in_threads": True}, True, [SEND]),
        ({"send_messages_in_threads": True, "manage_threads": True}, True, []),
    ],
)
async def test_a_thread_has_its_parents_rights_and_one_of_its_own(
    rest: Rest,
    messenger: DiscordMessenger,
    role: dict[str, bool],
    locked: bool,
    missing: list[str],
) -> None:
    set_roles(rest, everybody=str(NEEDED.value), role=bits(**role))
    metadata = {"archived": locked, "locked": locked}
    set_channel(rest, of=THREAD, type=11, parent_id=CHANNEL, thread_metadata=metadata)

    place = Place("discord", GUILD, CHANNEL, thread=THREAD)
    assert await messenger.missing_rights(place) == missing


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"type": 4}, [KIND]),
        ({"type": 15}, [KIND]),
        ({"type": 2}, []),
        ({"type": 5}, []),
        ({"guild_id": "201"}, [GONE]),
        ({"type": 1, "guild_id": None}, [GONE]),
    ],
)
async def test_a_digest_needs_a_channel_of_the_server_that_holds_messages(
    rest: Rest, messenger: DiscordMessenger, changed: Body, missing: list[str]
) -> None:
    set_channel(rest, **changed)

    assert await messenger.missing_rights(PLACE) == missing


async def test_a_channel_that_is_gone_is_not_one_that_is_hidden(
    rest: Rest, messenger: DiscordMessenger
) -> None:
    rest.set(f"GET /channels/{CHANNEL}", refused(404, 10003), refused(403, 50001))

    assert await messenger.missing_rights(PLACE) == [GONE]
    assert await messenger.missing_rights(PLACE) == [VIEW]


async def test_every_channel_is_gone_once_the_bot_was_removed_from_the_server(
    rest: Rest, messenger: DiscordMessenger
) -> None:
    rest.set(f"GET /channels/{CHANNEL}", refused(403, 50001))
    rest.set(f"GET /guilds/{GUILD}", refused(404, 10004))

    assert await messenger.missing_rights(PLACE) == [GONE]
