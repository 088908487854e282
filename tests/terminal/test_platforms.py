"""Which settings start which services."""

import pytest

from bot.platforms import PLATFORMS, beside
from bot.settings import Settings

SOCKET = {"slack_bot_token": "x", "slack_app_token": "x"}
ONE_BY_HTTP = {"slack_bot_token": "x", "slack_signing_secret": "x", "web_port": 80}

MANY = {
    "slack_client_id": "x",
    "slack_client_secret": "x",
    "slack_signing_secret": "x",
    "encryption_key": "x",
    "web_port": 80,
}


def settings(made: dict[str, str | int]) -> Settings:
    return Settings.model_construct(None, **made)


@pytest.mark.parametrize("made", [SOCKET, ONE_BY_HTTP, MANY])
def test_slack_is_started_either_way(made: dict[str, str | int]) -> None:
    assert PLATFORMS["slack"].is_set(settings(made))


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        ({}, "NATO_BOT_SLACK_BOT_TOKEN and NATO_BOT_SLACK_APP_TOKEN"),
        (
            {"slack_client_id": "x", "slack_client_secret": "x", "web_port": 80},
            "NATO_BOT_ENCRYPTION_KEY and NATO_BOT_SLACK_SIGNING_SECRET",
        ),
        ({"slack_signing_secret": "x", "web_port": 80}, "NATO_BOT_SLACK_BOT_TOKEN"),
    ],
)
def test_what_is_missing_is_named_for_the_nearest_way(
    made: dict[str, str | int], missing: str
) -> None:
    assert PLATFORMS["slack"].missing(settings(made)) == missing


@pytest.mark.parametrize(("made", "runs"), [(SOCKET, ["slack"]), (ONE_BY_HTTP, ["slack", "web"])])
def test_the_web_port_runs_where_slack_comes_by_it(
    made: dict[str, str | int], runs: list[str]
) -> None:
    assert beside(["slack"], settings(made)) == runs
