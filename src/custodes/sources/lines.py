"""Cutting a stream of lines into chunks, whatever the lines hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError

LIMIT_BYTES = 1 << 20
CHUNK_BYTES = 4 << 20


def cut_lines(
    item: Item, reader: str, *, limit_bytes: int = LIMIT_BYTES, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Chunk]:
    """The item as chunks of whole lines, each with the number of its first line; every byte is read once.

    Only a line feed ends a line. A line longer than `limit_bytes` is read past and rejected, in a chunk of
    its own. Where the packing breaks off, the line it breaks in is rejected. At most twice
    `chunk_bytes + limit_bytes` are held.
    """
    first = 1
    try:
        for run in _runs(item.stream, limit_bytes, chunk_bytes):
            if run is None:
                reason = f"The line is longer than {limit_bytes:,} bytes."
                yield _rejecting(item, reader, Rejected(item.name, reason, first, first))
                first += 1
                continue
            yield Chunk(source=item.name, reader=reader, data=run, first=first)
            first += run.count(b"\n")
    except StreamError as error:
        yield _rejecting(item, reader, Rejected(item.name, str(error), first, first))


def _rejecting(item: Item, reader: str, rejected: Rejected) -> Chunk:
    return Chunk(source=item.name, reader=reader, data=b"", first=rejected.first, rejected=(rejected,))


def _runs(stream: BinaryIO, limit_bytes: int, chunk_bytes: int) -> Iterator[bytes | None]:
    """Runs of whole lines in order, and None for each line over the limit."""
    rest, skipping = b"", False
    while block := stream.read(chunk_bytes):
        if skipping:
            end = block.find(b"\n")
            if end < 0:
                continue
            block, skipping = block[end + 1 :], False
        data = rest + block if rest else block
        begin = at = 0
        while at < len(data):
            end = data.rfind(b"\n", at, at + limit_bytes + 1)
            if end >= 0:
                at = end + 1
                continue
            if len(data) - at <= limit_bytes:
                break
            if at > begin:
                yield data[begin:at]
            yield None
            end = data.find(b"\n", at)
            skipping = end < 0
            begin = at = len(data) if skipping else end + 1
        if at > begin:
            yield data[begin:at]
        rest = data[at:]
    if rest:
        yield rest
