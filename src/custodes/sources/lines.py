"""Cutting a stream of lines into chunks, whatever the lines hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError

LIMIT_BYTES = 1 << 20
CHUNK_BYTES = 4 << 20


TORN = "holds a carriage return, and so may be several lines"
"""Why a line is rejected in which a carriage return stands: as one, it would hide what follows."""


def with_line_feeds(head: bytes) -> bytes:
    """The beginning of a stream with line feeds as line ends, where it has carriage returns alone."""
    return head.replace(b"\r", b"\n") if _has_returns_alone(head) else head


def _has_returns_alone(head: bytes) -> bool:
    return b"\n" not in head and b"\r" in head[:-1]  # after the last a line feed may come


def cut_lines(
    item: Item, reader: str, *, limit_bytes: int = LIMIT_BYTES, chunk_bytes: int = CHUNK_BYTES
) -> Iterator[Chunk]:
    """The item as chunks of whole lines, each with the number of its first line; every byte is read once.

    A line feed ends a line; where the item's head has none, carriage returns do, and are replaced by line feeds.
    Blank lines at the edges of a chunk are left out. A line longer than `limit_bytes` is read past and rejected,
    in a chunk of its own. Where the packing breaks off, the line it breaks in is rejected. At most twice
    `chunk_bytes + limit_bytes` are held.
    """
    first = 1
    blocks = iter(lambda: item.stream.read(chunk_bytes), b"")
    if _has_returns_alone(item.head):
        blocks = (block.replace(b"\r", b"\n") for block in blocks)
    try:
        for run in _runs(blocks, limit_bytes):
            if run is None:
                reason = f"The line is longer than {limit_bytes:,} bytes."
                yield _rejecting(item, reader, Rejected(item.name, reason, first, first))
                first += 1
                continue
            begin, end = _trim(run)
            if begin < end:
                skipped = run.count(b"\n", 0, begin)
                yield Chunk(source=item.name, reader=reader, data=run[begin:end], first=first + skipped)
            first += run.count(b"\n")
    except StreamError as error:
        yield _rejecting(item, reader, Rejected(item.name, str(error), first, first))


def _trim(run: bytes) -> tuple[int, int]:
    """The range without the blank lines before and after it; whole lines, each with its end."""
    left = len(run) - len(run.lstrip())
    if left == len(run):
        return 0, 0
    right = run.find(b"\n", len(run.rstrip()))
    return run.rfind(b"\n", 0, left) + 1, len(run) if right < 0 else right + 1


def _rejecting(item: Item, reader: str, rejected: Rejected) -> Chunk:
    return Chunk(source=item.name, reader=reader, data=b"", first=rejected.first, rejected=(rejected,))


def _runs(blocks: Iterable[bytes], limit_bytes: int) -> Iterator[bytes | None]:
    """Runs of whole lines in order, and None for each line over the limit."""
    rest, skipping = b"", False
    for block in blocks:
        if skipping:
            end = block.find(b"\n")
            if end < 0:
                continue
            skipping = False
            data = block[end + 1 :]
        else:
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
