"""Slack: mentions, /nato and buttons in, Block Kit out."""
