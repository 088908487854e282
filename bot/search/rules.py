"""The content rules that only the index can judge: names that clash, questions that go astray."""

from collections.abc import Iterator

from bot.library.entries import Library, Shelf
from bot.library.problems import Problem
from bot.search.entry import RANKED, Entry, Kind, names
from bot.search.index import Index
from bot.search.normalise import plain
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


def clashes(shelf: Shelf) -> list[tuple[str, Entry, Entry]]:
    """Names that two entries of one kind share: free text could only find one of them."""
    seen: dict[tuple[Kind, str], Entry] = {}
    found: list[tuple[str, Entry, Entry]] = []
    for entry, name in names(shelf):
        first = seen.setdefault((entry.kind, plain(name)), entry)
        if first != entry and entry.kind in RANKED and _speaks(shelf, entry):
            found.append((name, first, entry))
    return found


def _speaks(shelf: Shelf, entry: Entry) -> bool:
    """Whether the entry is in the shelf's own language, not lent by another."""
    lent = shelf.topics.get(entry.id) or shelf.terms.get(entry.id)
    return lent is None or lent.language is shelf.language
