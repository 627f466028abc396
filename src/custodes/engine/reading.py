"""A chunk to its events, whatever its source does: one item that a source fails on must not end the run."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice

from custodes.sources.contract import Chunk, Parsed, Rejected
from custodes.sources.registry import SOURCES
from custodes.sources.web.reading import reject_all

MOST_HALVINGS = 12
"""A stretch a source fails on is halved so often at most: of forty thousand lines, down to ten."""


def read_chunk(chunk: Chunk) -> Parsed:
    """The chunk's events, and what was rejected: all of it where no source reads it."""
    return _read(chunk, MOST_HALVINGS) if chunk.reader else Parsed((), chunk.rejected)


def _read(chunk: Chunk, halvings: int) -> Parsed:
    try:
        return SOURCES[chunk.reader].parse(chunk)
    except Exception as error:  # noqa: BLE001 - hostile input must not end the run; what was not read is told
        halves = _halve(chunk) if halvings else ()
        if not halves:
            return _reject(chunk, f"could not be read ({type(error).__name__})")
    parts = [_read(half, halvings - 1) for half in halves]
    return Parsed(
        tuple(batch for part in parts for batch in part.batches),
        tuple(item for part in parts for item in part.rejected),
        sum(part.spread for part in parts),
    )


def _halve(chunk: Chunk) -> tuple[Chunk, ...]:
    """The chunk as two, the items of the first before those of the second; none where it holds one item."""
    return _halve_lines(chunk) if chunk.bounds is None else _halve_items(chunk, chunk.bounds)


def _halve_lines(chunk: Chunk) -> tuple[Chunk, ...]:
    data, middle = chunk.data, len(chunk.data) // 2
    at = data.find(b"\n", middle, -1) + 1 or data.rfind(b"\n", 0, middle) + 1
    if not at:
        return ()
    first = chunk.first + data.count(b"\n", 0, at)
    return replace(chunk, data=data[:at]), replace(chunk, data=data[at:], first=first, rejected=())


def _halve_items(chunk: Chunk, bounds: tuple[tuple[int, int], ...]) -> tuple[Chunk, ...]:
    """Both halves keep all of the data: an item of Windows' log is read with what else its block holds."""
    middle = len(bounds) // 2
    if not middle:
        return ()
    left = replace(chunk, bounds=bounds[:middle])
    right = replace(chunk, bounds=bounds[middle:], rejected=())
    if chunk.files is not None:
        return replace(left, files=chunk.files[:middle]), replace(right, files=chunk.files[middle:])
    first = _positions(chunk, len(bounds))[middle]
    before = tuple(item for item in chunk.rejected if item.first < first)
    behind = tuple(item for item in chunk.rejected if item.first >= first)
    return replace(left, rejected=before), replace(right, first=first, rejected=behind)


def _positions(chunk: Chunk, items: int) -> list[int]:
    """Where the items stand, which its cutter did not reject."""
    rejected = {position for item in chunk.rejected for position in range(item.first, item.last + 1)}
    return list(islice((position for position in count(chunk.first) if position not in rejected), items))


def _reject(chunk: Chunk, reason: str) -> Parsed:
    """Each item of the chunk as rejected."""
    if chunk.bounds is None:
        return reject_all(chunk, reason)
    if chunk.files is not None:
        rejected = [Rejected(chunk.source, reason, 1, 1, file) for file in chunk.files]
    else:
        rejected = [Rejected(chunk.source, reason, at, at) for at in _positions(chunk, len(chunk.bounds))]
    return Parsed((), (*chunk.rejected, *rejected))
