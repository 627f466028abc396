"""JSON lines: one object a line, of a product whose names are known, or with OCSF's names or the plain ones in use.

Where an object gives a name twice the last one counts; where it gives several names of one column, the first of its
table.
"""

from __future__ import annotations

import codecs
import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.records.peek import peek
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of
from custodes.sources.web.spans import Lines

MOST_LINES = 1 << 16
"""Lines of a chunk, however short they are."""


@dataclass(frozen=True)
class JsonLines:
    """JSON lines as a source."""

    peeks_from_bytes: int = 1 << 18
    """How large a chunk is whose lines are peeked at: for fewer it does not pay to get ready for it."""
    name: str = "jsonl"

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
        for chunk in cut_lines(item, self.name):
            yield from _split(chunk)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, a batch for each kind."""
        lines = lines_of(chunk)
        positions = chunk.first + lines.before
        if len(lines.data) < self.peeks_from_bytes:
            return read_records(chunk, Records(_load(lines), lines.data, lines.spans, positions))
        known, left = peek(lines)
        loaded = map(_load_line if b"\r" in lines.data else load, _pick(lines, left))
        return read_records(chunk, Records(loaded, lines.data, lines.spans, positions, rows=left, peeked=known))


def _split(chunk: Chunk) -> Iterator[Chunk]:
    """The chunk in parts of no more lines than are held at a time."""
    if chunk.data.count(b"\n") <= MOST_LINES:
        yield chunk
        return
    feeds = np.flatnonzero(np.frombuffer(chunk.data, np.uint8) == ord("\n"))
    begins = [0, *(feeds[MOST_LINES - 1 :: MOST_LINES] + 1).tolist()]
    for part, (begin, end) in enumerate(zip(begins, [*begins[1:], len(chunk.data)], strict=True)):
        if begin < end:
            yield dataclasses.replace(chunk, data=chunk.data[begin:end], first=chunk.first + part * MOST_LINES)


def _load(lines: Lines) -> Iterator[dict[str, Any] | Unreadable]:
    return map(_load_line if b"\r" in lines.data else load, lines)


def _load_line(line: bytes) -> dict[str, Any] | Unreadable:
    return Unreadable(TORN) if b"\r" in line else load(line)


def _pick(lines: Lines, rows: Iterable[int]) -> Iterator[bytes]:
    """Those of the lines."""
    starts, ends = map(np.ndarray.tolist, lines.spans)
    for row in rows:
        yield lines.data[starts[row] : ends[row]]


def _strip_mark(data: bytes) -> bytes:
    """The data without the byte-order mark that some exports begin with."""
    return data.removeprefix(codecs.BOM_UTF8)


JSON_LINES = JsonLines()
