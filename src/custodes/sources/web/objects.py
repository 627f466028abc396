"""JSON objects, one a row, out of columns of bytes: what an event says that no column holds (`unmapped`).

A row's object is its pieces end to end: what opens a value (`{"name":"` or `","name":"`), the value, and the end.
All rows' pieces are taken in one step, so that what lies between two rows' first pieces is an object.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from custodes.sources.web.spans import Flags, Ints, Octets, are_missing

_NONE, _TEXT, _LIST = 0, 1, 2
"""What stands before a piece in its row: nothing, a text, or a list."""
_CLOSED = (b"{", b'",', b'"],')
_ENDS = (b"", b'"}', b'"]}')


def write_objects(columns: Mapping[str, pa.Array], *, rows: int) -> pa.LargeBinaryArray | None:
    """For each row the object of its values; null where it has none, None where no row has any.

    A column is of texts as bytes, or of lists of them. Empty values, dashes and null lists are left out.
    """
    present = {name: _find_present(values) for name, values in columns.items()}
    names = [name for name, flags in present.items() if flags.any()]
    if not names:
        return None
    kinds = [_LIST if _is_list(columns[name]) else _TEXT for name in names]
    texts = [_write_column(columns[name]) for name in names]
    openings = [_opening(name, before, kind) for name, kind in zip(names, kinds, strict=True) for before in _CLOSED]
    pool = pa.concat_arrays([*texts, pa.array([*_ENDS, *openings], pa.large_binary())])
    pieces = _arrange([present[name] for name in names], kinds, rows)
    taken = pool.take(pa.array(pieces.ravel()))
    offsets = np.frombuffer(taken.buffers()[1], np.int64)[:: pieces.shape[1]]
    objects = pa.Array.from_buffers(pa.large_binary(), rows, [None, pa.py_buffer(offsets.copy()), taken.buffers()[2]])
    return pc.if_else(pa.array(np.logical_or.reduce([present[name] for name in names])), objects, None)


def _is_list(values: pa.Array) -> bool:
    return bool(pa.types.is_list(values.type) or pa.types.is_large_list(values.type))


def _find_present(values: pa.Array) -> Flags:
    flags: Flags = (values.is_null() if _is_list(values) else are_missing(values)).to_numpy(zero_copy_only=False)
    return ~flags


def _opening(name: str, before: bytes, kind: int) -> bytes:
    return before + orjson.dumps(name) + (b':["' if kind == _LIST else b':"')


def _arrange(present: list[Flags], kinds: list[int], rows: int) -> Ints:
    """For each row the places of its pieces in the pool: texts by column, then ends, then openings by column."""
    none = len(present) * rows
    pieces = np.full((rows, 2 * len(present) + 1), none, np.int64)
    before = np.full(rows, _NONE)
    for column, (flags, kind) in enumerate(zip(present, kinds, strict=True)):
        openings = none + len(_ENDS) + len(_CLOSED) * column + before
        pieces[:, 2 * column] = np.where(flags, openings, none)
        pieces[:, 2 * column + 1] = np.where(flags, column * rows + np.arange(rows), none)
        before = np.where(flags, kind, before)
    pieces[:, -1] = none + before
    return pieces


def _write_column(values: pa.Array) -> pa.LargeBinaryArray:
    return _join(values) if _is_list(values) else _escape(values)


def _escape(values: pa.LargeBinaryArray) -> pa.LargeBinaryArray:
    """The values as they stand between quotes in JSON; each distinct one is written once where any needs care."""
    if not _needs_care(values):
        return values
    coded = values.dictionary_encode()
    written = [orjson.dumps(value.decode(errors="replace"))[1:-1] for value in coded.dictionary.to_pylist()]
    return pa.array(written, pa.large_binary()).take(coded.indices)


def _join(lists: pa.ListArray) -> pa.LargeBinaryArray:
    """The texts of each list as they stand between its brackets in JSON, without the first and the last quote."""
    escaped = type(lists).from_arrays(lists.offsets, _escape(lists.values).cast(pa.binary()))
    return pc.binary_join(escaped, b'","').cast(pa.large_binary())


def _needs_care(values: pa.LargeBinaryArray) -> bool:
    octets: Octets = np.frombuffer(values.buffers()[2] or b"", np.uint8)
    if ((octets < ord(" ")) | (octets == ord('"')) | (octets == ord("\\"))).any():
        return True
    try:
        values.cast(pa.large_string())
    except pa.ArrowInvalid:  # not UTF-8
        return True
    return False
