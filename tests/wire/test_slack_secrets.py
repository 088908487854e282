"""The watch over secrets in the log, by which every test of Slack is checked."""

import logging

import pytest

from tests.wire.slack_secrets import watched

log = logging.getLogger("adapters.slack.somewhere")


@pytest.mark.parametrize(
    ("line", "facts"),
    [("token xoxb-right", {}), ("said", {"token": "xapp-right"}), ("v0=ab12", {})],
)
def test_a_secret_in_a_line_or_in_its_facts_is_found(line: str, facts: dict[str, str]) -> None:
    with watched() as found:
        log.debug(line, extra=facts)

    assert len(found) == 1


def test_advice_that_names_the_beginning_of_a_token_holds_none() -> None:
    with watched() as found:
        log.error("copy its Bot User OAuth Token, xoxb-…, from OAuth & Permissions")

    assert found == []
