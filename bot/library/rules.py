"""The rules that need more than one field, or more than one file, to judge.

`structure` holds what the bot cannot run without: it stops the start. `upkeep` is what an editor
must mend all the same, and `nato-bot check` fails on: a running bot leaves stale statements out,
and says in French what it said before the English changed.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.library import shapes
from bot.library.entries import Heading
from bot.library.problems import Problem, Step, near
from bot.library.tree import Tree, fingerprint
from bot.requests import Language
from bot.words import placeholders

Needed = Mapping[str, frozenset[str]]
Said = tuple[str, tuple[Step, ...], shapes.SaidShape]

TOPIC_LENGTH = 3200
"""Characters over all statements: with its sources a topic must fit one Discord embed (6000)."""
TOPIC_SOURCES = 12


def structure(tree: Tree, needed: Needed) -> list[Problem]:
    """Everything that must hold before the library can be built."""
    found = list(_citations(tree))
    found += _links(tree)
    found += _unique_ids(tree)
    found += _dates(tree)
    found += _sizes(tree)
    found += _topic_twins(tree)
    found += _entry_twins("facts.yaml", tree.facts, tree.french_facts)
    found += _entry_twins("glossary.yaml", tree.terms, tree.french_terms)
    found += _expansions(tree)
    for language in Language:
        found += _texts(language, tree.texts[language], needed)
    return found


def upkeep(tree: Tree, today: dt.date) -> list[Problem]:
    """Statements past their day of review, uncited sources, French that has fallen behind."""
    stale = [
        Problem(file, (*path, "review_by"), f"was {said.review_by}: read it again, set a new day")
        for file, path, said in _said(tree)
        if said.review_by and said.review_by < today
    ]
    return [*stale, *_unused_sources(tree), *_outdated_twins(tree)]


def _said(tree: Tree) -> Iterator[Said]:
    """Every sourced text with its place."""
    for topic_id, topic in tree.topics.items():
        file = f"en/topics/{topic_id}.yaml"
        yield file, ("summary",), topic.summary
        for heading in Heading:
            statements: tuple[shapes.StatementShape, ...] = getattr(topic, heading)
            yield from ((file, (heading.value, n), said) for n, said in enumerate(statements))
    yield from (("en/facts.yaml", (n,), fact) for n, fact in enumerate(tree.facts))
    yield from (("en/glossary.yaml", (n,), term) for n, term in enumerate(tree.terms))
    for n, member in enumerate(tree.members):
        yield from (("members.yaml", (n, "notes", m), s) for m, s in enumerate(member.notes))


def _cited(tree: Tree) -> Iterator[tuple[str, tuple[Step, ...], str]]:
    for file, path, said in _said(tree):
        yield from ((file, (*path, "sources", n), c) for n, c in enumerate(said.sources))
    for n, member in enumerate(tree.members):
        yield from (("members.yaml", (n, "sources", m), c) for m, c in enumerate(member.sources))


def _citations(tree: Tree) -> Iterator[Problem]:
    if tree.sources is None:
        return
    for file, path, citation in _cited(tree):
        source_id, _, place = citation.partition("#")
        source = tree.sources.get(source_id)
        if source is None:
            text = f"sources.yaml has no {source_id!r}: add it there{near(source_id, tree.sources)}"
            yield Problem(file, path, text)
        elif place and source.part is None:
            text = f"{source_id!r} has no `part` in sources.yaml: add one, or drop '#{place}'"
            yield Problem(file, path, text)


def _unused_sources(tree: Tree) -> Iterator[Problem]:
    used = {citation.partition("#")[0] for _, _, citation in _cited(tree)}
    for source_id in tree.sources or ():
        if source_id not in used:
            yield Problem("sources.yaml", (source_id,), "no statement cites it: cite or remove it")


def _links(tree: Tree) -> Iterator[Problem]:
    links: list[tuple[str, tuple[Step, ...], str]] = []
    for topic_id, topic in tree.topics.items():
        file = f"en/topics/{topic_id}.yaml"
        links += [(file, ("related", n), link) for n, link in enumerate(topic.related)]
        if topic_id in topic.related:
            yield Problem(file, ("related",), "names the topic itself: remove it")
    for n, fact in enumerate(tree.facts):
        links += [("en/facts.yaml", (n, "topics", m), link) for m, link in enumerate(fact.topics)]
    for n, term in enumerate(tree.terms):
        links += [("en/glossary.yaml", (n, "topics", m), t) for m, t in enumerate(term.topics)]
    known = tree.topic_files[Language.EN]
    for file, path, link in links:
        if link not in known:
            yield Problem(file, path, f"no topic {link!r}: correct it{near(link, known)}")


def _unique_ids(tree: Tree) -> Iterator[Problem]:
    lists: dict[str, tuple[str, Iterable[str]]] = {
        "en/facts.yaml": ("id", (fact.id for fact in tree.facts)),
        "en/glossary.yaml": ("id", (term.id for term in tree.terms)),
        "members.yaml": ("iso2", (member.iso2 for member in tree.members)),
    }
    for file, (key, ids) in lists.items():
        seen: Counter[str] = Counter()
        for n, entry_id in enumerate(ids):
            seen[entry_id] += 1
            if seen[entry_id] > 1:
                yield Problem(file, (n, key), f"{entry_id!r} stands here already: rename one")


def _dates(tree: Tree) -> Iterator[Problem]:
    for file, path, said in _said(tree):
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
    english, french = tree.topic_files[Language.EN], tree.topic_files[Language.FR]
    for topic_id in sorted(english ^ french):
        language = Language.FR if topic_id in english else Language.EN
        yield Problem(f"{language}/topics/{topic_id}.yaml", (), "is missing: write the twin")
    for topic_id, twin in tree.french_topics.items():
        topic = tree.topics.get(topic_id)
        if topic is None:
            continue
        file = f"fr/topics/{topic_id}.yaml"
        for heading in Heading:
            ours, theirs = len(getattr(twin, heading)), len(getattr(topic, heading))
            if ours != theirs:
                text = f"has {ours} statements, the English file {theirs}: say the same, in order"
                yield Problem(file, (heading.value,), text)


def _entry_twins(
    file: str,
    english: Sequence[shapes.FactShape | shapes.TermShape],
    french: Sequence[shapes.FrenchFactShape | shapes.FrenchTermShape] | None,
) -> Iterator[Problem]:
    if french is None or not english:
        return  # a file that has not its shape is told once
    known = {entry.id: entry for entry in english}
    for n, entry in enumerate(french):
        if entry.id not in known:
            text = f"en/{file} has no {entry.id!r}: remove it{near(entry.id, known)}"
            yield Problem(f"fr/{file}", (n, "id"), text)
    for entry_id in known.keys() - {entry.id for entry in french}:
        yield Problem(f"fr/{file}", (), f"lacks {entry_id!r}: write the twin")


def _outdated_twins(tree: Tree) -> Iterator[Problem]:
    twins: list[tuple[str, tuple[Step, ...], str, shapes.Shape | None]] = [
        (f"fr/topics/{topic_id}.yaml", (), twin.renders, tree.topics.get(topic_id))
        for topic_id, twin in tree.french_topics.items()
    ]
    facts = {fact.id: fact for fact in tree.facts}
    terms = {term.id: term for term in tree.terms}
    for n, fact in enumerate(tree.french_facts or ()):
        twins.append(("fr/facts.yaml", (n,), fact.renders, facts.get(fact.id)))
    for n, term in enumerate(tree.french_terms or ()):
        twins.append(("fr/glossary.yaml", (n,), term.renders, terms.get(term.id)))
    for file, path, renders, english in twins:
        if english and renders != (current := fingerprint(english)):
            text = f"the English entry has changed: update the words, then write {current!r}"
            yield Problem(file, (*path, "renders"), text)


def _expansions(tree: Tree) -> Iterator[Problem]:
    english = {term.id: term for term in tree.terms}
    for n, term in enumerate(tree.french_terms or ()):
        twin = english.get(term.id)
        if twin and (twin.expansion is None) != (term.expansion is None):
            text = "must stand in both languages or in none: add or remove it"
            yield Problem("fr/glossary.yaml", (n, "expansion"), text)


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
