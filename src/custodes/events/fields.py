"""The fields of an event under its product's own names, flattened.

    {"actor": {"id": 7}, "tags": ["a", "b"], "set": [{"name": "x"}, {"name": "y"}]}
    gives  actor.id = 7,  tags = ["a", "b"],  set.name = ["x", "y"]

A list holds scalars only; what lists of objects hold is gathered under the joined name. Null stays, so that
a rule can tell a field without a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

DEEPEST = 16
"""Levels of nesting that are followed; what lies deeper is left out."""


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's values by dotted name: strings, numbers, booleans, None, or lists of them."""
    if not any(isinstance(value, dict | list) for value in record.values()):
        return dict(record)
    flat: dict[str, Any] = {}
    for name, value in _walk("", record, DEEPEST):
        if name not in flat:
            flat[name] = value
        else:
            known = flat[name] if isinstance(flat[name], list) else [flat[name]]
            flat[name] = [*known, *(value if isinstance(value, list) else [value])]
    return flat


def _walk(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        if depth:
            for key, inner in value.items():
                yield from _walk(f"{name}.{key}" if name else key, inner, depth - 1)
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        if depth:
            for inner in value:
                yield from _walk(name, inner, depth - 1)
    else:
        yield name, value


def normal_name(name: str) -> str:
    """The name as names are compared: no spaces, no case ("Source Name" is "SourceName")."""
    return name.replace(" ", "").casefold()
