"""A validator of Slack's documented limits, where this checkout lies beside one."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

VALIDATOR = Path(__file__).parents[3] / "shared" / "validators" / "validate_slack.py"
MISSING = f"no {VALIDATOR.name} in ../shared/validators beside the repository"


def findings(records: Iterable[dict[str, Any]]) -> str:
    """What the validator says of `{"method", "body"}` records; empty if it is content."""
    lines = "".join(json.dumps(record) + "\n" for record in records)
    done = subprocess.run(
        [sys.executable, str(VALIDATOR), "--strict"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""
