"""Windows event log files (EVTX) as a source.

The file is cut between its blocks, each of which a worker reads as a file of its own; so one damaged block or record
takes no other with it. An item is a record, and `raw_data` its bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
from evtx import PyEvtxParser

from custodes.sources.contract import Chunk, Item, Parsed, Rejected
from custodes.sources.errors import StreamError
from custodes.sources.records.reading import Records, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.spans import Spans
from custodes.sources.windows.fields import read_fields
from custodes.sources.windows.layout import (
    BLOCK_BYTES,
    BLOCK_SIGN,
    FILE_SIGN,
    HEADER_BYTES,
    RECORDS_AT,
    by_block,
    rebuild,
    walk,
)

BLOCKS_A_CHUNK = 32

DAMAGED = "The file is damaged here: no record can be made out."
CUT_OFF = "The file breaks off here: the record is not whole."
UNREADABLE = "The record is damaged: what it says cannot be read."


class Evtx:
    """EVTX files."""

    name = "evtx"

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with the format's own sign."""
        return head.startswith(FILE_SIGN)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole blocks with the range of each record; blocks never used are left out."""
        cutter = _Cutter(item, self.name)
        try:
            if len(item.stream.read(HEADER_BYTES)) < HEADER_BYTES:
                cutter.reject(CUT_OFF)
            while block := item.stream.read(BLOCK_BYTES):
                cutter.add(block)
                if cutter.is_full:
                    yield cutter.take()
        except StreamError as error:
            cutter.reject(str(error))
        if cutter.holds_something:
            yield cutter.take()

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's records as events, each with all its fields."""
        bounds = np.array(chunk.bounds or (), np.int64).reshape(-1, 2)
        spans = Spans(bounds[:, 0], bounds[:, 1])
        records = Records(_load(chunk), chunk.data, spans, _positions(chunk), is_json=False)
        return read_records(chunk, records, unit="record")


class _Cutter:
    """The chunk being filled."""

    def __init__(self, item: Item, reader: str) -> None:
        self._item, self._reader = item, reader
        self._position = 1
        self._begin()

    def _begin(self) -> None:
        self._first = self._position
        self._blocks: list[bytes] = []
        self._bounds: list[tuple[int, int]] = []
        self._rejected: list[Rejected] = []

    @property
    def is_full(self) -> bool:
        return len(self._blocks) >= BLOCKS_A_CHUNK

    @property
    def holds_something(self) -> bool:
        return bool(self._bounds or self._rejected)

    def add(self, block: bytes) -> None:
        """A block with its records; one that holds none, or is none, is not kept."""
        if len(block) < RECORDS_AT or not block.startswith(BLOCK_SIGN):
            if any(block):
                self.reject(DAMAGED if len(block) == BLOCK_BYTES else CUT_OFF)
            return
        start, before = len(self._blocks) * BLOCK_BYTES, len(self._bounds)
        for begin, end, is_record in walk(block):
            if is_record:
                self._bounds.append((start + begin, start + end))
                self._position += 1
            else:
                self.reject(CUT_OFF if end == len(block) < BLOCK_BYTES else DAMAGED)
        if len(self._bounds) > before:
            self._blocks.append(block)

    def reject(self, reason: str) -> None:
        """One item that cannot be read."""
        self._rejected.append(Rejected(self._item.name, reason, self._position, self._position))
        self._position += 1

    def take(self) -> Chunk:
        """The chunk, and another is begun."""
        chunk = Chunk(
            source=self._item.name,
            reader=self._reader,
            data=b"".join(self._blocks),
            first=self._first,
            bounds=tuple(self._bounds),
            rejected=tuple(self._rejected),
        )
        self._begin()
        return chunk


def _positions(chunk: Chunk) -> Any:
    """The position of each record: those between that were rejected when the file was cut are passed over."""
    rejected = {item.first for item in chunk.rejected}
    count = len(chunk.bounds or ()) + len(rejected)
    numbers = range(chunk.first, chunk.first + count)
    return np.array([number for number in numbers if number not in rejected], np.int64)


def _load(chunk: Chunk) -> Iterator[dict[str, Any] | Unreadable]:
    """The fields of each record, or that they cannot be read."""
    for start, records in by_block(chunk.bounds or ()).items():
        block = chunk.data[start : start + BLOCK_BYTES]
        read = dict(_read_all(rebuild(block, records)))
        for number in range(len(records)):
            yield _load_record(read.get(number))


def _read_all(file: bytes) -> Iterator[tuple[int, str]]:
    """The number and JSON of each record that the parser can read."""
    records = PyEvtxParser(io.BytesIO(file), number_of_threads=1).records_json()
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except RuntimeError:  # the parser's word for one record that it cannot read
            continue
        if record is not None:
            yield record["event_record_id"], record["data"]


def _load_record(text: str | None) -> dict[str, Any] | Unreadable:
    if text is None:
        return Unreadable(UNREADABLE)
    try:
        event = orjson.loads(text)["Event"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return Unreadable(UNREADABLE)
    return read_fields(event) if isinstance(event, dict) else Unreadable(UNREADABLE)


EVTX = Evtx()
