"""The app manifest, from the registry of commands: what Slack is told of the app. Pure.

docs.slack.dev/reference/app-manifest; with only the scopes and events in use.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from adapters.slack.prompts import prompts
from adapters.slack.scopes import EVENTS, OF_AGENTS, OF_MANY, SCOPES
from adapters.slack.surfaces import TERMS
from bot.handlers.command import Command, call_name
from bot.words import Words

Manifest: TypeAlias = dict[str, Any]

ABOUT = "Explains how NATO works, with a source for every statement. Unofficial."


def manifest(
    commands: Mapping[str, Command], words: Words, url: str | None, *, agent: bool
) -> Manifest:
    """For Socket Mode; or, with the address of the web port, for HTTP."""
    features: Manifest = {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "nato-bot", "always_online": True},
        "shortcuts": [
            {
                "name": "Explain NATO terms",
                "type": "message",
                "callback_id": TERMS,
                "description": "What the terms and abbreviations of a message mean",
            }
        ],
        "slash_commands": [_command(commands, words, url)],
    }
    if agent:
        features["agent_view"] = {
            "agent_description": ABOUT,
            "suggested_prompts": prompts(words),
        }
    return {
        "display_information": {
            "name": "nato-bot",
            "description": ABOUT,
            "background_color": "#1f3a5f",
        },
        "features": features,
        "oauth_config": {
            **({"redirect_urls": [f"{url}/slack/oauth_redirect"]} if url else {}),
            "scopes": {"bot": sorted({**SCOPES, **(OF_AGENTS if agent else {})})},
        },
        "settings": _settings(url),
    }


def _command(commands: Mapping[str, Command], words: Words, url: str | None) -> Manifest:
    names = dict.fromkeys(call_name(command, words).split()[0] for command in commands.values())
    return {
        "command": "/nato",
        **({"url": f"{url}/slack/events"} if url else {}),
        "description": 'Ask how NATO works, or "help" for all commands',
        "usage_hint": f"[question | {' | '.join(names)}]",
        "should_escape": True,
    }


def _settings(url: str | None) -> Manifest:
    address = {"request_url": f"{url}/slack/events"} if url else {}
    menus = {"message_menu_options_url": f"{url}/slack/events"} if url else {}
    events = sorted([*EVENTS, *(OF_MANY if url else ())])
    return {
        "event_subscriptions": {**address, "bot_events": events},
        "interactivity": {"is_enabled": True, **address, **menus},
        "socket_mode_enabled": not url,
        "org_deploy_enabled": bool(url),
        "token_rotation_enabled": False,
    }


def yaml(given: Manifest) -> str:
    """As YAML, each scope with its reason."""
    head = "# Paste this at api.slack.com/apps > Create New App > From a manifest."
    return "\n".join([head, *_lines(given, "")]) + "\n"


def _lines(node: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _lines(cast("Manifest", value), f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{key}:"
            for item in cast("list[object]", value):
                yield from _item(item, f"{indent}  ")
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _item(item: object, indent: str) -> Iterator[str]:
    if isinstance(item, dict):
        first, *rest = _lines(cast("Manifest", item), f"{indent}  ")
        yield f"{indent}- {first.strip()}"
        yield from rest
    else:
        why = {**SCOPES, **OF_AGENTS}.get(str(item))
        reason = f" # {why}" if why else ""
        yield f"{indent}- {_scalar(item)}{reason}"


def _scalar(value: object) -> str:
    """As JSON writes it, which YAML reads."""
    return json.dumps(value, ensure_ascii=False)
