"""JSON lines: one object a line, of a product whose names are known, or with OCSF's names or the plain ones in use.

Where an object gives a name twice the last one counts; where it gives several names of one column, the first of its
table.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any

import orjson

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of


class JsonLines:
    """JSON lines as a source."""

    name = "jsonl"

    def recognises(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a JSON object, or begins as one where it is long."""
        first, ended, _ = with_line_feeds(_strip_mark(head)).lstrip().partition(b"\n")
        if not ended and len(first) > 1 << 12:
            return first.startswith(b'{"')
        try:
            return isinstance(orjson.loads(first), dict)
        except orjson.JSONDecodeError:
            return False

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines."""
        return cut_lines(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, a batch for each kind."""
        lines = lines_of(chunk)
        records = Records(
            map(_load if b"\r" in lines.data else load, lines), lines.data, lines.spans, chunk.first + lines.before
        )
        return read_records(chunk, records)


def _load(line: bytes) -> dict[str, Any] | Unreadable:
    return Unreadable(TORN) if b"\r" in line else load(line)


def _strip_mark(data: bytes) -> bytes:
    """The data without the byte-order mark that some exports begin with."""
    return data.removeprefix(codecs.BOM_UTF8)


JSON_LINES = JsonLines()
