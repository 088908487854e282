"""The world's countries by name, so that "is Austria in NATO" has an answer."""

from collections.abc import Iterator, Mapping
from typing import cast

from babel import Locale

from bot.requests import Language

NO_STATES = frozenset(
    """
    EU EZ UN QO ZZ XA XB AC CP DG EA IC TA AQ BV
    AI AS AW AX BL BM BQ CC CK CW CX FK FO GF GG GI GL GP GS GU HM IM IO JE KY MF MP MQ MS NC NF NU
    PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT
    """.split()  # noqa: SIM905 -- a list literal would be 60 lines
)
"""Codes left out. The last two lines are territories, most of them of members: "is not a member"
of them would mislead."""


def names(language: Language) -> Iterator[tuple[str, str]]:
    """Code and name of every country in that language, as Unicode's locale data has them."""
    territories = cast("Mapping[str, str]", Locale(language.value).territories)
    for code, name in territories.items():
        if len(code) == len("AT") and code.isalpha() and code not in NO_STATES:
            yield code, name


def name(code: str, language: Language) -> str:
    """One country's name."""
    return str(Locale(language.value).territories[code])
