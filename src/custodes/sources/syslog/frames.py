"""Messages with their length before each (RFC 6587, section 3.4.1): `83 <34>1 …97 <34>1 …`.

So a collector stores a stream as it came. A line feed between two of them is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError
from custodes.sources.lines import CHUNK_BYTES, LIMIT_BYTES

MOST_REJECTED = 1000
"""Reasons that one chunk carries."""

_COUNT = re.compile(rb"(\d{1,9}) (?=<\d{1,3}>)")
_LONGEST_COUNT = 16
_LOST = "The message does not begin with its length."
_BROKEN = "The file ends before the message does."


def are_counted(head: bytes) -> bool:
    """Whether the first message has its length before it, and the next one begins where that says."""
    found = _COUNT.match(head)
    if not found:
        return False
    end = found.end() + int(found[1])
    after = head[end : end + _LONGEST_COUNT].lstrip()
    return end <= len(head) and (not after or _COUNT.match(after) is not None)


@dataclass
class _Buffer:
    """A stream of which some is held."""

    stream: BinaryIO
    block_bytes: int
    data: bytes = b""
    at: int = 0

    def fill(self, wanted: int) -> bool:
        """Whether so many bytes are held, after reading what is missing."""
        while len(self.data) - self.at < wanted:
            block = self.stream.read(max(self.block_bytes, wanted))
            if not block:
                return False
            self.data, self.at = self.data[self.at :] + block, 0
        return True

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        self.at += size
        return taken

    def skip(self, size: int) -> bool:
        """Whether there were so many bytes to pass over."""
        while size > len(self.data) - self.at:
            size -= len(self.data) - self.at
            self.data, self.at = self.stream.read(self.block_bytes), 0
            if not self.data:
                return False
        self.at += size
        return True

    def skip_line(self) -> None:
        """Passes over what is left of a line, and its end."""
        while (end := self.data.find(b"\n", self.at)) < 0:
            self.data, self.at = self.stream.read(self.block_bytes), 0
            if not self.data:
                return
        self.at = end + 1

    def skip_blank(self) -> bool:
        """Whether anything follows that is not white space."""
        while self.fill(1):
            held = len(self.data) - self.at
            left = len(self.data[self.at :].lstrip()) if self.data[self.at : self.at + 1].isspace() else held
            self.at += held - left
            if left:
                return True
        return False


@dataclass
class _Frames:
    """Messages and rejections, gathered to chunks: a chunk's rejections stand before its messages."""

    blank: Chunk
    data: bytearray = field(default_factory=bytearray)
    bounds: list[tuple[int, int]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    next: int = 1

    def add(self, message: bytes) -> None:
        self.bounds.append((len(self.data), len(self.data) + len(message)))
        self.data += message
        self.next += 1

    def reject(self, reason: str) -> Iterator[Chunk]:
        if self.bounds or len(self.rejected) > MOST_REJECTED:
            yield from self.flush()
        last = self.rejected[-1] if self.rejected else None
        if last is not None and last.reason == reason:
            self.rejected[-1] = replace(last, last=self.next)
        else:
            self.rejected.append(Rejected(self.blank.source, reason, self.next, self.next))
        self.next += 1

    def flush(self) -> Iterator[Chunk]:
        if self.bounds or self.rejected:
            yield replace(
                self.blank,
                data=bytes(self.data),
                first=self.next - len(self.bounds),
                bounds=tuple(self.bounds),
                rejected=tuple(self.rejected),
            )
        self.data, self.bounds, self.rejected = bytearray(), [], []


def cut_frames(
    item: Item, reader: str, *, limit_bytes: int = LIMIT_BYTES, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Chunk]:
    """The item's messages, with their bounds. What has no length before it is rejected up to the next line feed.

    A message longer than `limit_bytes` is read past and rejected. At most twice `chunk_bytes + limit_bytes` are held.
    """
    frames = _Frames(Chunk(item.name, reader, b"", bounds=()))
    buffer = _Buffer(item.stream, chunk_bytes)
    try:
        while buffer.skip_blank():
            lack = _take_message(buffer, frames, limit_bytes)
            if lack is not None:
                yield from frames.reject(lack)
            if len(frames.data) >= chunk_bytes:
                yield from frames.flush()
    except StreamError as error:
        yield from frames.reject(str(error))
    yield from frames.flush()


def _take_message(buffer: _Buffer, frames: _Frames, limit_bytes: int) -> str | None:
    """Adds the next message to the frames, or says what is wrong with it."""
    buffer.fill(_LONGEST_COUNT)
    found = _COUNT.match(buffer.data, buffer.at)
    if not found:
        buffer.skip_line()
        return _LOST
    size = int(found[1])
    buffer.at = found.end()
    if size > limit_bytes:
        return f"The message is longer than {limit_bytes:,} bytes." if buffer.skip(size) else _BROKEN
    if not buffer.fill(size):
        buffer.at = len(buffer.data)
        return _BROKEN
    frames.add(buffer.take(size))
    return None
