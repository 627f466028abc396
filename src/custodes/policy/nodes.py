"""YAML as a tree that still knows its lines.

PyYAML's own loading forgets where a value stood. Here the tree of nodes is kept, scalars are read one
by one, and what a hand-written file never needs (anchors, tags, deep nesting) is refused: that is
also what an attack with YAML is made of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, NoReturn, cast

import yaml

from custodes.policy.problems import Problems, did_you_mean

MAX_DEPTH = 20

_PLAIN_SCALARS = {f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "null")}
_TEXT_SCALARS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "timestamp", "value", "merge")}
_scalars = yaml.SafeLoader("")


class Entry(NamedTuple):
    """A key's line, from 1, and its value."""

    line: int
    node: yaml.Node


class _Composer(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call] # its stubs leave this one out
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors and aliases (& and *) are not used here")
        if self.depth == MAX_DEPTH:
            self._refuse(event, "this is nested too deeply")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    @staticmethod
    def _refuse(event: yaml.Event, why: str) -> NoReturn:
        raise yaml.MarkedYAMLError(problem=why, problem_mark=cast("yaml.Mark", event.start_mark))


def compose(text: str, problems: Problems, *, lines_before: int = 0) -> yaml.Node | None:
    """The document's root node; None where it is empty or, with a problem, where it is no YAML.

    `lines_before` counts the lines of the file that stand above the text.
    """
    try:
        # Empty lines in front make every mark a line of the file.
        return _Composer("\n" * lines_before + text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        problems.add(
            line, f"This is not YAML: {error.problem or error.context}.", "Mend the line, or the one above it."
        )
    return None


def line_of(node: yaml.Node) -> int:
    """Where the node begins, from 1."""
    return int(node.start_mark.line) + 1


def is_empty(node: yaml.Node | None) -> bool:
    """Whether nothing was written there."""
    return node is None or node.tag == "tag:yaml.org,2002:null"


def entries(node: yaml.Node, problems: Problems, *, what: str) -> dict[str, Entry]:
    """A mapping's entries by key, each key once; a problem for all else. `what` names the mapping in a message."""
    if is_empty(node):
        return {}
    if not isinstance(node, yaml.MappingNode):
        problems.add(line_of(node), f"{what} should be “name: value” lines.", "Write each as “name: value”.")
        return {}
    found: dict[str, Entry] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            problems.add(line_of(key), f"A name in {_inside(what)} is no plain word.", "Write “name: value”.")
        elif name in found:
            problems.add(line_of(key), f"“{name}” stands twice.", f"Keep one; the first is on line {found[name].line}.")
        else:
            found[name] = Entry(line_of(key), value)
    return found


def _inside(what: str) -> str:
    return what[0].lower() + what[1:]


def refuse_unknown(found: Mapping[str, Entry], known: tuple[str, ...], problems: Problems) -> None:
    """A problem for each key that is not known."""
    for name, entry in found.items():
        if name not in known:
            problems.add(entry.line, f"“{name}” is not known here.", did_you_mean(name, known))


def text_of(node: yaml.Node) -> str | None:
    """What a scalar says, on one line; None where it is empty or no scalar."""
    if not isinstance(node, yaml.ScalarNode) or is_empty(node):
        return None
    return " ".join(node.value.split()) or None


def items(node: yaml.Node) -> list[yaml.Node] | None:
    """A list's items; empty where nothing was written; None where it is no list."""
    if is_empty(node):
        return []
    return list(node.value) if isinstance(node, yaml.SequenceNode) else None


def value_of(node: yaml.Node, problems: Problems) -> object:
    """The node as a plain value: str, int, float, bool, None, list or dict.

    Dates stay text. An int or float that YAML recognises but Python cannot make is a problem, and None.
    """
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item, problems) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found = entries(node, problems, what="A value")
        return {name: value_of(entry.node, problems) for name, entry in found.items()}
    if node.tag in _PLAIN_SCALARS:
        return _scalar(node, problems)
    if node.tag not in _TEXT_SCALARS:
        problems.add(line_of(node), f"The tag {node.tag} is not used here.", "Write the plain value.")
    return node.value


def _scalar(node: yaml.Node, problems: Problems) -> object:
    try:
        value: object = _scalars.construct_object(node)
    except (ValueError, KeyError, IndexError):  # such as `!!int many`
        value = math.nan
    if isinstance(value, float) and not math.isfinite(value):
        problems.add(line_of(node), f"“{node.value}” is no number.", "Write the plain value.")
        return None
    return value
