"""gzip, bzip2, xz and zstd as one thing: blocks in, blocks out, never much at once."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import zstandard

from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.streams import BlockStream

ENDS_EARLY = "The packed file ends early; what came before it was read."
DAMAGED = "The packed file is damaged; what came before it was read."
OUT_BYTES = 1 << 20
XZ_MEMORY_BYTES = 256 << 20
ZSTD_WINDOW_BYTES = 128 << 20
FEED_BYTES = 16 << 10
ZSTD_FEED_BYTES = 1 << 10
"""zstd's decompressor gives all that a feed holds: at worst 128 KiB for each 4 bytes of it."""


class Decompressor(Protocol):
    """What the libraries agree on; `feed` is wrapped around what they do not."""

    @property
    def eof(self) -> bool:
        """Whether the packed stream has come to its own end."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What was fed beyond that end."""
        ...


def _open_zlib(wbits: int) -> tuple[Decompressor, Callable[[bytes], Iterator[bytes]]]:
    unpacker = zlib.decompressobj(wbits)

    def feed(data: bytes) -> Iterator[bytes]:
        while data and not unpacker.eof:
            yield unpacker.decompress(data, OUT_BYTES)
            data = unpacker.unconsumed_tail

    return unpacker, feed


def _open_bounded(
    unpacker: bz2.BZ2Decompressor | lzma.LZMADecompressor,
) -> tuple[Decompressor, Callable[[bytes], Iterator[bytes]]]:
    def feed(data: bytes) -> Iterator[bytes]:
        yield unpacker.decompress(data, OUT_BYTES)
        while not unpacker.eof and not unpacker.needs_input:
            yield unpacker.decompress(b"", OUT_BYTES)

    return unpacker, feed


def _open_zstd() -> tuple[Decompressor, Callable[[bytes], Iterator[bytes]]]:
    unpacker = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()

    def feed(data: bytes) -> Iterator[bytes]:
        for at in range(0, len(data), ZSTD_FEED_BYTES):
            yield unpacker.decompress(data[at : at + ZSTD_FEED_BYTES])

    return unpacker, feed


OPENERS: dict[str, Callable[[], tuple[Decompressor, Callable[[bytes], Iterator[bytes]]]]] = {
    "deflate": lambda: _open_zlib(-zlib.MAX_WBITS),
    "gzip": lambda: _open_zlib(16 + zlib.MAX_WBITS),
    "bzip2": lambda: _open_bounded(bz2.BZ2Decompressor()),
    "xz": lambda: _open_bounded(lzma.LZMADecompressor(memlimit=XZ_MEMORY_BYTES)),
    "zstd": _open_zstd,
}
MAGIC = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_FAILURES = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError)
# bz2 raises OSError; an OSError of the file beneath was made a StreamError before it comes here


def decompress_one(packing: str, stream: BlockStream) -> Iterator[bytes]:
    """What one packed stream holds; what follows it is left in `stream`. Raises StreamEndsEarlyError."""
    unpacker, feed = OPENERS[packing]()
    while not unpacker.eof:
        data = stream.read(ZSTD_FEED_BYTES if packing == "zstd" else FEED_BYTES)
        if not data:
            raise StreamEndsEarlyError(ENDS_EARLY)
        try:
            yield from feed(data)
        except _FAILURES as error:
            raise StreamEndsEarlyError(DAMAGED) from error
    stream.push_back(unpacker.unused_data)


def decompress(packing: str, stream: BlockStream) -> Iterator[bytes]:
    """What a packed file holds: one packed stream or several, one after another, with zeros between them."""
    magic = next(magic for magic, name in MAGIC.items() if name == packing)
    yield from decompress_one(packing, stream)
    while follows := stream.peek(512):
        if follows.startswith(magic):
            yield from decompress_one(packing, stream)
        elif follows.strip(b"\0"):
            raise StreamEndsEarlyError(DAMAGED)
        else:
            stream.read(len(follows))
