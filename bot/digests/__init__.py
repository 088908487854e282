"""Subscriptions, what a digest says, when it is due, and how it gets to its channel once."""
