"""Many small files as few chunks: a worker is worth sending a few megabytes, not one message."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from custodes.sources.contract import Chunk

JOINED_BYTES = 4 << 20


def join_files(chunks: Iterable[Chunk], *, limit_bytes: int = JOINED_BYTES) -> Iterator[Chunk]:
    """The same items in the same order, neighbours of one source that are files of their own joined to one chunk."""
    waiting: list[Chunk] = []
    waiting_bytes = 0
    for chunk in chunks:
        if waiting and not (_joins(waiting[-1], chunk) and waiting_bytes + len(chunk.data) <= limit_bytes):
            yield _joined(waiting)
            waiting, waiting_bytes = [], 0
        waiting.append(chunk)
        waiting_bytes += len(chunk.data)
    if waiting:
        yield _joined(waiting)


def _joins(left: Chunk, right: Chunk) -> bool:
    same = (left.source, left.reader) == (right.source, right.reader)
    return same and left.files is not None and right.files is not None


def _joined(chunks: list[Chunk]) -> Chunk:
    if len(chunks) == 1:
        return chunks[0]
    bounds, at = [], 0
    for chunk in chunks:
        bounds += [(begin + at, end + at) for begin, end in chunk.bounds or ()]
        at += len(chunk.data)
    return dataclasses.replace(
        chunks[0],
        data=b"".join(chunk.data for chunk in chunks),
        bounds=tuple(bounds),
        files=tuple(file for chunk in chunks for file in chunk.files or ()),
        rejected=tuple(rejected for chunk in chunks for rejected in chunk.rejected),
    )
