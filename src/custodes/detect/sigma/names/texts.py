"""Every event of a batch as one text, in which its fields' literals are found."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.detect.sigma.names.names import Entry, entries_of, kind_of

BETWEEN = pa.scalar("\n", pa.large_string())


def texts(batch: pa.RecordBatch) -> pa.LargeBinaryArray:
    """For each row its values by `read_columns`, as UTF-8, a line feed between them; none is null.

    Every value stands in it as the text rules compare: `true`, decimal numbers.
    """
    columns = list(_columns(batch))
    joined = pc.binary_join_element_wise(*columns, BETWEEN, null_handling="skip")
    return joined.cast(pa.large_binary())


def _columns(batch: pa.RecordBatch) -> Iterator[pa.LargeStringArray]:
    """Each column that has a value, as text; once, whatever the number of its names."""
    read = set[tuple[str, str | None, bool]]()
    yield pa.array([""] * batch.num_rows, pa.large_string())
    for entry in entries_of(kind_of(batch.schema)):
        key = (entry.column, entry.inner, bool(entry.says))
        column = batch.column(entry.column)
        if key not in read and column.null_count < batch.num_rows:
            read.add(key)
            yield _text(column, entry)


def _text(column: pa.Array, entry: Entry) -> pa.LargeStringArray:
    if pa.types.is_list(column.type):
        return _join(column, entry.inner)
    if entry.says:
        return _says(column, entry)
    return _decoded(column)


def _decoded(column: pa.Array) -> pa.LargeStringArray:
    if pa.types.is_dictionary(column.type):
        return column.dictionary.cast(pa.large_string()).take(column.indices)
    return column.cast(pa.large_string())


def _says(column: pa.Array, entry: Entry) -> pa.LargeStringArray:
    words = dict(entry.says)
    places = pc.index_in(column, pa.array(list(words), column.type))
    return pa.array(list(words.values()), pa.large_string()).take(places)


def _join(column: pa.Array, inner: str | None) -> pa.LargeStringArray:
    """The things that each row lists, a line feed between them; what is null among them is empty."""
    values = column.flatten()
    if inner is not None:
        values = pc.struct_field(values, inner)
    texts = values.cast(pa.large_string()).fill_null("")
    offsets = np.zeros(len(column) + 1, np.int64)
    np.cumsum(pc.list_value_length(column).fill_null(0).to_numpy(zero_copy_only=False), out=offsets[1:])
    return pc.binary_join(pa.LargeListArray.from_arrays(offsets, texts), BETWEEN)
