"""What people type, brought to one plain form: case, accents and platform noise gone."""

import re
import unicodedata

LONGEST = 2000
"""Characters of a question that are read; Discord's message limit (message resource)."""

_NOISE = re.compile(
    r"<[@#!:a-z&][^>|]*(?:\|[^>]*)?>"  # <@U1>, <#C1|name>, <!channel>, <:emoji:1>, <a:emoji:1>
    r"|@(?:everyone|here|channel)\b"
    r"|:[a-z0-9_+-]+:"  # :emoji:
    r"|https?://\S+"
    r"|\x1b\[[\d;]*[a-z]",  # a terminal's colour codes
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b")
"""N.A.T.O., U.S."""
_LINK = re.compile(r"<https?://[^>|]*(?:\|([^>]*))?>", re.IGNORECASE)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_NUMBERS = {
    **{numeral: number for number, numeral in enumerate(_ROMAN, start=1)},
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "dix": 10,
}
_ARTICLE = re.compile(
    r"\b(?:art(?:icles?)?|aritcle|artcle|artical|articel) ?"
    rf"(\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
    r"|\ba ?(\d{1,2})\b"
)


def plain(text: str) -> str:
    """Lower-case words of letters and digits with single spaces; "" where there are none."""
    text = _LINK.sub(lambda link: f" {link[1] or ''} ", text[:LONGEST])
    text = _NOISE.sub(" ", text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c) and c != "\u200d")
    text = _DOTTED.sub(lambda letters: letters[0].replace(".", ""), text)
    text = text.replace("'s ", " ").replace("\u2019s ", " ").replace("%", " percent ")
    words = " ".join(re.findall(r"[^\W_]+", text))
    return _ARTICLE.sub(_article, words)


def _article(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    return f"article {_NUMBERS.get(number, number)}"


_LEAD = re.compile(
    r"^(?:(?:hey|hi|hello|so|ok|no|yes|yeah|but|and|um|well|please|pls|wtf|tf"
    r"|bonjour|salut|non|oui|mais|et|stp|svp) )+"
)
_ASKING = re.compile(
    r"^(?:what (?:is|are|was|were|does|do|the hell is)|whats|what s|who (?:is|are|was)|whos"
    r"|wtf is|is|define|explain|describe|tell me (?:more )?about|meaning of|definition of|about"
    r"|qu est ce que? (?:c est que )?|qu est ce qu|c est quoi|cest quoi|c koi|que signifie"
    r"|que veut dire|explique(?:r|z)?(?: moi)?|definition d[eu]|qui est|parle moi d[eu]"
    r"|term|terme|member|membre)\b ?"
)
_ARTICLES = re.compile(r"^(?:the|a|an|le|la|les|l|un|une|des|du|de|d) ")
_TRAILING = re.compile(
    r" (?:stand for|means?|about|exactly|please|pls|svp|stp|(?:in|of|about) nato|de l otan)$"
)


def bare(question: str) -> str:
    """A plain question without its asking words: "whats the kfor about" -> "kfor"."""
    for pattern in (_LEAD, _ASKING, _ARTICLES):
        question = pattern.sub("", question)
    return _TRAILING.sub("", question)
