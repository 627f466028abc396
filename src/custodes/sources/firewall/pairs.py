"""Every text of a record with its name: of a name given twice both, where a reader takes the last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from custodes.events.fields import DEEPEST

CEF = b"CEF:"
_KEY = re.compile(r"[\s|]([A-Za-z0-9_.\[\]-]+)=")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class _Object(list[tuple[str, Any]]):
    """The names and values of an object, in order."""


def read_pairs(record: bytes) -> Iterator[tuple[str, str]]:
    """Name and text of each value of a JSON object or a CEF line; of an object dotted names, in lists that of the list.

    Nothing for what is neither. Of an object that is nested too deeply to be read so, the whole under no name.
    """
    text = record.decode(errors="replace")
    yield from _read_keys(text) if CEF in record and not text.lstrip().startswith("{") else _read_object(text)


def _read_keys(text: str) -> Iterator[tuple[str, str]]:
    pieces = _KEY.split(text)
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        yield name, _ESCAPE.sub(r"\1", value)


def _read_object(text: str) -> Iterator[tuple[str, str]]:
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
