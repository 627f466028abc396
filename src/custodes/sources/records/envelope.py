"""What of a JSON document is wrapping, told from its beginning.

An object that gives a time, or is of a product whose names are known, is a record. Any other object that holds a list
of such records, or a list under a name in use for that, is their envelope: CloudTrail's `Records`, Graph's `value`,
Google's `items`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import orjson

from custodes.events.fields import flatten
from custodes.sources.records.brackets import Scanner
from custodes.sources.records.shapes import EVENT, find_product
from custodes.sources.tables import first_given, tables

BETWEEN = b" \t\r\n,\xef\xbb\xbf"
"""What may stand between records; a byte-order mark does where files were put one behind the other."""

LISTS = frozenset(b"records value values items events results data logs entries messages rows activities".split())
"""Under which names, whatever their case, exports hold the list of their records."""

NAME_BYTES = 500
_NAME = re.compile(rb'"([^"\\]{1,200})"[ \t\r\n]{0,100}:[ \t\r\n]{0,100}\Z')
_LAST_MEMBERS = 20
"""How many commas at the end of a head are tried as the end of its last whole member."""
_BEGINS = re.compile(rb"\[\s*(?:\{|\]|\Z)")


class _Member(NamedTuple):
    """A list or an object in the outermost object; `end` is None where the head ends inside it."""

    name: bytes
    begin: int
    end: int | None


def name_before(data: bytes, begin: int, place: int) -> bytes | None:
    """The name of the member whose value begins at `place`, looked for from `begin` on."""
    found = _NAME.search(data, max(begin, place - NAME_BYTES), place)
    return found[1] if found else None


def find_envelope(head: bytes) -> bytes | None:
    """The name of the list of records that the document's outermost objects hold, or None where they are records."""
    text = head.lstrip(BETWEEN)
    if not text.startswith(b"{"):
        return None
    members = list(_members(text))
    lists = [member for member in members if member.name and _BEGINS.match(text, member.begin)]
    if not lists or is_record(_outline(text, members)):
        return None
    usual = (member for member in lists if member.name.lower() in LISTS)
    telling = (member for member in lists if is_record(_first_of(text, member)))
    return next((member.name for some in (telling, usual) for member in some), None)


def is_record(value: object) -> bool:
    """Whether it is an object that gives a time or is of a product whose names are known."""
    if not isinstance(value, dict):
        return False
    flat = flatten(value)
    return first_given(flat, tables()[EVENT].columns["time"]) is not None or find_product(tuple(flat)) is not None


def load(text: bytes) -> Any:
    """The value of JSON text, or None where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _members(text: bytes) -> Iterator[_Member]:
    """The lists and objects that are members of the outermost object."""
    brackets = Scanner().scan(text)
    ends = np.flatnonzero(brackets.after == 0)
    within = int(ends[0]) if len(ends) else len(brackets.after)
    rows = np.flatnonzero(np.minimum(brackets.before, brackets.after)[:within] == 1)
    begin = None
    for place, before, after in zip(*(part[rows].tolist() for part in brackets), strict=True):
        if after > before:
            begin = place
        elif begin is not None:
            yield _Member(name_before(text, 1, begin) or b"", begin, place + 1)
            begin = None
    if begin is not None:
        yield _Member(name_before(text, 1, begin) or b"", begin, None)


def _outline(text: bytes, members: list[_Member]) -> Any:
    """The outermost object as far as the head goes; where it ends early, what it holds inside is left out."""
    whole = _first_whole(text)
    if whole is not None:
        return load(whole)
    outline, at = b"", 0
    for member in members:
        outline += text[at : member.begin] + b"null"
        if member.end is None:
            return load(outline + b"}")
        at = member.end
    outline += text[at:]
    ends = [place for place in range(len(outline)) if outline[place : place + 1] == b","][-_LAST_MEMBERS:]
    return next(filter(None, (load(outline[:end] + b"}") for end in reversed(ends))), None)


def _first_of(text: bytes, member: _Member) -> Any:
    """The first object of a list, or None where the head ends inside it."""
    whole = _first_whole(text[member.begin + 1 : member.end].lstrip())
    return None if whole is None else load(whole)


def _first_whole(text: bytes) -> bytes | None:
    """The text up to where the first object closes, or None where it does not."""
    brackets = Scanner().scan(text)
    ends = np.flatnonzero(brackets.after == 0)
    return text[: int(brackets.places[ends[0]]) + 1] if len(ends) else None
