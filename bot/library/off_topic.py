"""The rules of off_topic.yaml across its two files."""

from collections.abc import Iterator

from bot.library.problems import Problem
from bot.library.tree import Tree
from bot.requests import Language


def problems(tree: Tree) -> Iterator[Problem]:
    """The same classes in both languages, in one order; each with something to tell it by."""
    english, french = ([shape.id for shape in tree.off_topic[language]] for language in Language)
    for language, shapes in tree.off_topic.items():
        for number, shape in enumerate(shapes):
            if not (shape.says or shape.whole or shape.examples):
                text = "has nothing to be told by: add says, whole or examples"
                yield Problem(f"{language}/off_topic.yaml", (number,), text)
    if english and french and english != french:
        text = "must hold the classes of en/off_topic.yaml in their order, each once: mend it"
        yield Problem("fr/off_topic.yaml", (), text)
