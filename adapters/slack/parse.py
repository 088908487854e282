"""Slack's payloads -> Request. Pure, but for the core's knowledge of its commands.

A workspace has no language of its own in Slack: it is taken to speak English until it chooses.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from bot.core import Core
from bot.requests import Language, Origin, Request

Payload: TypeAlias = Mapping[str, Any]

SPOKEN = Language.EN
SPECIAL = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
"""`<@U1>`, `<!channel>`, `<#C1|general>`, `<https://nato.int|nato.int>`:
docs.slack.dev/messaging/formatting-message-text."""


def mention(body: Payload, core: Core) -> Request | None:
    """A message that names the bot; None where nobody is behind it who could be answered."""
    event = body["event"]
    if event.get("bot_id") or not event.get("user"):
        return None
    origin = _origin(space(body), event["channel"], event["user"])
    origin = replace(origin, thread=event.get("thread_ts") or event["ts"])
    return core.read_text(text(event.get("text", "")), origin=origin)


def direct(body: Payload, core: Core) -> Request | None:
    """A message to the bot alone; None for all other messages, and for those of bots."""
    event = body["event"]
    if event.get("channel_type") != "im" or event.get("bot_id") or not event.get("user"):
        return None
    origin = _origin(space(body), None, event["user"])
    origin = replace(origin, thread=event.get("thread_ts"))
    return core.read_text(text(event.get("text", "")), origin=origin)


def command(payload: Payload, core: Core) -> Request:
    """`/nato explain article 5`; a bare `/nato` asks for help."""
    channel = _channel(payload.get("channel_id"), payload.get("channel_name"))
    origin = _origin(space(payload), channel, payload.get("user_id"))
    return core.read_line(text(payload.get("text", "")) or "help", origin=origin)


def button(body: Payload, core: Core) -> Request:
    """A pressed button, in the thread of its message where that is in one."""
    container, channel = body.get("container", {}), body.get("channel", {})
    origin = asker(
        body,
        channel=_channel(channel.get("id") or container.get("channel_id"), channel.get("name")),
        thread=container.get("thread_ts") or body.get("message", {}).get("thread_ts"),
    )
    return core.read_button(str(body["actions"][0].get("value", "")), origin=origin)


def asker(body: Payload, *, channel: str | None = None, thread: str | None = None) -> Origin:
    """Who pressed, typed or filled in something, and where."""
    person = body["user"]["id"]
    return replace(_origin(space(body), channel, person), thread=thread)


def _origin(team: str | None, channel: str | None, person: str | None) -> Origin:
    return Origin(
        platform="slack",
        space=team,
        channel=channel,
        asker=person,
        people_are_local=True,
        spoken=SPOKEN,
    )


def is_ephemeral(body: Payload) -> bool:
    """Whether the pressed button stands in a message that Slack shows to the asker alone."""
    return bool(body.get("container", {}).get("is_ephemeral"))


def is_conversation(body: Payload) -> bool:
    """Whether it stands in the conversation of one person with the bot."""
    channel: Payload = body.get("channel") or {}
    return str(channel.get("id")).startswith("D")


def is_alone(body: Payload) -> bool:
    """Whether nobody but the asker reads what the pressed button stands in."""
    return is_ephemeral(body) or is_conversation(body) or "view" in body


def is_in_thread(body: Payload) -> bool:
    """Whether the mention was written in a thread, not in the channel itself."""
    return bool(body["event"].get("thread_ts"))


def event_key(body: Payload) -> tuple[str, str]:
    """What all deliveries of one event share."""
    return space(body), str(body.get("event_id", ""))


def text(raw: str) -> str:
    """What the person wrote: mentions and channels left out, links by their label, unescaped."""
    plain = " ".join(SPECIAL.sub(_special, raw).split())
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _special(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target.startswith(("@", "#", "!")):
        return " "
    return f" {label or target} "


def _channel(channel: str | None, name: str | None) -> str | None:
    """The channel; None for a conversation between persons, which is no place for a digest."""
    is_direct = str(channel).startswith("D") or str(name).startswith(("directmessage", "mpdm-"))
    return None if is_direct else channel


def space(body: Payload) -> str:
    """The workspace, behind its organisation and a slash where that has the bot as a whole."""
    team = _team(body)
    installed: Payload = (body.get("authorizations") or [body])[0]
    if str(installed.get("is_enterprise_install")).casefold() != "true":
        return team
    enterprise: Payload = body.get("enterprise") or {}
    return f"{installed.get('enterprise_id') or enterprise.get('id', '')}/{team}"


def team_of(space: str | None) -> str:
    """The workspace of a space."""
    return (space or "").rpartition("/")[2]


def _team(body: Payload) -> str:
    """The workspace that has the bot; in a shared channel, the person's own may be another one."""
    team: Payload = body.get("team") or {}
    view: Payload = body.get("view") or {}
    installed: list[Payload] = body.get("authorizations") or [{}]
    return str(
        view.get("app_installed_team_id")
        or installed[0].get("team_id")
        or body.get("team_id")
        or team.get("id", "")
    )
