"""JSON documents: a list of records, an envelope with such a list, or records one after the other, on any lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.records.cutting import cut_records, first_records
from custodes.sources.records.envelope import BETWEEN, find_envelope
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.streams import HEAD_BYTES
from custodes.sources.web.spans import Spans

RECORD = "record"
"""What an item is called."""

_LIST = re.compile(rb"\[\s*(?:\{|\]\s*\Z)")
_PRETTY = re.compile(rb'\{\s*"')


class JsonDocument:
    """JSON documents as a source."""

    name = "json"

    def recognises(self, head: bytes) -> bool:
        """Whether it is a list of objects, wraps one, or begins with an object that does not have one line to itself.

        One object a line is left to JSON lines.
        """
        text = head.lstrip(BETWEEN)
        if _LIST.match(text):
            return self._begins(text)
        if not _PRETTY.match(text):
            return False
        if find_envelope(text) is not None:
            return True
        first = next(iter(first_records(text)), None)
        if first is None:
            return len(head) >= HEAD_BYTES and b"\n" in text
        line = re.split(rb"[\r\n]", text[len(first) :], maxsplit=1)[0]
        return isinstance(load(first), dict) and (b"\n" in first or bool(line.strip(BETWEEN)))

    def _begins(self, text: bytes) -> bool:
        """Whether the first record can be read, where it is whole."""
        first = next(iter(first_records(text)), None)
        return first is None or isinstance(load(first), dict)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole records."""
        return cut_records(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, a batch for each kind."""
        bounds = np.array(chunk.bounds or (), np.int64).reshape(-1, 2)
        loaded = (load(chunk.data[begin:end]) for begin, end in chunk.bounds or ())
        records = Records(loaded, chunk.data, Spans(*bounds.T), chunk.first + np.arange(len(bounds)))
        return read_records(chunk, records, unit=RECORD)


JSON_DOCUMENT = JsonDocument()
