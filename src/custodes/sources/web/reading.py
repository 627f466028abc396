"""What every log of lines shares: from the ranges of fields to columns, and what was rejected."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.events import make_batch
from custodes.events.schema import TIME
from custodes.sources.contract import Chunk, Parsed, Rejected
from custodes.sources.web.layout import Layout, Located, locate
from custodes.sources.web.spans import Flags, Lines, Numbers, are_missing, read_numbers, take
from custodes.sources.web.times import Times

_EMPTY = pa.scalar(b"", pa.large_binary())

Check = tuple[Flags, str]
"""Which of the lines pass, and what the others lack."""


DASH = ord("-")


@dataclass(frozen=True)
class Reading:
    """The lines of one chunk, each field of each line found. Every column has a value for each line placed."""

    chunk: Chunk
    lines: Lines
    layout: Layout
    located: Located

    @classmethod
    def of(cls, chunk: Chunk, layout: Layout) -> Reading:
        """The chunk's lines, placed. Blank lines are no items, but count in the numbers of lines."""
        lines = lines_of(chunk)
        return cls(chunk, lines, layout, locate(lines, layout))

    def __len__(self) -> int:
        return len(self.located.rows)

    def has(self, name: str) -> bool:
        """Whether the lines have such a field."""
        return name in self.located.fields

    def text(self, name: str) -> pa.LargeBinaryArray:
        """The field of each line, its escapes undone; empty or a dash where it is missing."""
        values, escape = self.raw(name), self.layout.escape
        if escape and self._signs[escape.sign] and escape.sign in bytes(values.buffers()[2] or b""):
            return pa.array(map(escape.undo, values.to_pylist()), pa.large_binary())
        return values

    def raw(self, name: str) -> pa.LargeBinaryArray:
        """The field of each line as it stands there; empty or a dash where it is missing."""
        values = take(self.lines.data, self.located.fields[name])
        nothing = [word for word in self.layout.nothing if self._signs[word]]
        if not nothing:
            return values
        return pc.if_else(pc.is_in(values, pa.array(nothing, pa.large_binary())), _EMPTY, values)

    def parts(self, name: str, sign: bytes) -> pa.ListArray:
        """The parts of each line's field between the signs, the escapes of each undone; null where it is missing."""
        values, escape = self.raw(name), self.layout.escape
        lists = pc.split_pattern(pc.if_else(are_missing(values), _EMPTY, values), sign)
        undone = lists.values
        if escape and self._signs[escape.sign]:
            undone = pa.array(map(escape.undo, undone.to_pylist()), pa.large_binary())
        return type(lists).from_arrays(lists.offsets, undone, mask=are_missing(values))

    @cached_property
    def _signs(self) -> Mapping[bytes, bool]:
        """Whether the chunk holds an escape or a word for nothing at all: most need no look at each column."""
        words = [*self.layout.nothing, *([self.layout.escape.sign] if self.layout.escape else [])]
        return {word: word in self.lines.data for word in words}

    def says(self, name: str) -> bool:
        """Whether some line has the field, and no dash in its place."""
        starts, ends = self.located.fields[name]
        sizes = ends - starts
        return bool(((sizes > 1) | ((sizes == 1) & (self.lines.octets[np.minimum(starts, ends - 1)] != DASH))).any())

    def numbers(self, name: str) -> Numbers:
        """The field of each line as a whole number."""
        return read_numbers(self.lines.octets, self.located.fields[name])

    def check_times(self, times: Times, where: str) -> Sequence[Check]:
        """That a line has a time, and one that can be."""
        return [
            (times.fit, f"{self.layout.not_one}: no time {where}"),
            (times.possible, "its time is impossible"),
        ]

    def parsed(self, schema: pa.Schema, columns: Mapping[str, object], times: Times, checks: Sequence[Check]) -> Parsed:
        """The lines that pass every check as events with these columns; the others are rejected with what they lack."""
        faults = dict(self.located.unplaced)
        good = self._judge(checks, faults)
        batch = make_batch(schema, {**columns, **self._places(times)}, rows=len(self))
        if not good.all():
            batch = batch.filter(pa.array(good))
        return Parsed((batch,), (*self.chunk.rejected, *join_rejected(self.chunk, self.lines, faults)))

    def _judge(self, checks: Sequence[Check], faults: dict[int, str]) -> Flags:
        """Which lines pass; what the others lack is added to the faults, the first thing of each line."""
        good = np.ones(len(self), bool)
        for passed, lack in checks:
            faults.update(dict.fromkeys(self.located.rows[good & ~passed].tolist(), lack))
            good &= passed
        return good

    def _places(self, times: Times) -> dict[str, object]:
        rows = self.located.rows
        return {
            "time": pa.array(times.micros).cast(TIME),
            "source": self.chunk.source,
            "position": pa.array(self.chunk.first + self.lines.before[rows]),
            "raw_data": take(self.lines.data, self.lines.spans.of(rows)),
        }


def lines_of(chunk: Chunk) -> Lines:
    """The chunk's lines that are not blank."""
    return Lines.of(chunk.data.removeprefix(codecs.BOM_UTF8) if chunk.first == 1 else chunk.data)


def reject_all(chunk: Chunk, reason: str) -> Parsed:
    """Every line of the chunk as rejected."""
    lines = lines_of(chunk)
    faults = dict.fromkeys(range(len(lines)), reason)
    return Parsed((), (*chunk.rejected, *join_rejected(chunk, lines, faults)))


class HasLayout(Protocol):
    """A header, as the logs have it whose own lines name their fields."""

    @property
    def layout(self) -> Layout:
        """How its lines are laid out."""


_Header = TypeVar("_Header", bound=HasLayout)


def parse_below(chunk: Chunk, header: _Header | str, parse: Callable[[Reading, _Header], Parsed]) -> Parsed:
    """The chunk's lines as `parse` reads them below their header; all rejected where there is only why it is none."""
    if isinstance(header, str):
        return reject_all(chunk, header)
    reading = Reading.of(chunk, header.layout)
    return parse(reading, header) if len(reading.lines) else Parsed((), chunk.rejected)


def decode(values: pa.LargeBinaryArray) -> pa.LargeStringArray:
    """The values as text, what is not UTF-8 replaced; null for a dash or nothing."""
    missing = are_missing(values)
    try:
        text = values.cast(pa.large_string())
    except pa.ArrowInvalid:
        text = pa.array((value.decode(errors="replace") for value in values.to_pylist()), pa.large_string())
    return pc.if_else(missing, None, text)


def are_connects(methods: pa.DictionaryArray) -> Flags:
    """Which requests are for a tunnel to `host:port`."""
    tunnels = np.array([*(method.upper() == "CONNECT" for method in methods.dictionary.to_pylist()), False], bool)
    flags: Flags = tunnels[methods.indices.fill_null(-1).to_numpy()]
    return flags


def join_rejected(chunk: Chunk, lines: Lines, faults: Mapping[int, str]) -> Iterator[Rejected]:
    """What was rejected, in order; lines beside each other that lack the same as one."""
    run: Rejected | None = None
    for row in sorted(faults):
        position, reason = chunk.first + int(lines.before[row]), faults[row]
        if run and (run.last + 1, run.reason) == (position, reason):
            run = Rejected(chunk.source, reason, run.first, position)
            continue
        if run:
            yield run
        run = Rejected(chunk.source, reason, position, position)
    if run:
        yield run
