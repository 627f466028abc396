"""Lines and fields as positions in a chunk, so that a column is made in one step instead of line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Octets = npt.NDArray[np.uint8]

MOST_DIGITS = 18
"""More do not fit 64 bits."""

BLOCK_BYTES = 1 << 18
"""Octets that are looked at in one step."""

MOST_RETURNS = 2
"""A file of carriage returns and line feeds that was converted once too often has two of the first."""

_NOTHING = pa.array([b"", b"-"], pa.large_binary())
_IS_INK = np.array([not bytes([octet]).isspace() for octet in range(256)])


class Spans(NamedTuple):
    """One half-open range of bytes a row, in the order of the bytes. An empty range is a missing value."""

    starts: Ints
    ends: Ints

    def of(self, rows: Ints | Flags) -> Spans:
        """The ranges of those rows."""
        return Spans(self.starts[rows], self.ends[rows])

    @property
    def sizes(self) -> Ints:
        """How many bytes each range holds."""
        return self.ends - self.starts


@dataclass(frozen=True)
class Lines:
    """A chunk's lines that are not blank, without their line ends: a line feed, perhaps after carriage returns."""

    data: bytes
    spans: Spans
    before: Ints
    """How many lines of the chunk stand before each, blank ones too."""

    @classmethod
    def of(cls, data: bytes) -> Lines:
        """The lines of a chunk; the last may lack its line end. Line feeds alone make no arrays of numbers."""
        octets = np.frombuffer(data, np.uint8)
        edges = _find_edges(octets)
        starts, ends = edges[::2], edges[1::2]
        before = np.cumsum(starts - np.append(0, ends)[: len(starts)])  # between two lines are only line feeds
        full = ~_find_blank(octets, Spans(starts, ends))
        starts, ends = starts[full], ends[full]
        for _ in range(MOST_RETURNS):
            ends = ends - (octets[ends - 1] == ord("\r"))
        return cls(data, Spans(starts, ends), before[full])

    def holding(self, sign: str) -> Flags:
        """Which lines hold the sign."""
        if sign.encode() not in self.data:
            return np.zeros(len(self), bool)
        first, after = np.searchsorted(np.flatnonzero(self.octets == ord(sign)), self.spans)
        flags: Flags = after > first
        return flags

    @cached_property
    def octets(self) -> Octets:
        """The chunk as numbers."""
        return np.frombuffer(self.data, np.uint8)

    @cached_property
    def is_utf8(self) -> bool:
        """Whether the whole chunk is UTF-8, and so each part of it that ASCII signs enclose."""
        try:
            self.data.decode()
        except UnicodeDecodeError:
            return False
        return True

    def __len__(self) -> int:
        return len(self.spans.starts)

    def __iter__(self) -> Iterator[bytes]:
        return (self.data[start:end] for start, end in zip(*map(np.ndarray.tolist, self.spans), strict=True))

    def __getitem__(self, index: int) -> bytes:
        return self.data[self.spans.starts[index] : self.spans.ends[index]]


def _find_edges(octets: Octets) -> Ints:
    """Where runs of octets without line feeds begin and end, alternately; a block at a time, to need little memory."""
    edges, was_feed = [np.empty(0, np.int64)], True
    for begin in range(0, len(octets), BLOCK_BYTES):
        block = octets[begin : begin + BLOCK_BYTES]
        feeds = np.empty(len(block) + 1, bool)
        feeds[0] = was_feed
        np.equal(block, ord("\n"), out=feeds[1:])
        edges.append(np.flatnonzero(feeds[1:] != feeds[:-1]) + begin)
        was_feed = bool(feeds[-1])
    if not was_feed:
        edges.append(np.array([len(octets)]))
    return np.concatenate(edges)


def _find_blank(octets: Octets, lines: Spans) -> Flags:
    """Which of the lines, none of them empty, are white space alone."""
    blank: Flags = octets[lines.starts] <= ord(" ")
    suspects = np.flatnonzero(blank)
    if len(suspects):
        edges = np.column_stack(lines.of(suspects)).ravel()
        blank[suspects] = ~np.logical_or.reduceat(np.append(_IS_INK[octets], False), edges)[::2]
    return blank


def take(data: bytes | pa.Buffer, spans: Spans) -> pa.LargeBinaryArray:
    """The bytes of each range.

    The ranges and what lies between them are one array over the buffer itself; every other value of it is taken.
    """
    rows = len(spans.starts)
    if not rows:
        return pa.array([], pa.large_binary())
    offsets = np.empty(2 * rows + 1, np.int64)
    offsets[:-1:2], offsets[1::2], offsets[-1] = spans.starts, spans.ends, spans.ends[-1]
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.large_binary(), 2 * rows, buffers).take(pa.array(np.arange(0, 2 * rows, 2)))


def encode(values: pa.LargeBinaryArray, read: Callable[[bytes], str | None]) -> pa.DictionaryArray:
    """The values as `read` gives them, dictionary-encoded; each distinct value is read once."""
    coded = values.dictionary_encode()
    words = [read(value) for value in coded.dictionary.to_pylist()]
    places = {word: place for place, word in enumerate(dict.fromkeys(word for word in words if word is not None))}
    indices = pa.array([None if word is None else places[word] for word in words], pa.int32()).take(coded.indices)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(places), pa.string()))


def are_missing(values: pa.LargeBinaryArray) -> pa.BooleanArray:
    """Which of the values say nothing: none, or a dash in its place."""
    return pc.is_in(values, _NOTHING)


class Numbers(NamedTuple):
    """Whole numbers read from ranges. A row that is `given` has its value; one that is not `fit` is no number."""

    values: Ints
    given: Flags
    fit: Flags

    def array(self) -> pa.Int64Array:
        """The values, null where none is given."""
        return pa.array(self.values, mask=~self.given)


def read_numbers(octets: Octets, spans: Spans) -> Numbers:
    """The number in each range: up to 18 digits. `-`, a missing and a negative number are fit, and not given."""
    signs = (spans.sizes > 0) & (octets[np.minimum(spans.starts, len(octets) - 1)] == ord("-"))
    starts, sizes = spans.starts + signs, spans.sizes - signs
    values, fit = np.zeros(len(starts), np.int64), sizes <= MOST_DIGITS
    for place in range(int(sizes[fit].max(initial=0))):
        inside = fit & (place < sizes)
        digits = octets[np.where(inside, starts + place, 0)] - np.uint8(ord("0"))
        fit &= ~inside | (digits < 10)
        values = np.where(inside, values * 10 + digits, values)
    return Numbers(values, fit & ~signs & (sizes > 0), fit)
