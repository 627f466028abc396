"""The fields of an event under its product's own names, flattened.

    {"actor": {"id": 7}, "tags": ["a", "b"], "set": [{"name": "x"}, {"name": "y"}]}
    gives  actor.id = 7,  tags = ["a", "b"],  set.name = ["x", "y"]

A list holds scalars only; what lists of objects hold is gathered under the joined name. Null stays, so that
a rule can tell a field without a value.

Products of the cloud write fields as pairs, too, whose names are values. They are given under those names besides:

    {"parameters": [{"name": "login_type", "value": "exchange"}, {"name": "is_suspicious", "boolValue": true}]}
    gives  parameters.login_type = "exchange",  parameters.is_suspicious = true,  and parameters.name and the like
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

DEEPEST = 16
"""Levels of nesting that are followed; what lies deeper is left out."""

_NESTED = frozenset({dict, list})

_PAIR_NAMES = ("name", "Name", "key", "Key", "displayName", "DisplayName")
_PAIR_VALUES = (
    *("value", "Value", "newValue", "NewValue"),  # of what was changed, what it is now
    *("boolValue", "intValue", "multiValue", "multiIntValue", "multiStrValue"),  # Google's, typed
)


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's values by dotted name: strings, numbers, booleans, None, or lists of them."""
    if _NESTED.isdisjoint(map(type, record.values())) or not any(map(_is_nested, record.values())):
        return dict(record)
    flat: dict[str, Any] = {}
    gathered = set[str]()
    for name, value in _walk("", record, DEEPEST):
        if name not in flat:
            flat[name] = value
            continue
        if name not in gathered:  # from here on the list is ours, and grows in place
            gathered.add(name)
            flat[name] = list(_as_list(flat[name]))
        flat[name] += _as_list(value)
    return flat


def _is_nested(value: Any) -> bool:
    """Whether a value is more than a scalar or a list of them."""
    kind = type(value)
    return kind is dict or (kind is list and not _NESTED.isdisjoint(map(type, value)))


def _walk(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        if depth:
            for key, inner in value.items():
                yield from _walk(f"{name}.{key}" if name else key, inner, depth - 1)
    elif _is_nested(value):
        if depth:
            for inner in value:
                yield from _walk(name, inner, depth - 1)
                if isinstance(inner, dict):
                    yield from _read_pair(name, inner)
    else:
        yield name, value


def _read_pair(name: str, pair: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The field that an object of a list names by one of its values, where it is such a pair."""
    own = next((pair[key] for key in _PAIR_NAMES if key in pair), None)
    if not isinstance(own, str) or not own:
        return
    value = next((pair[key] for key in _PAIR_VALUES if key in pair), None)
    if value is not None and not any(isinstance(inner, dict | list) for inner in _as_list(value)):
        yield f"{name}.{own}", value


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def normal_name(name: str) -> str:
    """The name as names are compared: no spaces, no case ("Source Name" is "SourceName")."""
    return name.replace(" ", "").casefold()
