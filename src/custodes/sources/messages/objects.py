"""JSON objects whose values may be anything, read without a surprise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from custodes.sources.records.times import Unreadable

_NOTHING: Mapping[str, Any] = {}
_ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", re.DOTALL)
"""An escape: the two halves of a character, or in the group half of one alone."""


def read_object(record: bytes) -> Mapping[str, Any]:
    """A JSON object; broken UTF-8 and half characters become signs of replacement. Raises `Unreadable`."""
    try:
        value = orjson.loads(record)
    except orjson.JSONDecodeError:
        value = _read_mended(record)
    if not isinstance(value, dict):
        raise Unreadable("JSON, but not an object")
    return value


def _read_mended(record: bytes) -> Any:
    try:
        return orjson.loads(_ESCAPE.sub(_mend, record).decode(errors="replace"))
    except orjson.JSONDecodeError:
        raise Unreadable("not JSON, or nested too deeply") from None


def _mend(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape[1] else escape[0]


def dig(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The object below these names, or an empty one."""
    found: Any = value
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else _NOTHING


def objects_in(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
