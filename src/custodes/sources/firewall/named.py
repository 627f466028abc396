"""Events that name a place anywhere in their words, whatever column holds them.

A cheap look over a column's bytes finds the few values that may name one; only these are read with care.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import HTTP_ACTIVITY, is_kind
from custodes.sources.firewall.pairs import read_pairs
from custodes.sources.firewall.places import Places
from custodes.sources.firewall.repeated import flag_repeated
from custodes.sources.firewall.words import ODD, WordSearch, read_layers, search_for

Flags = npt.NDArray[np.bool_]

_NOT_WORDS = re.compile(r"source|file|metadata\..*|logsource\..*")
"""Columns that say how an event came to us, not what it says."""

_PAGES = re.compile(r"ur[il]|query|refer|agent|stem|path|cookie", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"[/?&]")


class _Texts(NamedTuple):
    """Values of a column, and the row of each: a value may stand in many rows, and a row hold many."""

    values: pa.Array
    rows: npt.NDArray[np.int64]
    places: npt.NDArray[np.int64]


def flag_named(batch: pa.RecordBatch, places: Sequence[Places]) -> list[Flags]:
    """Which events name each of the places anywhere; in requests of the web, only the addresses beside the
    request, and what the record tells twice.

    What a request asks for has columns of its own, and a mention within it is not touching.
    """
    flags = [np.zeros(batch.num_rows, bool) for _ in places]
    if not any(places):
        return flags
    searches = [search_for(place) for place in places]
    if is_kind(batch, HTTP_ACTIVITY):
        flag_repeated(batch, places, flags)
        _flag_fields(batch, searches, flags)
        return flags
    hints = "|".join([ODD, *(hint for search in searches for hint in search.hints)])
    for texts in _texts_of(batch):
        _flag_texts(texts, hints, searches, flags)
    return flags


def _flag_texts(texts: _Texts, hints: str, searches: Sequence[WordSearch], flags: list[Flags]) -> None:
    suspects = _find_suspects(texts.values, hints)
    if not len(suspects):
        return
    layers = [[*read_layers(_read(texts.values[place]))] for place in suspects.tolist()]
    for search, touched in zip(searches, flags, strict=True):
        hits = np.zeros(len(texts.values) + 1, bool)  # a null points at the last
        hits[suspects] = [any(map(search.names_one, layer)) for layer in layers]
        touched[texts.rows[hits[texts.places]]] = True


def _find_suspects(values: pa.Array, hints: str) -> npt.NDArray[np.int64]:
    if values.null_count == len(values):
        return np.zeros(0, np.int64)
    found = pc.match_substring_regex(values.cast(pa.large_binary()), hints, ignore_case=True)
    return np.flatnonzero(found.fill_null(False).to_numpy(zero_copy_only=False))


def _read(value: pa.Scalar) -> str:
    text = value.as_py()
    return text if isinstance(text, str) else text.decode(errors="replace")


def _texts_of(batch: pa.RecordBatch) -> Iterator[_Texts]:
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if not _NOT_WORDS.fullmatch(name):
            yield from _texts_in(column, np.arange(len(column)))


def _texts_in(column: Any, rows: npt.NDArray[np.int64]) -> Iterator[_Texts]:
    """The texts of a column, of its lists, and of the parts of their items."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        yield _Texts(column.dictionary, rows, column.indices.fill_null(-1).to_numpy())
    elif pa.types.is_list(kind):
        yield from _texts_in(column.flatten(), rows[pc.list_parent_indices(column).to_numpy()])
    elif pa.types.is_struct(kind):
        for part in kind:
            yield from _texts_in(pc.struct_field(column, part.name), rows)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        yield _Texts(column, rows, np.arange(len(column)))


def _flag_fields(batch: pa.RecordBatch, searches: Sequence[WordSearch], flags: list[Flags]) -> None:
    """Marks requests one of whose fields is an address of a place, or several: who asked through a proxy."""
    heads = "|".join(re.escape(head) for search in searches for head in search.heads)
    for name in ("unmapped", "raw_data") if heads else ():
        column = batch.column(name)
        for row in _find_suspects(column, rf"^\s*\{{(?s:.)*(?:{heads})").tolist():
            words = "\n".join(_fields(column[row].as_py()))
            for search, touched in zip(searches, flags, strict=True):
                touched[row] |= any(map(search.names_address, read_layers(words)))


def _fields(record: bytes) -> Iterator[str]:
    """The values of a record that are neither pages nor what a browser says of itself."""
    for name, value in read_pairs(record):
        if not name or not (_PAGES.search(name) or _NO_ADDRESS.search(value)):
            yield value
