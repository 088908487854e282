"""YAML without its surprises: NO stays "NO", 8:30 stays "8:30", a key given twice is an error."""

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import Any

import yaml

KEPT = {"tag:yaml.org,2002:null", "tag:yaml.org,2002:timestamp"}


class StrictLoader(yaml.CSafeLoader):
    """Guesses only dates and empty values; all else is text until its shape says otherwise."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key given twice; plain YAML keeps the last one in silence."""
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key!r} is given twice: keep one", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in KEPT]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(text: str) -> object:
    """Parse one document; raises yaml.YAMLError."""
    return yaml.load(text, Loader=StrictLoader)  # noqa: S506 -- StrictLoader is a SafeLoader


def line_of(text: str, path: Sequence[int | str]) -> int:
    """The line, from 1, of the deepest part of `path` that the document has.

    Parses again: only a file with a problem pays for its line numbers.
    """
    node = _composed(text)
    line = 1
    for step in path:
        found = _child(node, step)
        if found is None:
            break
        line, node = found
    return line


@lru_cache(maxsize=4)
def _composed(text: str) -> yaml.Node | None:
    node: yaml.Node | None = yaml.compose(text, Loader=StrictLoader)
    return node


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    return None
