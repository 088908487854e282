"""The real content and its index, read once in a process: together they take seconds."""

from functools import cache
from pathlib import Path

from bot.handlers import NEEDED_WORDS
from bot.library.entries import Library
from bot.library.loader import load
from bot.search.index import Index

CONTENT = Path(__file__).parent.parent / "content"


@cache
def library() -> Library:
    """Every entry in every language."""
    return load(CONTENT, NEEDED_WORDS)


@cache
def index() -> Index:
    """What finds them."""
    return Index(library())
