"""Discord: interactions, mentions and direct messages in, embeds and buttons out."""

LEAD = 0
"""Seconds before its slot that a digest is handed over: Discord schedules nothing."""
