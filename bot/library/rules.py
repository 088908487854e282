"""The rules that need more than one field, or more than one file, to judge.

They hold what the bot cannot run without: what breaks one stops the start.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from bot.library import shapes
from bot.library.entries import Heading
from bot.library.problems import Problem, Step, near
from bot.library.tree import Tree, Twins
from bot.requests import Language
from bot.words import placeholders

Needed = Mapping[str, frozenset[str]]
Said = tuple[str, tuple[Step, ...], shapes.SaidShape]

TOPIC_LENGTH = 3200
"""Characters over all statements: with its sources a topic must fit one Discord embed (6000)."""
TOPIC_SOURCES = 12


def structure(tree: Tree, needed: Needed) -> list[Problem]:
    """Everything that must hold before the library can be built."""
    found: list[Problem] = []
    for rule in _STRUCTURE:
        found += rule(tree)
    for twins in tree.twins():
        found += _extra_twins(twins)
    for language in Language:
        found += _texts(language, tree.texts[language], needed)
    return found


def said_in(tree: Tree) -> Iterator[Said]:
    """Every sourced text with its place."""
    for topic_id, topic in tree.topics.items():
        file = f"en/topics/{topic_id}.yaml"
        yield file, ("summary",), topic.summary
        for heading in Heading:
            statements: tuple[shapes.StatementShape, ...] = getattr(topic, heading)
            yield from ((file, (heading.value, n), said) for n, said in enumerate(statements))
    for twins in tree.twins():
        yield from ((f"en/{twins.file}", (n,), said) for n, said in enumerate(twins.english))
    for name, records in tree.registers.items():
        yield from ((f"{name}.yaml", (n,), record) for n, record in enumerate(records))
    yield from (("people.yaml", (n,), person) for n, person in enumerate(tree.people))
    for n, member in enumerate(tree.members):
        yield from (("members.yaml", (n, "notes", m), s) for m, s in enumerate(member.notes))


def cited_in(tree: Tree) -> Iterator[tuple[str, tuple[Step, ...], str]]:
    """Every citation with its place."""
    for file, path, said in said_in(tree):
        yield from ((file, (*path, "sources", n), c) for n, c in enumerate(said.sources))
    for n, member in enumerate(tree.members):
        yield from (("members.yaml", (n, "sources", m), c) for m, c in enumerate(member.sources))
    for n, release in enumerate(tree.spending.releases if tree.spending else ()):
        yield "spending.yaml", ("releases", n, "source"), release.source


def _citations(tree: Tree) -> Iterator[Problem]:
    if tree.sources is None:
        return
    for file, path, citation in cited_in(tree):
        source_id, _, place = citation.partition("#")
        source = tree.sources.get(source_id)
        if source is None:
            text = f"sources.yaml has no {source_id!r}: add it there{near(source_id, tree.sources)}"
            yield Problem(file, path, text)
        elif place and source.part is None:
            text = f"{source_id!r} has no `part` in sources.yaml: add one, or drop '#{place}'"
            yield Problem(file, path, text)


def _links(tree: Tree) -> Iterator[Problem]:
    links: list[tuple[str, tuple[Step, ...], str]] = []
    for topic_id, topic in tree.topics.items():
        file = f"en/topics/{topic_id}.yaml"
        links += [(file, ("related", n), link) for n, link in enumerate(topic.related)]
        if topic_id in topic.related:
            yield Problem(file, ("related",), "names the topic itself: remove it")
    for twins in tree.twins():
        for n, entry in enumerate(twins.english):
            found = enumerate(entry.topics)
            links += [(f"en/{twins.file}", (n, "topics", m), link) for m, link in found]
    known = tree.topic_files[Language.EN]
    for file, path, link in links:
        if link not in known:
            yield Problem(file, path, f"no topic {link!r}: correct it{near(link, known)}")


def _unique_ids(tree: Tree) -> Iterator[Problem]:
    lists: dict[str, tuple[str, Iterable[str]]] = {
        "members.yaml": ("iso2", (member.iso2 for member in tree.members)),
        "people.yaml": ("id", (person.id for person in tree.people)),
    }
    lists |= {f"en/{t.file}": ("id", (entry.id for entry in t.english)) for t in tree.twins()}
    lists |= {f"{r}.yaml": ("id", (e.id for e in rows)) for r, rows in tree.registers.items()}
    for file, (key, ids) in lists.items():
        seen: Counter[str] = Counter()
        for n, entry_id in enumerate(ids):
            seen[entry_id] += 1
            if seen[entry_id] > 1:
                yield Problem(file, (n, key), f"{entry_id!r} stands here already: rename one")


def _dates(tree: Tree) -> Iterator[Problem]:
    for file, path, said in said_in(tree):
        if (said.as_of is None) != (said.review_by is None):
            yield Problem(file, path, "as_of and review_by go together: add the other one")
        elif said.as_of and said.review_by and said.review_by <= said.as_of:
            yield Problem(file, (*path, "review_by"), "must be later than as_of: correct it")


def _sizes(tree: Tree) -> Iterator[Problem]:
    for topic_id, topic in tree.topics.items():
        said: list[shapes.SummaryShape | shapes.StatementShape]
        said = [topic.summary, *topic.what, *topic.why, *topic.next, *topic.beyond]
        yield from _size(f"en/topics/{topic_id}.yaml", [statement.text for statement in said])
        cited = {citation for statement in said for citation in statement.sources}
        if len(cited) > TOPIC_SOURCES:
            text = f"cites {len(cited)} places, at most {TOPIC_SOURCES}: cite fewer"
            yield Problem(f"en/topics/{topic_id}.yaml", (), text)
    for topic_id, twin in tree.french_topics.items():
        texts = [twin.summary, *twin.what, *twin.why, *twin.next, *twin.beyond]
        yield from _size(f"fr/topics/{topic_id}.yaml", texts)


def _size(file: str, texts: list[str]) -> Iterator[Problem]:
    length = sum(map(len, texts))
    if length > TOPIC_LENGTH:
        text = f"has {length} characters in all, at most {TOPIC_LENGTH}: shorten it"
        yield Problem(file, (), text)


def _topic_twins(tree: Tree) -> Iterator[Problem]:
    for topic_id in sorted(tree.topic_files[Language.FR] - tree.topic_files[Language.EN]):
        text = f"en/topics has no {topic_id!r}: remove the file, or write its English twin"
        yield Problem(f"fr/topics/{topic_id}.yaml", (), text)
    for topic_id, twin in tree.french_topics.items():
        topic = tree.topics.get(topic_id)
        for heading in Heading if topic else ():
            ours, theirs = len(getattr(twin, heading)), len(getattr(topic, heading))
            if ours != theirs:
                text = f"has {ours} statements, the English file {theirs}: say the same, in order"
                yield Problem(f"fr/topics/{topic_id}.yaml", (heading.value,), text)


def _extra_twins(twins: Twins[Any, Any]) -> Iterator[Problem]:
    known = {entry.id for entry in twins.english}
    if not known:
        return  # a file that has not its shape is told once
    for n, entry in enumerate(twins.french or ()):
        if entry.id not in known:
            text = f"en/{twins.file} has no {entry.id!r}: remove it{near(entry.id, known)}"
            yield Problem(f"fr/{twins.file}", (n, "id"), text)


def _alike_in_form(tree: Tree) -> Iterator[Problem]:
    """What must stand in both languages or in none, or as often in one as in the other."""
    terms = {term.id: term for term in tree.terms.english}
    for n, term in enumerate(tree.terms.french or ()):
        twin = terms.get(term.id)
        if twin and (twin.expansion is None) != (term.expansion is None):
            text = "must stand in both languages or in none: add or remove it"
            yield Problem("fr/glossary.yaml", (n, "expansion"), text)
    asked = {quiz.id: quiz for quiz in tree.quiz.english}
    for n, quiz in enumerate(tree.quiz.french or ()):
        if quiz.id in asked and len(quiz.options) != len(asked[quiz.id].options):
            text = "must have as many options as in English, in the same order: correct them"
            yield Problem("fr/quiz.yaml", (n, "options"), text)


def _quiz_answers(tree: Tree) -> Iterator[Problem]:
    for n, quiz in enumerate(tree.quiz.english):
        if quiz.answer not in quiz.options:
            yield Problem("en/quiz.yaml", (n, "answer"), "is none of the options: correct it")
        if len(set(quiz.options)) != len(quiz.options):
            yield Problem("en/quiz.yaml", (n, "options"), "has one twice: replace it")


def _spans(tree: Tree) -> Iterator[Problem]:
    rows = [("people.yaml", n, p.start, p.end) for n, p in enumerate(tree.people)]
    for name, records in tree.registers.items():
        rows += [(f"{name}.yaml", n, r.start or "", r.end) for n, r in enumerate(records)]
    for file, n, start, end in rows:
        if start and end and end < start[: len(end)]:
            yield Problem(file, (n, "to"), "is before from: correct one of them")


def _series(tree: Tree) -> Iterator[Problem]:
    known = {member.iso2 for member in tree.members} | {"NATO_TOTAL", "NATO_EUR_CAN"}
    for n, release in enumerate(tree.spending.releases if tree.spending else ()):
        for code in release.series.keys() - known:
            yield Problem("spending.yaml", ("releases", n, "series", code), "is no member's code")


def _texts(language: Language, texts: Mapping[str, str], needed: Needed) -> Iterator[Problem]:
    file = f"{language}/ui.yaml"
    if not texts:
        return  # told once, when the file was read
    for key in sorted(needed.keys() - texts.keys()):
        yield Problem(file, tuple(key.split(".")), "is missing: add it")
    for key, text in sorted(texts.items()):
        path = tuple(key.split("."))
        if key not in needed:
            yield Problem(file, path, f"nothing uses it: remove it{near(key, needed)}")
            continue
        try:
            named = placeholders(text)
        except ValueError as error:
            yield Problem(file, path, f"{error}: close the brace, or double it to print it")
            continue
        if named - needed[key]:
            wrong = ", ".join(sorted(named - needed[key]))
            allowed = ", ".join(sorted(needed[key])) or "none"
            yield Problem(file, path, f"cannot fill {{{wrong}}}: allowed are {allowed}")


_STRUCTURE: tuple[Callable[[Tree], Iterable[Problem]], ...] = (
    _citations,
    _links,
    _unique_ids,
    _dates,
    _sizes,
    _topic_twins,
    _alike_in_form,
    _quiz_answers,
    _spans,
    _series,
)
