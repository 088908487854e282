"""The content rules that only the index can judge: names that clash, questions that go astray."""

from collections.abc import Iterator

from bot.library.entries import Library, Shelf
from bot.library.problems import Problem
from bot.search.entry import Entry, Kind
from bot.search.index import Index, clashes
from bot.search.question import read


def problems(library: Library) -> list[Problem]:
    """Every name that two entries share, every example question that finds another topic."""
    index = Index(library)
    found: list[Problem] = []
    for shelf in library.values():
        found += _clashes(shelf)
        found += _astray(shelf, index)
    return found


def _clashes(shelf: Shelf) -> Iterator[Problem]:
    for name, first, second in clashes(shelf):
        text = f"{name!r} also names {first}: free text can find only one, so rename or remove it"
        yield Problem(*_place(shelf, second), text)


def _place(shelf: Shelf, entry: Entry) -> tuple[str, tuple[int | str, ...]]:
    match entry.kind:
        case Kind.TOPIC:
            return f"{shelf.language}/topics/{entry.id}.yaml", ("aliases",)
        case Kind.TERM:
            return f"{shelf.language}/glossary.yaml", (list(shelf.terms).index(entry.id), "aliases")
        case Kind.MEMBER:
            return "members.yaml", (list(shelf.members).index(entry.id), "aliases")
        case _:
            return "people.yaml", ()


def _astray(shelf: Shelf, index: Index) -> Iterator[Problem]:
    for topic in shelf.topics.values():
        if topic.language is not shelf.language:
            continue  # told for its own language
        wanted = Entry(Kind.TOPIC, topic.id)
        for number, question in enumerate(topic.questions):
            found = index.exact(read(question))
            if found == wanted:
                continue
            text = f"{question!r} finds {found}: say it more plainly, or move it there"
            file = f"{shelf.language}/topics/{topic.id}.yaml"
            yield Problem(file, ("questions", number), text)
