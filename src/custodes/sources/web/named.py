"""Columns of fields that a header names, by a table that says which name fills which column."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.sources.tables import Table
from custodes.sources.web.hosts import read_host
from custodes.sources.web.objects import write_objects
from custodes.sources.web.reading import Reading, decode
from custodes.sources.web.spans import Numbers, Spans, are_missing, encode, read_numbers
from custodes.sources.web.words import read_type, read_word

_WORDS: Mapping[str, Callable[[bytes], str | None]] = {
    "query.hostname": read_host,
    "http_request.url.hostname": read_host,
    "http_response.content_type": read_type,
}


class Filled(NamedTuple):
    """Some columns, and the fields that they say whole."""

    columns: Mapping[str, object]
    held: frozenset[str]


def fill(reading: Reading, schema: pa.Schema, table: Table, *, except_for: Sequence[str] = ()) -> Filled:
    """The table's columns of text; of several names for one column the first counts that says something."""
    columns, held = dict[str, object](), set[str]()
    for column, names in table.columns.items():
        given = [name for name in names if reading.has(name)]
        if column in except_for or not given:
            continue
        columns[column] = _convert(schema.field(column), coalesce_fields(reading, given))
        held.add(given[0])
    return Filled(columns, frozenset(held))


def coalesce_fields(reading: Reading, names: Sequence[str]) -> pa.LargeBinaryArray | None:
    """Of the fields of these names the first that says something, line by line; None where the lines have none."""
    values = [reading.text(name) for name in names if reading.has(name)]
    if not values:
        return None
    if len(values) == 1:
        return values[0]
    said = [pc.if_else(are_missing(value), None, value) for value in values]
    return pc.coalesce(*said, pa.scalar(b"", pa.large_binary()))


def _convert(field: pa.Field, values: pa.LargeBinaryArray) -> pa.Array:
    if pa.types.is_dictionary(field.type):
        return encode(values, _WORDS.get(field.name, read_word))
    if pa.types.is_integer(field.type):
        numbers = numbers_of(values)
        known = numbers.given & (numbers.values <= np.iinfo(field.type.to_pandas_dtype()).max)
        return pa.array(numbers.values, mask=~known).cast(field.type)
    return decode(values).cast(field.type)


def numbers_of(values: pa.LargeBinaryArray) -> Numbers:
    """The whole number in each value."""
    offsets = np.frombuffer(values.buffers()[1], np.int64)[values.offset : values.offset + len(values) + 1]
    octets = np.frombuffer(values.buffers()[2] or b"\0", np.uint8)
    return read_numbers(octets if len(octets) else np.zeros(1, np.uint8), Spans(offsets[:-1], offsets[1:]))


def write_rest(
    reading: Reading, held: Collection[str], *, also: Mapping[str, pa.Array] | None = None
) -> pa.LargeBinaryArray | None:
    """Every field that no column holds, by its name, and these values also: the `unmapped` of each line."""
    also = also or {}
    names = [name for name in reading.layout.fields if name not in held and name not in also and reading.says(name)]
    return write_objects({**{name: reading.text(name) for name in names}, **also}, rows=len(reading))
