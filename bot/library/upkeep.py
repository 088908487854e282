"""What an editor must mend, and `nato-bot check` fails on, though the bot runs all the same.

It leaves stale statements out, and says in French what it said before the English changed.
"""

import datetime as dt
from collections.abc import Iterator

from bot.library import rules, shapes
from bot.library.problems import Problem, Step
from bot.library.register_shapes import untranslated
from bot.library.tree import Tree, fingerprint
from bot.requests import Language

FEWEST_QUESTIONS = 12


def problems(tree: Tree, today: dt.date) -> list[Problem]:
    """Statements past their day of review, uncited sources, French that is not up to date."""
    stale = [
        Problem(file, (*path, "review_by"), f"was {said.review_by}: read it again, set a new day")
        for file, path, said in rules.said_in(tree)
        if said.review_by and said.review_by < today
    ]
    behind = [*_untranslated(tree), *_outdated_twins(tree), *_few_questions(tree)]
    return [*stale, *_unused_sources(tree), *behind]


def due(tree: Tree, today: dt.date, days: int) -> list[Problem]:
    """What goes stale within `days`, soonest first."""
    last = today + dt.timedelta(days=days)
    soon = [
        (said.review_by, Problem(file, (*path, "review_by"), f"is due on {said.review_by}"))
        for file, path, said in rules.said_in(tree)
        if said.review_by and today <= said.review_by <= last
    ]
    return [problem for _, problem in sorted(soon, key=lambda row: row[0])]


def _unused_sources(tree: Tree) -> Iterator[Problem]:
    used = {citation.partition("#")[0] for _, _, citation in rules.cited_in(tree)}
    for source_id in tree.sources or ():
        if source_id not in used:
            yield Problem("sources.yaml", (source_id,), "no statement cites it: cite or remove it")


def _few_questions(tree: Tree) -> Iterator[Problem]:
    """Free text is found by examples: each dozen adds some percent to what is found."""
    for language, topics in ((Language.EN, tree.topics), (Language.FR, tree.french_topics)):
        for topic_id, topic in topics.items():
            if len(topic.questions) < FEWEST_QUESTIONS:
                text = f"only {len(topic.questions)}: write at least {FEWEST_QUESTIONS}"
                yield Problem(f"{language}/topics/{topic_id}.yaml", ("questions",), text)


def _untranslated(tree: Tree) -> Iterator[Problem]:
    for topic_id in sorted(tree.topic_files[Language.EN] - tree.topic_files[Language.FR]):
        yield Problem(f"fr/topics/{topic_id}.yaml", (), "is missing: write the twin")
    for twins in tree.twins():
        written = {entry.id for entry in twins.french or ()}
        missing = [entry.id for entry in twins.english if entry.id not in written]
        if missing:
            some = ", ".join(missing[:3])
            text = f"lacks {len(missing)} entries ({some}, …): write the twins"
            yield Problem(f"fr/{twins.file}", (), text)
    for name, records in tree.registers.items():
        bare = [(n, field) for n, r in enumerate(records) for field in untranslated(r)]
        yield from (Problem(f"{name}.yaml", (n, f), "has no French: write it") for n, f in bare)


def _outdated_twins(tree: Tree) -> Iterator[Problem]:
    rows: list[tuple[str, tuple[Step, ...], shapes.TwinShape, shapes.Shape | None]] = [
        (f"fr/topics/{topic_id}.yaml", (), twin, tree.topics.get(topic_id))
        for topic_id, twin in tree.french_topics.items()
    ]
    for twins in tree.twins():
        english = {entry.id: entry for entry in twins.english}
        french = enumerate(twins.french or ())
        rows += [(f"fr/{twins.file}", (n,), twin, english.get(twin.id)) for n, twin in french]
    for file, path, twin, said in rows:
        if said and twin.renders != (current := fingerprint(said)):
            text = f"the English entry has changed: update the words, then write {current!r}"
            yield Problem(file, (*path, "renders"), text)
