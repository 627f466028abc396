"""Cutting a CSV file into rows as it streams (RFC 4180), and reading its header.

A line feed inside quotes does not end a row. A quote that is never closed would take everything after it for one row:
it is given up where it grows too long, and reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError
from custodes.sources.lines import LIMIT_BYTES

UNCLOSED = "A quote in this line is not closed."

ROWS_BYTES = 1 << 20
"""A chunk's size; rows are short, and in memory many times as large."""

_DELIMITERS = ",;\t"
_PREAMBLE = re.compile(rb"#TYPE [^\n]*|sep=.")
"""What PowerShell and Excel may write before the header."""
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

csv.field_size_limit(LIMIT_BYTES)  # a row is no longer than this, so no cell is


class Header(NamedTuple):
    """The first row of a file."""

    names: tuple[str, ...]
    delimiter: str


def read_header(row: bytes) -> Header | None:
    """The names of the columns, parted by what gives the most of them; None where that gives one only."""
    read = [Header(cells, sign) for sign in _DELIMITERS if (cells := split_row(row, sign)) is not None]
    best = max(read, key=lambda header: len(header.names), default=None)
    return best if best is not None and len(best.names) > 1 else None


def split_row(row: bytes, delimiter: str) -> tuple[str, ...] | None:
    """The cells of a row, or None where its quotes are amiss. What is not UTF-8 is replaced."""
    try:
        rows = list(csv.reader([row.decode(errors="replace")], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(rows[0]) if len(rows) == 1 else None


def header_row(head: bytes) -> bytes:
    """The bytes of the header, as UTF-8, of a file that begins like this."""
    data = b"".join(_as_utf8(head, iter([head])))
    rows = (_trim(data, begin, end) for begin, end in _split(data + b"\n"))
    return next((data[begin:end] for begin, end in rows if not _is_preamble(data[begin:end])), b"")


def cut_rows(
    item: Item, reader: str, *, limit_bytes: int = LIMIT_BYTES, chunk_bytes: int = ROWS_BYTES
) -> Iterator[Chunk]:
    """The item's rows as chunks with `bounds`, and the header as their `context`; rows are numbered from 1 after it.

    A file of UTF-16 is read as UTF-8. A row longer than `limit_bytes` is rejected; so is, with the reason, the row in
    which the packing breaks off. Blank lines are no rows. At most twice `chunk_bytes + limit_bytes` are held.
    """
    cutter = _Cutter(item.name, reader, header_row(item.head), limit_bytes)
    blocks = iter(lambda: item.stream.read(chunk_bytes), b"")
    try:
        for block in _as_utf8(item.head, blocks):
            yield from cutter.feed(block)
    except StreamError as error:
        yield cutter.rejecting(str(error))
    else:
        yield from cutter.end()


@dataclass
class _Cutter:
    """What was read so far, and `data`, the row that is open at its end."""

    source: str
    reader: str
    header: bytes
    limit_bytes: int
    data: bytes = b""
    first: int = 1
    """The number of the next row."""
    is_header_read: bool = False
    is_passing_over: bool = False
    """Whether what comes up to the next line feed belongs to a line that was given up."""

    def feed(self, block: bytes) -> Iterator[Chunk]:
        """The chunks that the next block completes."""
        self.data += block
        while self.data:
            rows = [] if self.is_passing_over else _split(self.data)
            good = list(itertools.takewhile(lambda row: row[1] - row[0] <= self.limit_bytes, rows))
            yield from self._take(good)
            self.data = self.data[good[-1][1] + 1 :] if good else self.data
            if not self.is_passing_over:
                if len(good) == len(rows) and len(self.data) <= self.limit_bytes:
                    return
                yield self.rejecting(
                    f"The row is longer than {self.limit_bytes:,} bytes, or a quote in it is not closed."
                )
            self._give_up_line()

    def end(self) -> Iterator[Chunk]:
        """What is left when nothing follows."""
        yield from self.feed(b"\n")
        while self.data.strip() and not self.is_passing_over:
            yield self.rejecting(UNCLOSED)
            self._give_up_line()
            yield from self.feed(b"")

    def rejecting(self, reason: str) -> Chunk:
        """The next row as rejected."""
        rejected = Rejected(self.source, reason, self.first, self.first)
        self.first += 1
        return Chunk(self.source, self.reader, b"", rejected.first, (), rejected=(rejected,), context=self.header)

    def _give_up_line(self) -> None:
        """Reading goes on with the next line, whatever quotes are open."""
        end = self.data.find(b"\n")
        self.is_passing_over = end < 0
        self.data = b"" if end < 0 else self.data[end + 1 :]

    def _take(self, rows: list[tuple[int, int]]) -> Iterator[Chunk]:
        """Those of the rows that are neither blank nor the header as a chunk."""
        bounds = [(begin, end) for begin, end in (_trim(self.data, *row) for row in rows) if begin < end]
        while bounds and not self.is_header_read:
            begin, end = bounds.pop(0)
            self.is_header_read = not _is_preamble(self.data[begin:end])
        if bounds:
            start, stop = bounds[0][0], bounds[-1][1]
            shifted = tuple((begin - start, end - start) for begin, end in bounds)
            yield Chunk(self.source, self.reader, self.data[start:stop], self.first, shifted, context=self.header)
            self.first += len(bounds)


def _split(data: bytes) -> list[tuple[int, int]]:
    """The rows that end in the data: where no quote is open a line feed ends one."""
    octets = np.frombuffer(data, np.uint8)
    feeds = np.flatnonzero(octets == ord("\n"))
    ends = feeds[np.searchsorted(np.flatnonzero(octets == ord('"')), feeds) % 2 == 0].tolist()
    return list(zip([0, *(end + 1 for end in ends)], ends, strict=False))


def _trim(data: bytes, begin: int, end: int) -> tuple[int, int]:
    """The range without a byte-order mark, and without a carriage return at its end; empty where it is blank."""
    row = data[begin:end]
    if not row.strip():
        return begin, begin
    if row.startswith(codecs.BOM_UTF8):
        begin += len(codecs.BOM_UTF8)
    return begin, end - row.endswith(b"\r")


def _is_preamble(row: bytes) -> bool:
    return not row or _PREAMBLE.fullmatch(row) is not None


def _as_utf8(head: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks as UTF-8, where the mark at the head says that they are UTF-16."""
    encoding = _WIDE.get(head[:2])
    if encoding is None:
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in blocks:
        yield decoder.decode(block).encode()
    yield decoder.decode(b"", final=True).encode()
