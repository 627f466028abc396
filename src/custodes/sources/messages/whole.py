"""Files that are one item each, as chunks that `sources.joining` puts together."""

from __future__ import annotations

from collections.abc import Iterator

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError

_BLOCK_BYTES = 1 << 20


def cut_whole(item: Item, reader: str, *, limit_bytes: int) -> Iterator[Chunk]:
    """The file as one item; rejected where it is larger than `limit_bytes`. Where its packing breaks off, what came."""
    kept: list[bytes] = []
    kept_bytes, error = 0, None
    try:
        for block in iter(lambda: item.stream.read(_BLOCK_BYTES), b""):
            kept_bytes += len(block)
            if kept_bytes > limit_bytes:
                yield _rejecting(item, reader, 1, f"The file is larger than {limit_bytes:,} bytes.")
                return
            kept.append(block)
    except StreamError as broken:
        error = broken
    if kept:
        bounds, files = ((0, kept_bytes),), None if item.file is None else (item.file,)
        yield Chunk(item.name if files is None else item.source, reader, b"".join(kept), 1, bounds, files)
    if error is not None:
        yield _rejecting(item, reader, 2, str(error))


def _rejecting(item: Item, reader: str, position: int, reason: str) -> Chunk:
    return Chunk(item.name, reader, b"", position, (), rejected=(Rejected(item.name, reason, position, position),))
