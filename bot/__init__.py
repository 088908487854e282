"""The core: questions in, sourced answers out. Knows no chat platform."""
