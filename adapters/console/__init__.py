"""The terminal: lines in, cards out; and the same for scripts, as text and JSON."""
