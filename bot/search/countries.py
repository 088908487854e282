"""The world's countries by name, so that "is Austria in NATO" has an answer."""

from collections.abc import Iterator, Mapping
from typing import cast

from babel import Locale

from bot.requests import Language


def names(language: Language) -> Iterator[tuple[str, str]]:
    """Code and name of every country in that language, as Unicode's locale data has them."""
    territories = cast("Mapping[str, str]", Locale(language.value).territories)
    for code, name in territories.items():
        if len(code) == len("AT") and code.isalpha() and code not in _NO_COUNTRIES:
            yield code, name


def name(code: str, language: Language) -> str:
    """One country's name."""
    return str(Locale(language.value).territories[code])


_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA"}
