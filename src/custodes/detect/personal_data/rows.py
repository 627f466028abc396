"""Lists of people: rows of a table that each hold someone's details."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from custodes.detect.personal_data.hit import Hit, Kind

_FIELDS = re.compile(r"[,;\t|]")
_FEWEST_MARKS = 2
_LONGEST_ROW = 1000
_SENSITIVE = re.compile(
    r"birth|\bdob\b|\bssn\b|social sec|diagnos|medical|salary|wage|home address|\bstreet\b|licen[cs]e|passport"
    r"|account n",
    re.IGNORECASE,
)
_OF_A_PERSON = frozenset(Kind) - {Kind.IP, Kind.URL}
_SENSITIVE_KINDS = _OF_A_PERSON - {Kind.PHONE, Kind.EMAIL}


class People(NamedTuple):
    """How many rows of people a text holds, and whether more than how to reach them stands there."""

    rows: int = 0
    is_sensitive: bool = False


def count_people(text: str, hits: Iterable[Hit]) -> People:
    """The rows of a table, each different, in which personal data was found."""
    by_row: dict[str, set[Kind]] = {}
    start = end = 0
    for hit in hits:
        if hit.start >= end:
            start = text.rfind("\n", 0, hit.start) + 1
            end = text.find("\n", hit.start)
            end = len(text) if end < 0 else end
        if end - start <= _LONGEST_ROW:
            by_row.setdefault(text[start:end], set()).add(hit.kind)
    rows = {row: kinds for row, kinds in by_row.items() if kinds & _OF_A_PERSON and is_row(row)}
    if not rows:
        return People()
    kinds = Counter(kind for found in rows.values() for kind in found)
    is_sensitive = any(kinds[kind] * 2 >= len(rows) for kind in _SENSITIVE_KINDS) or _has_sensitive_heading(text, rows)
    return People(len(rows), is_sensitive)


def is_row(line: str) -> bool:
    """Whether a line is written as a row of a table."""
    return len(_FIELDS.findall(line)) >= _FEWEST_MARKS


def _has_sensitive_heading(text: str, rows: Iterable[str]) -> bool:
    """Whether the line above the first row is one of headings that name more than how to reach someone."""
    above = text[: text.find(next(iter(rows)))].rstrip("\n").rpartition("\n")[2]
    return is_row(above) and _SENSITIVE.search(above[:_LONGEST_ROW]) is not None
