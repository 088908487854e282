"""What simcord, our simulated Discord, leaves out: limits, locales, errors that only reach the log.

Its known gaps stand in its documentation: it takes payloads that Discord refuses, speaks en-US to
everybody, and does not see what discord.py logs and swallows.
"""

import logging
import re
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias, cast

import discord
from simcord.env import Env
from simcord.types import HttpLogEntry

from adapters.discord import limits

Body: TypeAlias = Mapping[str, Any]
MESSAGE, UPDATE, COMPLETIONS = 4, 7, 8
"""Interaction callback types."""
IN_MENUS = 3
"""The type of a command in the menu of every message."""


@asynccontextmanager
async def guarded(bot: discord.Client) -> AsyncGenerator[Env]:
    """A running environment; at its end every payload sent and every error logged is judged."""
    env, errors = Env(bot, shard_count=1), _Errors()
    logging.getLogger("discord").addHandler(errors)
    try:
        await env.start()
        yield env
        await env.shutdown()
    finally:
        logging.getLogger("discord").removeHandler(errors)
    if env.check_errors:
        env.raise_errors()
    assert errors.lines == []
    assert [problem for sent in env.http_requests for problem in problems(sent)] == []


def speak(env: Env, *, asker: str = "en-US", server: str = "en-US") -> None:
    """Set the locales of all interactions from now on."""

    def change(payload: dict[str, Any]) -> None:
        payload["locale"] = asker
        if "guild_id" in payload:
            payload["guild_locale"] = server

    meddle(env, change)


def meddle(env: Env, change: Callable[[dict[str, Any]], None]) -> None:
    """Change every interaction on its way to the bot."""

    def hear(event: str, payload: Mapping[str, Any]) -> None:
        if event == "INTERACTION_CREATE":
            change(cast("dict[str, Any]", payload))

    env.backend.subscribers.insert(0, hear)


def problems(sent: HttpLogEntry) -> list[str]:
    """What Discord would refuse in a request."""
    if sent.method == "PUT" and sent.path.endswith("/commands"):
        return [problem for command in sent.json or () for problem in _root(command)]
    return list(_problems(sent.method, sent.path, sent.json or {}))


def messages(env: Env) -> list[dict[str, Any]]:
    """Every message posted, as it went over the wire."""
    posted: list[dict[str, Any]] = []
    for sent in env.http_requests:
        body: Any = sent.json
        if sent.method == "POST" and _is_channel(sent.path):
            posted.append(body)
        elif sent.path.endswith("/callback") and body["type"] == MESSAGE:
            posted.append(body["data"])
    return posted


def edits(env: Env) -> list[dict[str, Any]]:
    """Every message put in the place of the one whose button was pressed."""
    bodies: list[Any] = [s.json for s in env.http_requests if s.path.endswith("/callback")]
    return [body["data"] for body in bodies if body["type"] == UPDATE]


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _is_channel(path: str) -> bool:
    return bool(re.fullmatch(r"/channels/\d+/messages|/webhooks/\d+/[^/]+", path))


def _problems(method: str, path: str, body: Body) -> Iterator[str]:
    if path.endswith("/callback") and body["type"] == COMPLETIONS:
        yield from _choices(body["data"]["choices"])
    elif path.endswith("/callback") and body["type"] in {MESSAGE, UPDATE}:
        yield from message_problems(body["data"])
    elif method in {"POST", "PATCH"} and _is_channel(path.removesuffix("/messages/@original")):
        yield from message_problems(body)


def _root(command: Body) -> Iterator[str]:
    if command["type"] == IN_MENUS:
        for name in _said(command, "name"):
            yield from _long("a name in menus", name, limits.COMMAND_NAME, least=1)
        return
    yield from _command(command, str(command["name"]))
    if (size := _size(command)) > limits.COMMAND_TOTAL:
        yield f"{size} characters in a command"


def message_problems(body: Body) -> Iterator[str]:
    """What Discord would refuse in a message, and pings that we refuse."""
    embeds = _list(body, "embeds")
    if body.get("allowed_mentions", {}).get("parse") != []:
        yield "somebody could be pinged"
    yield from _long("content", body.get("content") or "", limits.CONTENT)
    if not embeds and not body.get("content"):
        yield "an empty message"
    if len(embeds) > limits.EMBEDS:
        yield f"{len(embeds)} embeds"
    for embed in embeds:
        yield from _embed(embed)
    if (total := sum(map(_embed_size, embeds))) > limits.EMBEDS_TOTAL:
        yield f"{total} characters in all embeds"
    yield from _rows(_list(body, "components"))
    yield from _pictures(embeds, _list(body, "attachments"))


def _pictures(embeds: list[Body], attachments: list[Body]) -> Iterator[str]:
    """What is attached is shown once, and told to those who cannot see it."""
    shown = [embed["image"]["url"] for embed in embeds if "image" in embed]
    if shown != [f"attachment://{attached['filename']}" for attached in attachments]:
        yield f"{shown} are not the pictures attached"
    for attached in attachments:
        said = attached.get("description") or ""
        yield from _long("picture", said, limits.ATTACHMENT_DESCRIPTION, least=1)


def _embed(embed: Body) -> Iterator[str]:
    yield from _long("title", embed.get("title") or "", limits.TITLE)
    yield from _long("description", embed.get("description") or "", limits.DESCRIPTION)
    yield from _long("footer", embed["footer"]["text"], limits.FOOTER)
    fields = _list(embed, "fields")
    if len(fields) > limits.FIELDS:
        yield f"{len(fields)} fields"
    for field in fields:
        yield from _long("field name", field["name"], limits.FIELD_NAME, least=1)
        yield from _long("field value", field["value"], limits.FIELD_VALUE, least=1)


def _embed_size(embed: Body) -> int:
    texts: list[str | None] = [embed.get(key) for key in ("title", "description")]
    texts += [embed["footer"]["text"]]
    texts += [text for f in _list(embed, "fields") for text in (f["name"], f["value"])]
    return sum(len(text or "") for text in texts)


def _rows(rows: list[Body]) -> Iterator[str]:
    if len(rows) > limits.ROWS or any(len(r["components"]) > limits.BUTTONS_PER_ROW for r in rows):
        yield "too many buttons"
    buttons = [button for row in rows for button in row["components"]]
    if len({button["custom_id"] for button in buttons}) < len(buttons):
        yield "a custom_id twice"
    for button in buttons:
        yield from _long("label", button["label"], limits.BUTTON_LABEL, least=1)
        yield from _long("custom_id", button["custom_id"], limits.CUSTOM_ID, least=1)


def _choices(choices: list[Body]) -> Iterator[str]:
    if len(choices) > limits.CHOICES:
        yield f"{len(choices)} choices"
    for choice in choices:
        yield from _long("choice", choice["name"], limits.CHOICE, least=1)
        yield from _long("choice", choice["value"], limits.CHOICE, least=1)


def _command(command: Body, path: str) -> Iterator[str]:
    options = _list(command, "options")
    if len(options) > limits.COMMAND_OPTIONS:
        yield f"{path}: {len(options)} options"
    for name in _said(command, "name"):
        if not re.fullmatch(r"[-_'\w]{1,32}", name) or name != name.lower():
            yield f"{path}: the name {name!r}"
    for text in _said(command, "description"):
        yield from _long(f"{path}: description", text, limits.COMMAND_DESCRIPTION, least=1)
    yield from _alike(options, path)
    for option in options:
        yield from _command(option, f"{path} {option['name']}")


def _alike(options: list[Body], path: str) -> Iterator[str]:
    """A translated name may not be another option's default name."""
    for option in options:
        others = {other["name"] for other in options} - {option["name"]}
        if others & set(_said(option, "name")):
            yield f"{path}: {option['name']} is translated as another option is called"


def _size(command: Body) -> int:
    """Its characters; of each text the longest translation."""
    size = sum(max(map(len, _said(command, key))) for key in ("name", "description"))
    return size + sum(map(_size, _list(command, "options")))


def _list(body: Body, key: str) -> list[Body]:
    found: list[Body] = body.get(key) or []
    return found


def _said(command: Body, key: str) -> list[str]:
    """A name or a description, and its translations."""
    translated: dict[str, str] = command.get(f"{key}_localizations") or {}
    return [str(command[key]), *translated.values()]


def _long(what: str, text: str, most: int, *, least: int = 0) -> Iterator[str]:
    if not least <= len(text) <= most:
        yield f"{what}: {len(text)} characters"
