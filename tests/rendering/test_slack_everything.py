"""Every entry of the content as Slack would get it, judged by our rules and by Slack's."""

import json
from typing import Any

import pytest

from bot.__main__ import main
from tests.wire import slack_documented, slack_guards


@pytest.fixture
def rendered(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The output of `nato-bot render --all --as slack`."""
    assert main(["render", "--all", "--as", "slack"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_entry_keeps_our_rules(rendered: list[dict[str, Any]]) -> None:
    found = [slack_guards.problems(record["body"]) for record in rendered]

    assert len(found) > 100
    assert [problem for problem in found if problem] == []


def test_nothing_is_cut_short(rendered: list[dict[str, Any]]) -> None:
    cut = [r["body"]["blocks"] for r in rendered if "…" in str(r["body"]["blocks"])]

    assert cut == []


@pytest.mark.skipif(not slack_documented.VALIDATOR.exists(), reason=slack_documented.MISSING)
def test_every_entry_keeps_slacks_documented_rules(rendered: list[dict[str, Any]]) -> None:
    assert slack_documented.findings(rendered) == ""
