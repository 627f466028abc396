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

from collections.abc import Iterable, Mapping
from typing import Any

DEEPEST = 16
"""Levels of nesting that are followed; what lies deeper is left out."""

_NESTED = frozenset({dict, list})

_PAIR_NAMES = ("name", "Name", "key", "Key", "displayName", "DisplayName", "@Name")
_PAIR_VALUES = (
    *("value", "Value", "newValue", "NewValue"),  # of what was changed, what it is now
    "#text",  # of an XML element's
    *("boolValue", "intValue", "multiValue", "multiIntValue", "multiStrValue"),  # Google's, typed
)


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record's values by dotted name: strings, numbers, booleans, None, or lists of them."""
    kinds = set(map(type, record.values()))
    if dict not in kinds and (list not in kinds or _are_plain(record.values())):
        return dict(record)
    flat = _Flat()
    flat.add_object("", record, DEEPEST)
    return flat.fields


def _are_plain(values: Iterable[Any]) -> bool:
    """Whether the lists among them hold neither lists nor objects."""
    return all(_NESTED.isdisjoint(map(type, value)) for value in values if type(value) is list)


class _Flat:
    """Fields as they are met."""

    __slots__ = ("_gathered", "fields")

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self._gathered = set[str]()

    def add_object(self, prefix: str, record: Mapping[str, Any], depth: int) -> None:
        """The fields of an object, their names behind the prefix."""
        for key, value in record.items():
            kind, name = type(value), prefix + key
            if kind is dict:
                if depth > 1:
                    self.add_object(f"{name}.", value, depth - 1)
            elif kind is list and not _NESTED.isdisjoint(map(type, value)):
                self._add_list(name, value, depth - 1)
            elif name in self.fields:
                self._join(name, value)
            else:
                self.fields[name] = value

    def _add_list(self, name: str, values: list[Any], depth: int) -> None:
        if not depth:
            return
        for value in values:
            if type(value) is dict:
                self.add_object(f"{name}.", value, depth)
                self._add_pair(name, value)
            elif type(value) is list and not _NESTED.isdisjoint(map(type, value)):
                self._add_list(name, value, depth - 1)
            else:
                self._join(name, value)

    def _add_pair(self, prefix: str, pair: Mapping[str, Any]) -> None:
        """The field that an object of a list names by one of its values, where it is such a pair."""
        own = _first(pair, _PAIR_NAMES)
        if type(own) is not str or not own:
            return
        value = _first(pair, _PAIR_VALUES)
        kind = type(value)
        if value is None or kind is dict or (kind is list and not _NESTED.isdisjoint(map(type, value))):
            return
        self._join(f"{prefix}.{own}", value)

    def _join(self, name: str, value: Any) -> None:
        """Beside what the field holds already."""
        if name not in self.fields:
            self.fields[name] = value
            return
        if name not in self._gathered:  # from here on the list is ours, and grows in place
            self._gathered.add(name)
            self.fields[name] = list(_as_list(self.fields[name]))
        self.fields[name] += _as_list(value)


def _first(pair: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if name in pair:
            return pair[name]
    return None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def normal_name(name: str) -> str:
    """The name as names are compared: no spaces, no case ("Source Name" is "SourceName")."""
    return name.replace(" ", "").casefold()
