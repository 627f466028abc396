"""The fields of a Windows event under the names by which rules know them.

    System: the name of an element or of its attribute: EventID, Channel, SystemTime, ProcessID; Provider_Name
    EventData, UserData: each value under its own name; values without one, in order, as Data

An element without a value is left out. Where two fields have one name (a cleared log names its channel), both values
stand there, the system's first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from custodes.events.fields import DEEPEST

ATTRIBUTES, TEXT = "#attributes", "#text"
_NOT_PLAIN = frozenset({dict, list, type(None)})


def read_fields(event: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an event as the parser gives it: nested, with `#attributes` and `#text`."""
    system = event.get("System")
    fields = dict(_read_system(system)) if isinstance(system, dict) else {}
    for part, value in event.items():
        if part in {"System", ATTRIBUTES}:
            continue
        if (
            isinstance(value, dict)
            and _NOT_PLAIN.isdisjoint(map(type, value.values()))
            and fields.keys().isdisjoint(value)
        ):
            fields.update(value)  # as most are
            continue
        for name, inner in _read_part(part, value):
            _add(fields, name, inner)
    return fields


def _read_system(system: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in system.items():
        if not isinstance(value, dict):
            if value is not None:
                yield name, value
            continue
        for attribute, inner in value.get(ATTRIBUTES, {}).items():
            yield f"Provider_{attribute}" if name == "Provider" else attribute, inner
        if TEXT in value:
            yield name, value[TEXT]


def _read_part(part: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values of EventData or UserData; its own attributes bear its name."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == ATTRIBUTES:
                yield from ((f"{part}_{attribute}", text) for attribute, text in inner.items())
            else:
                yield from _read_data(part if name == TEXT else name, inner, DEEPEST)
    else:
        yield from _read_data(part, value, DEEPEST)


def _read_data(name: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """The values below an element, each under the name of the element or attribute that holds it."""
    if isinstance(value, dict):
        for inner_name, inner in value.items() if depth else ():
            if inner_name == ATTRIBUTES:
                yield from inner.items()
            else:
                yield from _read_data(name if inner_name == TEXT else inner_name, inner, depth - 1)
    elif isinstance(value, list):
        yield name, " ".join(map(str, value))
    elif value is not None:
        yield name, value


def _add(fields: dict[str, Any], name: str, value: Any) -> None:
    known = fields.get(name)
    if known is None:
        fields[name] = value
    elif isinstance(known, list):
        known.append(value)
    elif known != value:
        fields[name] = [known, value]
