"""`nato-bot manifest slack`: as Slack's own schema wants it, and as the documents show it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from adapters.slack import manifest, scopes
from bot.core import Core
from bot.handlers import COMMANDS
from bot.requests import Language

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "validators" / "slack-manifest.schema.json"
URL = "https://bot.example.org"


def printed(core: Core, url: str | None = None, *, agent: bool = False) -> str:
    words = core.words(Language.EN)
    return manifest.yaml(manifest.manifest(COMMANDS, words, url, agent=agent))


def read(text: str) -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load(text)
    return parsed


def test_the_document_is_what_is_printed(core: Core) -> None:
    shown = (ROOT / "docs" / "slack-manifest.yaml").read_text("utf-8")

    assert shown == printed(core), "print it anew: nato-bot manifest slack"


@pytest.mark.parametrize("agent", [False, True])
@pytest.mark.parametrize("url", [None, URL])
@pytest.mark.skipif(not SCHEMA.exists(), reason="needs ../shared/validators beside the checkout")
def test_slack_takes_it(core: Core, url: str | None, agent: bool) -> None:
    jsonschema.validate(read(printed(core, url, agent=agent)), json.loads(SCHEMA.read_text()))


@pytest.mark.parametrize("url", [None, URL])
def test_what_is_read_is_what_was_meant(core: Core, url: str | None) -> None:
    meant = manifest.manifest(COMMANDS, core.words(Language.EN), url, agent=True)

    assert read(manifest.yaml(meant)) == meant


def test_every_scope_has_its_reason_and_every_event_its_scope(core: Core) -> None:
    text = printed(core)

    assert all(f'- "{scope}" # {why}' in text for scope, why in scopes.SCOPES.items())
    assert {scope for scope in scopes.EVENTS.values() if scope} <= set(scopes.SCOPES)


def test_over_http_every_address_is_ours_and_sockets_are_off(core: Core) -> None:
    settings = read(printed(core, URL))["settings"]

    assert settings["event_subscriptions"]["request_url"] == f"{URL}/slack/events"
    assert settings["socket_mode_enabled"] is False
    assert {"app_uninstalled", "tokens_revoked"} <= set(
        settings["event_subscriptions"]["bot_events"]
    )


def test_only_an_agent_asks_for_what_its_prompts_need(core: Core) -> None:
    agent, plain = read(printed(core, agent=True)), read(printed(core))

    assert len(agent["features"]["agent_view"]["suggested_prompts"]) == 4
    assert '- "assistant:write" # to offer first questions' in printed(core, agent=True)
    assert "agent_view" not in plain["features"]
    assert "assistant:write" not in plain["oauth_config"]["scopes"]["bot"]
