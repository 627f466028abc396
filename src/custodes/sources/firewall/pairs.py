"""Every text of a JSON record with its name: of a name given twice both, where a reader takes the last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from custodes.events.fields import DEEPEST


class _Object(list[tuple[str, Any]]):
    """The names and values of an object, in order."""


def read_pairs(record: bytes) -> Iterator[tuple[str, str]]:
    """Dotted name and text of each value that is one; those of a list have the list's name.

    Nothing for what is no object. Of one that is nested too deeply to be read so, the whole record under no name.
    """
    text = record.decode(errors="replace")
    try:
        value = json.loads(text, object_pairs_hook=_Object, parse_int=str, parse_float=str)
    except RecursionError:
        yield "", text
        return
    except ValueError:
        return
    if isinstance(value, _Object):
        yield from _walk("", value, DEEPEST)


def _walk(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, _Object) and depth:
        for key, inner in value:
            yield from _walk(f"{name}.{key}" if name else key, inner, depth - 1)
    elif isinstance(value, list) and depth:
        for inner in value:
            yield from _walk(name, inner, depth)
