"""What people type, brought to one plain form: case, accents and platform noise gone."""

import re
import unicodedata

LONGEST = 2000
"""Characters of a question that are read; Discord's message limit (message resource)."""

_ESCAPED = {"&gt;": " ", "&lt;": " ", "&amp;": "&"}
"""How Slack sends these three signs (formatting text for app surfaces)."""
_NOISE = re.compile(
    r"<[@#!:a-z&][^<>|]*(?:\|[^<>]*)?>"  # <@U1>, <#C1|name>, <!channel>, <:emoji:1>, <a:emoji:1>
    r"|@(?:everyone|here|channel)\b"
    r"|:(?=[0-9_+-]*[a-z])[a-z0-9_+-]+:"  # :emoji:, but not the minutes of 10:30:15
    r"|https?://\S+"
    r"|\x1b\[[\d;]*[a-z]",  # a terminal's colour codes
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?\b")
"""N.A.T.O., U.S."""
_IS = re.compile(r"\b(what|who|where|when|how|it|that|he|she|there|here)['\u2019]s\b")
_OWNED = re.compile(r"['\u2019]s\b")
_LINK = re.compile(r"<https?://[^<>|]*(?:\|([^<>]*))?>", re.IGNORECASE)
_DRAWN_OUT = re.compile(r"([a-df-hj-z])\1{2,}|(e)e{3,}|(e)ee(?!s?\b)")
"""Whaaat, sooo; not iii, which is a number, nor créée, which ends on three once it is plain."""
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv")
_TENS = (
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
)
_SPOKEN = {word: number for words in _TENS for number, word in enumerate(words, start=1)}
_NUMBERS = {
    **{numeral: number for number, numeral in enumerate(_ROMAN, start=1)},
    **_SPOKEN,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
}
_ARTICLE = re.compile(
    r"\b(?:art(?:icles?)?|aritcles?|artcles?|articals?|articels?|artilces?|artikles?|artciles?)"
    rf" ?(\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
    r"|\ba ?(\d{1,2})\b"
)
_PERCENT = re.compile(
    rf"\b({'|'.join(_SPOKEN)})? ?(?:percent|per cents?|pour cents?|pourcents?|pct)\b"
)


def plain(text: str) -> str:
    """Lower-case words of letters and digits with single spaces; "" where there are none."""
    text = said(text).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c) and c != "\u200d")
    text = _DOTTED.sub(lambda letters: letters[0].replace(".", ""), text)
    text = _OWNED.sub(" ", _IS.sub(r"\1 is", text)).replace("%", " percent ")
    words = _DRAWN_OUT.sub(r"\1\2\3", " ".join(re.findall(r"\w+", text)))
    return _PERCENT.sub(_percent, _ARTICLE.sub(_article, words))


def said(text: str) -> str:
    """What a person wrote, without what the platform put into it; at most 2,000 characters."""
    text = _LINK.sub(lambda link: f" {link[1] or ''} ", text[:LONGEST])
    text = _NOISE.sub(" ", text).replace("_", " ")  # which no word has, but slanted text
    for escaped, sign in _ESCAPED.items():
        text = text.replace(escaped, sign)
    return text


def _article(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    return f"article {_NUMBERS.get(number, number)}"


def _percent(found: re.Match[str]) -> str:
    number = f"{_SPOKEN[found[1]]} " if found[1] else ""
    return f" {number}percent" if found[0].startswith(" ") else f"{number}percent"


_LEAD = re.compile(
    r"^(?:(?:hey|hi|hello|so|ok|no|yes|yeah|but|and|um|well|please|pls|wtf|tf"
    r"|bonjour|salut|non|oui|mais|et|stp|svp) )+"
)
_ASKING = re.compile(
    r"^(?:what (?:is|are|was|were|does|do|the hell is)|whats|what s|who (?:is|are|was)|whos"
    r"|wtf is|is|define|explain|describe|tell me (?:more )?about|meaning of|definition of|about"
    r"|qu est ce que? (?:c est que )?|qu est ce qu|c est quoi|cest quoi|c koi|que signifie"
    r"|qu appelle t on|qu entend on par|que designe|what is meant by|what do (?:you|they) call"
    r"|que veut dire|explique(?:r|z)?(?: moi)?|definition d[eu]|qui est|parle moi d[eu]"
    r"|term|terme|member|membre)\b ?"
)
_ARTICLES = re.compile(r"^(?:the|a|an|le|la|les|l|un|une|des|du|de|d) ")
_SORT = re.compile(
    r"^(?:(?:strategy|concept|doctrine|policy|principle|idea|notion|term|word|abbreviation|acronym"
    r"|expression|phrase) (?:of )?|(?:strategie|concept|doctrine|politique|principe|idee|notion"
    r"|terme|mot|sigle|acronyme|expression) (?:d[eu] |des )?)(?:the |la |l |le )?"
)
""""The strategy of flexible response": what sort of thing it is."""
_TRAILING = re.compile(
    r" (?:stand for|means?|meaning|definition|explained|signification|about|exactly|please"
    r"|pls|svp|stp|(?:in|of|about) nato|de l otan)$"
)


def bare(question: str) -> str:
    """A plain question without its asking words: "whats the kfor about" -> "kfor"."""
    for pattern in (_LEAD, _ASKING, _ARTICLES, _SORT):
        question = pattern.sub("", question) or question
    return _TRAILING.sub("", question)


_WHAT_SORT = re.compile(
    r"^(?:(?:and|so) )?(?:(?:what|wtf|tf) is|whats|define|c est quoi|qu est ce qu(?: est)?)"
    r" (?:an?|une?) "
)


def asks_what_sort(asked: str) -> bool:
    """Whether a plain question asks for a thing of a kind: "what is a dual-capable aircraft"."""
    return _WHAT_SORT.match(asked) is not None


_MEANING = re.compile(
    r"\b(?:mean|means|meaning|stand for|stands for|define|definition|acronym|abbreviation|term"
    r"|signifie|veut dire|definition|sigle|acronyme|terme|abreviation)\b"
    r"|^(?:and |so |the )*(?:what is|what are|what was|what does|c est quoi|qu est ce qu\w*"
    r"|\w+ is)(?: (?:que|c est|a|an|the|le|la|l|les|un|une|des|du|de))* \w+"
    r"(?: (?:nato|otan|again|stand for))?$"
    r"|^\w+(?: (?:c est quoi|nato|otan|what is that|versus \w+|and \w+|vs \w+))?$"
)


def asks_meaning(asked: str) -> bool:
    """Whether a plain question asks what a word or a few letters mean."""
    return _MEANING.search(asked) is not None
