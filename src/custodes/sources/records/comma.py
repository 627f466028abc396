"""CSV with a header, of a product whose names are known: commas, semicolons or tabs; UTF-8, or UTF-16 with its mark.

Where a row has a cell `AuditData`, as exports of Microsoft 365's audit log do, the object in it is the record, with
the row's other cells beside. An empty cell is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.records.rows import Header, cut_rows, header_row, read_header, split_row
from custodes.sources.records.shapes import find_product
from custodes.sources.records.times import Unreadable
from custodes.sources.web.spans import Spans

AUDIT_DATA = "AuditData"


class CommaSeparated:
    """CSV as a source."""

    name = "csv"

    def recognises(self, head: bytes) -> bool:
        """Whether the first row names the columns of a product that is known."""
        header = read_header(header_row(head))
        return header is not None and (AUDIT_DATA in header.names or find_product(header.names) is not None)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole rows, each with the header."""
        return cut_rows(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, a batch for each kind."""
        header = read_header(chunk.context) or Header((), ",")
        bounds = np.array(chunk.bounds or (), np.int64).reshape(-1, 2)
        loaded = (_load(chunk.data[begin:end], header) for begin, end in chunk.bounds or ())
        positions = chunk.first + np.arange(len(bounds))
        records = Records(loaded, chunk.data, Spans(*bounds.T), positions, is_json=False)
        return read_records(chunk, records, unit="record")


def _load(row: bytes, header: Header) -> dict[str, Any] | Unreadable:
    cells = split_row(row, header.delimiter)
    if cells is None:
        return Unreadable("a row whose quotes are amiss")
    if len(cells) != len(header.names):
        return Unreadable("a row with more or fewer cells than the header names")
    record: dict[str, Any] = {name: cell or None for name, cell in zip(header.names, cells, strict=True)}
    if AUDIT_DATA not in record:
        return record
    data = load(str(record.pop(AUDIT_DATA) or "").encode())
    if isinstance(data, Unreadable):
        return Unreadable(f"a row whose {AUDIT_DATA} is not a JSON object")
    return record | data


CSV = CommaSeparated()
