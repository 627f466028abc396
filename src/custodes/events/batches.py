"""Making batches, and saying where an event of a batch was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa


def make_batch(schema: pa.Schema, columns: Mapping[str, Any], *, rows: int, unit: str | None = None) -> pa.RecordBatch:
    """A batch of `rows` events from Arrow arrays or lists; columns left out are null.

    `unit` is what its items are called where they are neither lines nor messages: `record`.
    """
    arrays = [_column(field, columns.get(field.name), rows) for field in schema]
    if unit is not None:
        schema = schema.with_metadata({**schema.metadata, b"unit": unit.encode()})
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _column(field: pa.Field, values: Any, rows: int) -> pa.Array:
    if values is None:
        return pa.nulls(rows, field.type)
    if isinstance(values, pa.Array):
        return values if values.type == field.type else values.cast(field.type)
    if isinstance(values, str) and pa.types.is_dictionary(field.type):
        indices = pa.array(np.zeros(rows, np.int32))
        return pa.DictionaryArray.from_arrays(indices, pa.array([values], field.type.value_type))
    if pa.types.is_dictionary(field.type):
        return pa.array(values, field.type.value_type).dictionary_encode()
    return pa.array(values, field.type)


def is_kind(batch: pa.RecordBatch, schema: pa.Schema) -> bool:
    """Whether the batch holds events of that schema's class."""
    return bool((batch.schema.metadata or {}).get(b"class_uid") == schema.metadata[b"class_uid"])


def kind_of(batch: pa.RecordBatch) -> str:
    """The name of the class that its events are of."""
    return str(batch.schema.metadata[b"class_name"].decode())


def locate(batch: pa.RecordBatch, row: int) -> tuple[str, str]:
    """The source and the locator of an event: a file below the source, `message N`, `line N` or `record N`."""
    source = batch.column("source")[row].as_py()
    file = batch.column("file")[row].as_py()
    if file is not None:
        return source, file
    return source, f"{_unit(batch)} {batch.column('position')[row].as_py()}"


def locate_each(batch: pa.RecordBatch, rows: Sequence[int]) -> Iterator[tuple[str, str]]:
    """The source and the locator of each of these events, as `locate` gives them."""
    chosen, unit = pa.array(rows, pa.int64()), _unit(batch)
    columns = [batch.column(name).take(chosen).to_pylist() for name in ("source", "file", "position")]
    for source, file, position in zip(*columns, strict=True):
        yield source, f"{unit} {position}" if file is None else file


def _unit(batch: pa.RecordBatch) -> str:
    metadata = batch.schema.metadata
    return str(metadata.get(b"unit", b"message" if metadata[b"class_uid"] == b"4009" else b"line").decode())
