"""What a source is: it cuts a stream into chunks, and parses a chunk into events.

Cutting (`cut`) runs once, in order, in the process that reads; it must be cheap and must know where
items begin. Parsing (`parse`) is a pure function of the chunk and runs in any worker. Between them
nothing is shared, so the number of workers cannot change what is found.

The account: every item a source meets is either parsed into an event or rejected with a reason. Where one
item holds several events (a batch of osquery's rows) it counts once, as an item of the events it gave:
`taken = events - spread + rejected` holds for each chunk and so for the whole.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Rejected:
    """Items from `first` to `last` (positions from 1, both included) that were not read, and why."""

    source: str
    reason: str
    """A plain sentence without content of the item."""
    first: int = 0
    last: int = 0
    file: str | None = None
    """Path below the source, where the item is a file of its own."""

    @property
    def items(self) -> int:
        """How many items this stands for."""
        return self.last - self.first + 1

    @property
    def locator(self) -> str:
        """Where it stands, for a person: a file, or the positions."""
        if self.file is not None:
            return self.file
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole items of one source, a few megabytes at most, as bytes.

    `bounds` gives each item's half-open range in `data` where the cutter knows it already (mail);
    without it the parser splits by line. `files` names each item where each was a file.
    """

    source: str
    reader: str
    """The name of the source that cut it, and so parses it: `mail`, `squid` …"""
    data: bytes
    first: int = 1
    """Position of the first item in the source, from 1."""
    bounds: tuple[tuple[int, int], ...] | None = None
    files: tuple[str, ...] | None = None
    rejected: tuple[Rejected, ...] = ()
    """Items the cutter had to leave out (a line of a gigabyte); `parse` hands them on, counted once."""
    context: bytes = b""
    """What the items do not say and still holds: the header that names a log's fields, a log's year. No item."""

    def count_items(self) -> int:
        """How many items it holds and had to leave out, counted without parsing: what the account is held against.

        Where the cutter gave no bounds an item is a line that is not blank.
        """
        left_out = sum(item.items for item in self.rejected)
        if self.bounds is not None:
            return len(self.bounds) + left_out
        data = self.data.removeprefix(codecs.BOM_UTF8) if self.first == 1 else self.data
        return sum(map(bool, map(bytes.strip, data.split(b"\n")))) + left_out


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a chunk gave: one batch for each kind of event met, each in the order of the source.

    Mail and web logs give one; JSON lines may mix kinds. `taken` is the items that became the rows of all batches
    and the items of all that was rejected.
    """

    batches: tuple[pa.RecordBatch, ...]
    rejected: tuple[Rejected, ...] = ()
    spread: int = 0
    """Events beyond one an item, where items hold several; below 0 where more items held none."""

    @property
    def taken(self) -> int:
        """Items met: those that became events and those rejected."""
        events = sum(int(batch.num_rows) for batch in self.batches)
        return events - self.spread + sum(item.items for item in self.rejected)


@dataclass(frozen=True, slots=True)
class Item:
    """One file to be read, after unpacking: a plain byte stream with the names to cite it by.

    `stream` reads forward only and raises `sources.errors.StreamEndsEarlyError` where the packing breaks off.
    """

    source: str
    file: str | None
    """Path below `source` when a folder was named; None when the file itself was."""
    stream: BinaryIO
    head: bytes
    """Its first bytes (up to 64 KiB), already read; `stream` still begins at the start."""
    sign: str = "/"
    """What stands between `source` and `file`: `/`, or `!` where the source is a packed file."""
    read_bytes: Callable[[], int] = int
    """How many bytes of all inputs as they lie on disk were read so far, for showing progress."""
    modified_at: datetime | None = None
    """When the file was written last, as its folder or the archive it is packed in says: what is in it is older."""

    @property
    def name(self) -> str:
        """What to cite the file by where its lines or messages are numbered: a source of its own."""
        return self.source if self.file is None else f"{self.source}{self.sign}{self.file}"


class Source(Protocol):
    """A format that can be read."""

    @property
    def name(self) -> str:
        """What `--source` and a chunk call it."""
        ...

    def recognises(self, head: bytes) -> bool:
        """Whether content that begins like this is of this format."""
        ...

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The item's chunks in order. Never raises for bad content: what cannot be cut is rejected."""
        ...

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, in order, and what was rejected. Pure; never raises for bad content."""
        ...
