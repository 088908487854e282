"""What is acknowledged before anybody works on it: Slack waits three seconds, and no longer."""

from collections.abc import Mapping
from typing import Any

BARE = {"event_callback", "block_actions", "message_action", "shortcut"}
"""The types of payloads whose acknowledgement is empty. That of `view_submission` may hold
mistakes to show, that of `block_suggestion` holds options."""


def is_bare(body: Mapping[str, Any]) -> bool:
    """Whether Slack wants nothing but to hear that it was taken; commands have no type."""
    return str(body.get("type")) in BARE or "command" in body
