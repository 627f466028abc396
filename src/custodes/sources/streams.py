"""Reading bytes forward, once, whatever they come from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from custodes.sources.errors import StreamEndsEarlyError, StreamError, StreamTooLargeError

BLOCK_BYTES = 256 << 10
HEAD_BYTES = 64 << 10
BOMB_RATIO = 1000
BOMB_FLOOR_BYTES = 64 << 20
"""Small files of zeros may pack well; below this nothing is called a bomb."""
UNPACKED_LIMIT_BYTES = 100 << 30


class BlockStream(io.RawIOBase):
    """A readable stream over blocks of bytes. `read(n)` gives n bytes unless the end comes first.

    Where the blocks break off with a StreamError, all that came before is given first.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._ready = b""
        self._at = 0
        self.error: StreamError | None = None
        """What broke the stream off, once a reader has come to it."""

    def readable(self) -> bool:
        """Yes, until it is closed."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """The next `size` bytes, fewer only at the end. Raises the StreamError that broke it off, where it did."""
        wanted = -1 if size is None else size
        given = self._take(wanted)
        if self.error is not None and not given and wanted:
            raise self.error
        return given

    def peek(self, size: int) -> bytes:
        """The next bytes, up to `size`, without moving on."""
        self.push_back(self._take(size))
        return self._ready[self._at : self._at + size]

    def push_back(self, data: bytes) -> None:
        """`data` is what is read next."""
        if data:
            self._ready, self._at = data + self._ready[self._at :], 0

    def _take(self, size: int) -> bytes:
        parts, missing = [], size
        while missing:
            part = self._ready[self._at : self._at + missing] if missing > 0 else self._ready[self._at :]
            self._at += len(part)
            parts.append(part)
            missing -= len(part) if missing > 0 else 0
            if missing and not self._fill():
                break
        return b"".join(parts)

    def _fill(self) -> bool:
        if self.error is not None:
            return False
        self._ready, self._at = b"", 0
        try:
            while not self._ready:
                self._ready = next(self._blocks)
        except StopIteration:
            return False
        except StreamError as error:
            self.error = error
            return False
        return True

    def blocks(self, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
        """What is left, as blocks of that size."""
        return iter(lambda: self.read(block_bytes), b"")

    def as_file(self) -> BinaryIO:
        """Itself, under the type that readers ask for."""
        return cast(BinaryIO, self)


class Meter:
    """Weighs what comes out of one file against what was read of it, so that a bomb is put down in time."""

    def __init__(self, file: BinaryIO, *, limit_bytes: int = UNPACKED_LIMIT_BYTES) -> None:
        self._file = file
        self._limit_bytes = limit_bytes
        self._unpacked_bytes = 0
        self.read_bytes = 0

    def blocks(self) -> Iterator[bytes]:
        """The file's own blocks."""
        try:
            while block := self._file.read(BLOCK_BYTES):
                self.read_bytes += len(block)
                yield block
        except OSError as error:
            raise StreamEndsEarlyError(f"The file could not be read to its end: {error.strerror}.") from error

    def weigh(self, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """The same blocks; raises StreamTooLargeError once they weigh too much."""
        for block in blocks:
            self._unpacked_bytes += len(block)
            if self._is_bomb():
                raise StreamTooLargeError("The packed file unpacks to far more than its size; the rest was not read.")
            yield block

    def _is_bomb(self) -> bool:
        if self._unpacked_bytes <= BOMB_FLOOR_BYTES:
            return False
        return self._unpacked_bytes > min(BOMB_RATIO * self.read_bytes, self._limit_bytes)
