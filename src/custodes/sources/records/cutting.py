"""Cutting a JSON document into records, whatever it holds, with little of it in memory.

    [{…}, {…}]                        a list of records
    {"Records": [{…}, {…}]}           an envelope; what else it holds is passed over
    {…} {…}                           records one after the other

A record is an item, and so is whatever stands between records and is none: `parse` rejects it. Records are
numbered from 1 as they stand in the file, those that were rejected too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError
from custodes.sources.lines import CHUNK_BYTES, LIMIT_BYTES
from custodes.sources.records.brackets import Brackets, Ints, Scanner
from custodes.sources.records.envelope import BETWEEN, NAME_BYTES, find_envelope, name_before

UNFINISHED = "The file breaks off inside this record."
UNCLOSED = "The file breaks off: its list of records has no end."
NO_LIST = "An object without the list of records that the others hold."

MOST_RECORDS = 1 << 15
"""Records of a chunk, however small they are."""

_LIST, _ENVELOPE = "list", "envelope"


def cut_records(
    item: Item, reader: str, *, limit_bytes: int = LIMIT_BYTES, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Chunk]:
    """The item's records as chunks with `bounds`, in order; every byte is read once.

    A record longer than `limit_bytes` is read past and rejected. So is, with the reason, the record in which the file
    or its packing breaks off. At most twice
    `chunk_bytes + limit_bytes` are held.
    """
    cutter = _Cutter.of(item.name, reader, item.head, limit_bytes)
    try:
        for block in iter(lambda: item.stream.read(chunk_bytes), b""):
            yield from cutter.feed(block)
    except StreamError as error:
        yield from cutter.end(str(error))
    else:
        yield from cutter.end(None)


def first_records(head: bytes) -> list[bytes]:
    """The records that stand whole in a document's head, as `cut_records` cuts them: to recognise a format by."""
    cutter = _Cutter.of("", "", head)
    return [chunk.data[begin:end] for chunk in cutter.feed(head) for begin, end in chunk.bounds or ()]


@dataclass
class _Cutter:
    """What was read so far, and the value or the gap between values that is open at its end."""

    source: str
    reader: str
    limit_bytes: int
    envelope: bytes | None
    """The name of the list that an outermost object holds, where those are wrapping."""
    deepest: int
    """How deep lists of records lie: 0 where there is none, 1 for a list, 2 for one in an envelope."""
    data: bytes = b""
    begin: int | None = 0
    """Where in `data` the open value or gap begins; None where it grew too long and was let go."""
    base: int | None = None
    """How deep the open value lies; None in a gap."""
    wraps: list[str] = field(default_factory=list)
    """The envelope and the list that are open, outermost first."""
    has_list: bool = False
    first: int = 1
    """The number of the next record."""
    bounds: list[tuple[int, int]] = field(default_factory=list)
    scanner: Scanner = field(default_factory=Scanner)

    @classmethod
    def of(cls, source: str, reader: str, head: bytes, limit_bytes: int = LIMIT_BYTES) -> Self:
        """A cutter for the document that begins like this."""
        envelope = find_envelope(head)
        is_list = head.lstrip(BETWEEN).startswith(b"[")
        return cls(source, reader, limit_bytes, envelope, deepest=2 if envelope else int(is_list))

    def feed(self, block: bytes) -> Iterator[Chunk]:
        """The chunks that the next block completes."""
        begun = len(self.data)
        self.data += block
        brackets = self.scanner.scan(block)
        rows = np.flatnonzero(np.minimum(brackets.before, brackets.after) <= self.deepest)
        for place, before, after in _few_at_a_time(brackets, rows):
            if self.base is not None:
                if after <= self.base:
                    yield from self._take(begun + place + 1)
                    self.base, self.begin = None, begun + place + 1
            elif after > before:
                yield from self._open(begun + place, before)
            elif after < before:
                yield from self._leave(begun + place)
            # else one too many was closed: it belongs to the gap
        yield from self._flush()
        self._let_go()

    def end(self, reason: str | None) -> Iterator[Chunk]:
        """What is left when nothing follows, or when `reason` kept the rest from being read."""
        if self.base is None:
            yield from self._take(len(self.data))
            yield from self._flush()
            reason = reason or (UNCLOSED if self.wraps else None)
        else:
            reason = reason or (UNCLOSED if self._is_in_envelope() else UNFINISHED)
        if reason is not None:
            yield self._rejecting(reason)

    def _open(self, place: int, depth: int) -> Iterator[Chunk]:
        """A bracket opens outside of records: wrapping, or a record."""
        is_list = self.data[place] == ord("[")
        if depth == 0 and is_list and self.deepest:
            wrap = _LIST
        elif depth == 0 and self.envelope and not is_list:
            wrap, self.has_list = _ENVELOPE, False
        elif self._is_in_envelope() and is_list and name_before(self.data, self.begin or 0, place) == self.envelope:
            wrap, self.has_list = _LIST, True
        else:
            wrap = None
        yield from self._take(place)
        if wrap:
            self.wraps.append(wrap)
            self.begin = place + 1
        else:
            self.base, self.begin = depth, place

    def _leave(self, place: int) -> Iterator[Chunk]:
        """Wrapping ends."""
        yield from self._take(place)
        self.begin = place + 1
        if self.wraps.pop() is _ENVELOPE and not self.has_list:
            yield from self._flush()
            yield self._rejecting(NO_LIST)

    def _take(self, end: int) -> Iterator[Chunk]:
        """The open value or gap ends: an item, unless it is an envelope's own or nothing."""
        if self._is_in_envelope():
            return
        begin = self.begin
        if begin is not None and self.base is None:
            gap = self.data[begin:end]
            begin += len(gap) - len(gap.lstrip(BETWEEN))
            if begin == end:
                return
        if begin is not None and end - begin <= self.limit_bytes:
            self.bounds.append((begin, end))
            self.first += 1
            if len(self.bounds) == MOST_RECORDS:
                yield from self._flush()
            return
        yield from self._flush()
        yield self._rejecting(f"The record is longer than {self.limit_bytes:,} bytes.")

    def _is_in_envelope(self) -> bool:
        return bool(self.wraps) and self.wraps[-1] is _ENVELOPE

    def _flush(self) -> Iterator[Chunk]:
        """The records since the last chunk as one."""
        if self.bounds:
            start, end = self.bounds[0][0], self.bounds[-1][1]
            bounds = tuple((begin - start, end - start) for begin, end in self.bounds)
            first = self.first - len(bounds)
            self.bounds = []
            yield Chunk(self.source, self.reader, self.data[start:end], first, bounds)

    def _rejecting(self, reason: str) -> Chunk:
        rejected = Rejected(self.source, reason, self.first, self.first)
        self.first += 1
        return Chunk(self.source, self.reader, b"", rejected.first, (), rejected=(rejected,))

    def _let_go(self) -> None:
        """Only what is open is kept, and of that no more than may become a record."""
        if self.begin is None:
            self.data = b""
            return
        self.data = self.data[self.begin :]
        self.begin = 0
        if self._is_in_envelope():
            self.data = b"" if self.base is not None else self.data[-NAME_BYTES:]
            return
        if self.base is None:
            self.data = self.data.lstrip(BETWEEN)
        if len(self.data) > self.limit_bytes:
            self.data, self.begin = b"", None


def _few_at_a_time(brackets: Brackets, rows: Ints) -> Iterator[tuple[int, int, int]]:
    """Those rows of the brackets; not all of millions become objects at once."""
    for begin in range(0, len(rows), MOST_RECORDS):
        some = rows[begin : begin + MOST_RECORDS]
        yield from zip(*(part[some].tolist() for part in brackets), strict=True)
