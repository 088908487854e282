"""Questions that data answers better than prose: told by their words, and by whom they name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.search.dates import decade, typed
from bot.search.entry import Kind
from bot.search.index import Index
from bot.search.normalise import bare
from bot.search.question import Question


@dataclass(frozen=True, slots=True)
class Intent:
    """The command that answers the question, and its arguments."""

    command: str
    arguments: Mapping[str, str]


def commanded(question: Question) -> Intent | None:
    """A wish that a command of its own fulfils: a quiz, a fact, what happened on this day."""
    if len(question.plain.split()) > SHORT_WISH:
        return None
    for says, command in ((_QUIZ, "quiz"), (_FACT, "fact"), (_TODAY, "today")):
        if says(question.plain):
            return Intent(command, {})
    return None


def recognise(question: Question, index: Index) -> Intent | None:
    """The first rule that knows the question, or None: then it is searched for."""
    asked = question.mended or question.plain
    if question.clauses and len(asked.split()) > LONG:
        asked = question.clauses[0]
    asked = re.sub(_CONTINENTS, " ", asked)
    for rule in _RULES:
        if intent := rule(asked, question.text, index):
            return intent
    return None


def carried(intent: Intent | None, rest: str, index: Index) -> Intent | None:
    """The same asked of another country: "and Norway?" after "how much does Denmark spend"."""
    if intent is None or "country" not in intent.arguments:
        return None
    if entry := index.named(rest, Kind.MEMBER) or index.named(bare(rest), Kind.MEMBER):
        return Intent(intent.command, {"country": entry.id})
    return None


_CONTINENTS = r"\b(?:north|south|latin|central) america\b|\bamerique (?:du nord|du sud|latine)\b"
"""No country is meant by these."""


def _says(pattern: str) -> Callable[[str], bool]:
    found = re.compile(rf"\b(?:{pattern})\b")
    return lambda asked: found.search(asked) is not None


_QUIZ = _says(
    r"quiz(?:z?es)?(?! (?:night|evening|team|show))|test (?:me|my|what i)"
    r"|teste[rz]? (?:moi|mes)|trivia"
)
SHORT_WISH = 14
"""Words up to which a wish is one; a long message tells a story."""
_FACT = _says(
    r"(?:fun|random|another|daily) (?:nato )?fact|fact of the day|fait du jour"
    r"|anecdote|a fact(?! check)|surprise me|surprends? moi|surprenez moi"
    r"|(?:(?:something|smth|anything) (?:cool|fun|funny|random|interesting|surprising)"
    r"|(?:un truc|quelque chose) (?:de |d )?(?:cool|marrant|drole|interessant|au hasard))"
    r"(?! (?:about|abt|on|sur) (?!nato|otan|l otan|the alliance|it))"
)
_TODAY = _says(
    r"on this day|today in (?:nato )?history|happened today|ephemeride|anniversar\w+ (?:is )?today"
    r"|ce jour la|jour comme aujourd hui|(?:passe|arrive) aujourd hui|aujourd hui dans l histoire"
)
_HAPPENED = _says(
    r"what happened|events?|timeline|happened (?:on|in)|que s est il passe|evenements?|chronologie"
)
_COMPARE = _says(r"compare[rz]?|comparison|comparaison|versus|vs|difference between")
_MONEY = _says(
    r"spends?|spent|spending|defen[cs]e budget|military budget|gdp|pib|depenses?|depensent?"
    r"|pay(?:s|ing)? (?:the )?(?:most|least)"
    r"|budget (?:de (?:la )?)?defense|pays? (?:for|how much)|how much does|spenders?"
    r"|met(?:tent)? le (?:plus|moins)|argent"
)
_MOST = _says(
    r"most|highest|biggest|top|least|lowest|ranking|rank|who (?:meets|spends|pays)|which countr\w+"
    r"|by countr\w+|each country|par pays|spenders|le plus|le moins|classement|quels? pays"
    r"|every(?:one|body)|all (?:allies|members|countries)"
)
_JOIN = _says(
    r"join(?:ed|s|ing)?|accession|acced\w+|adher\w+|adhesion|rejoint|rejoindre"
    r"|entree? (?:a|dans)|entrer|entry"
)
_MEMBER = _says(
    r"members?|membership|in nato|part of nato|nato (?:country|member|ally)|membres?|dans l otan"
    r"|(?:fait|font) partie|leave|left nato|quitte"
)
_OFFICES = {
    "secretary-general": r"sec(?:retar\w+)? gen(?:eral\w*)?|secgen|nato (?:boss|chief|head|leader)"
    r"|head of nato|president of nato|nato president|president de l otan"
    r"|(?:run|ran|lead|led|leads|runs|headed|heads|heading|running|in charge of) nato"
    r"|secretaires? genera\w+|patron de l otan"
    r"|(?:dirige|dirigeait) l otan|chef de l otan",
    "saceur": r"saceurs?|supreme allied commander(?: europe)?|commandant supreme",
    "military-committee-chair": r"(?:chair\w*|head) of (?:the |nato )*military comm?itt?ee"
    r"|president du comite militaire|military committee chair\w*",
}
_LISTED = {
    "operations": r"(?:operations?|missions?)",
    "summits": r"(?:summits?|sommets?)",
    "partnerships": r"(?:partnerships?|partenariats?)",
    "institutions": r"(?:centres? of excellence|agencies|institutions?|centres? d excellence)",
    "forces": r"(?:battlegroups?|battle groups?|groupements? tactiques?)",
    "concepts": r"(?:strategic concepts?|concepts? strategiques?)",
    "articles": r"(?:articles?(?: of the treaty| du traite)?)",
    "enlargements": r"(?:enlargements?|elargissements?)",
}
_LIST = r"(?:list|show|all|every|timeline of|liste[rz]?|tous|toutes|which|what are)"


def _happened(asked: str, question: str, _: Index) -> Intent | None:
    day = typed(question)
    return Intent("timeline", {"about": str(day)}) if day and _HAPPENED(asked) else None


def _compare(asked: str, _: str, index: Index) -> Intent | None:
    pair = index.mentioned(asked, Kind.MEMBER)
    if _COMPARE(asked) and len(pair) == 2:  # noqa: PLR2004 -- a pair
        return Intent("compare", {"first": pair[0].id, "second": pair[1].id})
    return None


def _money(asked: str, _: str, index: Index) -> Intent | None:
    if not _MONEY(asked):
        return None
    named = index.mentioned(asked, Kind.MEMBER)
    if len(named) == 2:  # noqa: PLR2004 -- a pair
        return Intent("compare", {"first": named[0].id, "second": named[1].id})
    if named:
        return Intent("spending", {"country": named[0].id})
    return Intent("spending", {}) if _MOST(asked) and _SHARE(asked) else None


_SHARE = _says(r"defen[cs]e|military|gdp|pib|spen\w+|depens\w+|militaires?|armees?|army")


def _joined(asked: str, question: str, index: Index) -> Intent | None:
    """Who joined in a year; a country that is named is asked about itself."""
    if not _JOIN(asked) or _OTHER_CLUB(asked) or index.mentioned(asked, Kind.MEMBER):
        return None
    day = typed(question)
    return Intent("member", {"country": str(day.year)}) if day and day.year else None


_OTHER_CLUB = _says(
    r"program\w*|partnerships?|partenariats?|dialogue|initiative|eu|ue|union|euro|command"
    r"|commandement integre|warsaw|varsovie"
)
"""What can be joined besides NATO."""


def _membership(asked: str, _: str, index: Index) -> Intent | None:
    if not (_JOIN(asked) or _MEMBER(asked) or _PARTNER(asked)) or _CHANCES(asked):
        return None
    members = index.mentioned(asked, Kind.MEMBER)
    others = index.mentioned(asked, Kind.COUNTRY)
    if _PARTNER(asked) and len(others) != 1:
        return None
    if len(members) == 2 and _JOIN(asked):  # noqa: PLR2004 -- a pair
        return Intent("compare", {"first": members[0].id, "second": members[1].id})
    if len(members) == 1 and not others:
        return Intent("member", {"country": members[0].id})
    if (
        len(others) == 1
        and not members
        and index.named(asked_name(others[0].id), Kind.TOPIC) is None
    ):
        return Intent("member", {"country": others[0].id})
    return None


_PARTNER = _says(
    r"^(?:is|are|was|est ce que|l)? ?(?:\w+ ){1,4}(?:a |an |un |une |still |encore )*"
    r"(?:(?:nato|otan) partners?|partners? (?:of|with) (?:nato|the alliance)"
    r"|partenaires? (?:de l )?otan)$"
)
"""Whether a country is a partner: its own card says of what."""
_CHANCES = _says(r"why|how|can|could|should|will|would|pourquoi|comment|peut|pourrait|va")


def asked_name(code: str) -> str:
    """A country's topic, where it has one: Russia, China, Ukraine."""
    return {"RU": "russia", "CN": "china", "UA": "nato-ukraine"}.get(code, code)


def _members(asked: str, _: str, __: Index) -> Intent | None:
    """Who is in NATO: all of them."""
    return Intent("member", {}) if _ALL_MEMBERS(asked) else None


_ALL_MEMBERS = _says(
    r"^(?:so |and )*(?:who|which|what|name|list)(?: (?:all|are|is|the|countries|states|nations|all|"
    r"of))* in (?:the )?(?:nato|otan|alliance)(?: (?:now|today|right now|currently))?$"
    r"|(?:members? (?:countries|states)|all (?:the )?members) (?:of|in) (?:nato|the alliance)$"
    r"|(?:qui|quels pays|lesquels) (?:est|sont|y a t il|fait partie|font partie|il y a)"
    r"(?: (?:de|dans|membres|tous|actuellement))* (?:l )?otan$"
    r"|(?:newest|latest|last|most recent|youngest) (?:nato )?(?:member|country|ally)\w*"
    r"|dernier (?:pays|membre)\w*(?: (?:a|entre|admis|de|dans|l|adherer|rejoindre|avoir))*"
    r" ?(?:otan|rejoint)?$"
)


def _office(asked: str, question: str, index: Index) -> Intent | None:
    if _OTHER_OFFICE(asked):
        return None
    for office, pattern in _OFFICES.items():
        if re.search(rf"\b(?:{pattern})\b", asked):
            people = index.mentioned(asked, Kind.PERSON)
            wanted = _which(asked, question, people[0].id if people else "")
            countries = index.mentioned(asked, Kind.MEMBER)
            if len(countries) == 1 and not people and _WHICH(asked) and not _EVENT(asked):
                when = decade(asked)
                span = f" {when}-{when + 9}" if when is not None else ""
                wanted = f"{{office}} from {countries[0].id}{span}"
            return Intent("who", {"person": wanted.format(office=office)}) if wanted else None
    return None


def _which(asked: str, question: str, person: str) -> str:
    """Which holder of the office, in the words of the command `who`; "" where none is asked for."""
    if day := typed(question):
        return f"{{office}} {day.year}"
    if (when := decade(asked)) is not None:
        return f"{{office}} {when}-{when + 9}"
    if _FIRST(asked):
        return "{office} first"
    if person and _BEFORE(asked):
        return f"{{office}} before {person}"
    if person and _AFTER(asked):
        return f"{{office}} after {person}"
    return person or ("{office}" if _CURRENT(asked) else "")


_WHICH = _says(r"who|which|what|name|list|qui|quels?|quelles?")
_EVENT = _says(r"always|when|while|join\w*|visit\w*|say|said|says|about|quand|rejoint|dit|visite")
"""With these a country is not where somebody comes from."""
_OTHER_OFFICE = _says(
    r"(?:the|of the) un|united nations|onu|nations unies|deputy|assistant|adjoints?|delegues?"
)
"""The United Nations have a Secretary General too, and NATO's has deputies and assistants."""
_FIRST = _says("first|premiere?")
_BEFORE = _says(r"before|predecess\w+|avant|predecesseur")
_AFTER = _says(r"after|success\w+|apres")
_CURRENT = _says(r"who|whos|qui|current|today|now|actuel|list|all|name")


def _person(asked: str, _: str, index: Index) -> Intent | None:
    """A person named in a short question is asked about."""
    people = index.mentioned(asked, Kind.PERSON)
    if (
        len(people) == 1
        and len(asked.split()) <= SHORT_QUESTION
        and not index.mentioned(asked, Kind.TOPIC)
    ):
        return Intent("who", {"person": people[0].id})
    return None


LONG = 25
"""Words beyond which only the sentence that asks may name what is asked about."""
SHORT_QUESTION = 6
"""Words up to which a name is what the question is about."""


def _list(asked: str, _: str, __: Index) -> Intent | None:
    for register, pattern in _LISTED.items():
        if re.fullmatch(
            rf"(?:.* )?{_LIST} (?:(?:the|of|nato|les|des|de|l|otan|are|past) )*{pattern}"
            r"(?: (?:of|in|de|by) (?:the |l )?(?:nato|otan))?",
            asked,
        ):
            return Intent("list", {"what": register})
    return None


_RULES = (
    _compare,
    _happened,
    _money,
    _joined,
    _office,
    _membership,
    _members,
    _list,
    _person,
)
