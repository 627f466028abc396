"""Requests whose record tells more than once where they went.

A reader takes one: of a name given twice the last, of a list the first, of several names for the same the first of its
table. The others stand in the record all the same, so the request touches whatever any of them names. An expression
finds the few records in which something may be told twice; only these are read with care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY
from custodes.sources.firewall.pairs import read_pairs
from custodes.sources.firewall.places import Places
from custodes.sources.firewall.spellings import read_spelling
from custodes.sources.firewall.words import ODD, read_layers, search_for
from custodes.sources.tables import tables
from custodes.sources.web.hosts import read_any_host

Flags = npt.NDArray[np.bool_]

_ASKED = ("http_request.url.url_string", "http_request.url.hostname", "http_request.referrer", "src_endpoint.ip")
_KIND = HTTP_ACTIVITY.metadata[b"class_name"].decode()
_NUMBER = r'(?:\\?/){2}(?:[^/"]*@)?(?:0|[0-9]+(?:\.[0-9]+){0,2}[^0-9.])'
"""The beginning of a URL whose host is an address, but not as four numbers."""
_ESCAPED_NAME = r'\\u[0-9a-fA-F]{4}[^"]*"\s*:'


@cache
def _names_of(column: str) -> frozenset[str]:
    """The last word of every name that any product's requests have for the column."""
    asked = (table.columns.get(column, ()) for table in tables().values() if table.kind == _KIND)
    return frozenset(name.rpartition(".")[2] for names in asked for name in names)


@cache
def _all_names() -> frozenset[str]:
    return frozenset[str]().union(*map(_names_of, _ASKED))


@cache
def _may_repeat() -> str:
    """An expression (RE2) for every record that may tell something twice."""
    in_json = "|".join([*map(_twice_in_json, _ASKED), _ESCAPED_NAME])
    in_cef = "|".join(map(_twice_in_cef, _ASKED))
    return rf"^\s*\{{.*(?:{in_json})|^[^{{]*CEF:\d.*(?:{in_cef})"


def _twice_in_json(column: str) -> str:
    """One for objects with two of the names, or with a list under one."""
    key = rf'"(?:[^"\\]*\.)?(?:{_any_name(column)})"\s*:\s*'
    return rf"{key}(?:\[|.*{key})"


def _twice_in_cef(column: str) -> str:
    key = rf"[\s|](?:{_any_name(column)})="
    return rf"{key}.*{key}"


def _any_name(column: str) -> str:
    return "|".join(map(re.escape, sorted(_names_of(column))))


def flag_repeated(batch: pa.RecordBatch, places: Sequence[Places], flags: Sequence[Flags]) -> None:
    """Marks requests that tell of one of the places, or several, in a value that may not have been read."""
    hints = "|".join([ODD, _NUMBER, *(hint for place in places for hint in search_for(place).hints)])
    for name in ("raw_data", "unmapped"):
        column = batch.column(name)
        for row in _find_suspects(column, hints):
            told = [*_told_in(column[row].as_py())]
            for place, touched in zip(places, flags, strict=True):
                touched[row] |= any(_names(place, name, value) for name, value in told)


def _find_suspects(column: pa.LargeBinaryArray, hints: str) -> list[int]:
    """The rows of the records that may tell something twice, and may name a place."""
    twice = _rows(column, f"(?s){_may_repeat()}")
    rows: list[int] = twice[_rows(column.take(pa.array(twice)), f"(?i:{hints})")].tolist()
    return rows


def _rows(column: pa.LargeBinaryArray, expression: str) -> npt.NDArray[np.int64]:
    found = pc.match_substring_regex(column, expression).fill_null(False)
    return np.flatnonzero(found.to_numpy(zero_copy_only=False))


def _told_in(record: bytes) -> Iterator[tuple[str, str]]:
    """What a record tells of where its request went, and all of one that cannot be taken apart."""
    for name, value in read_pairs(record):
        if not name or name.rpartition(".")[2] in _all_names():
            yield name, value


def _names(place: Places, name: str, value: str) -> bool:
    if not name:
        return any(map(search_for(place).names_one, read_layers(value)))
    host = read_any_host(value.encode(errors="replace"))
    return host is not None and place.has(read_spelling(host))
