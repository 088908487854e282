"""Slack: mentions, /nato and buttons in, Block Kit out."""

LEAD = 180
"""Seconds before its slot that a digest is handed over: long enough for another sender to take over
from a dead one before SlackMessenger is `blind`. It stands here so that the command line, which
needs no messenger, can read it without the platform's libraries."""
