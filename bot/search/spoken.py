"""Whether a question is clearly French, told by the small words that carry a sentence."""

from bot.search.normalise import plain

_IN_FRENCH = (
    "le la les des du un une est sont etait ont a au aux ce cet cette ces ca qui que quoi "
    "quel quelle quels quelles quand pourquoi comment combien ou dans pour avec sans sur "
    "sous par chez et mais donc si je tu il elle on nous vous ils elles moi toi lui leur "
    "mon ton son ma ta sa mes tes ses notre votre pas plus aussi tres bien faire fait "
    "peut peux doit veut va vont c l d j n m s qu koi pk pq pourkoi cest jsuis chui stp "
    "svp bonjour salut merci oui non explique expliquer adherer guerre pays alliance "
    "membres depuis entre contre encore toujours jamais sert"
)
_IN_ENGLISH = (
    "the a an is are was were be been do does did has have had of to in on at by for with "
    "without from and or but if what who whom whose which when where why how i you he she "
    "it we they me him her us them my your his its our their this that these those not no "
    "yes can could will would should must may might about tell explain please pls u ur "
    "wtf whats hows just get got there than"
)
_FRENCH, _ENGLISH = frozenset(_IN_FRENCH.split()), frozenset(_IN_ENGLISH.split())
_BOTH = _FRENCH & _ENGLISH
OTAN = "otan"
CLEARLY = 2
"""So many more French small words than English ones."""


def is_french(text: str) -> bool:
    """Whether it is clearly French; a name or an abbreviation alone is in no language."""
    words = plain(text).split()
    french = sum(word in _FRENCH and word not in _BOTH for word in words)
    english = sum(word in _ENGLISH and word not in _BOTH for word in words)
    if OTAN in words and not english:
        return True
    return french - english >= CLEARLY or (french > 0 and not english and _has_accents(text))


def _has_accents(text: str) -> bool:
    return any(letter in "éèêëàâçùûîïôœ" for letter in text.casefold())
