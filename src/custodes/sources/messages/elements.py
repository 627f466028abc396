"""Cutting an XML file of many like elements, however large, at the elements' boundaries.

Nothing is parsed here, and no document type, entity or include of the file is ever looked at: an element is cut out
by its tags, and read on its own. An item reaches from its tag to its end; where it has none, to the next item. What
stands between items and is neither space, comment nor the root's tag is an item too, which `parse` rejects.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError

CHUNK_BYTES = 4 << 20
VALUE_LIMIT_BYTES = 4 << 20
ELEMENT_LIMIT_BYTES = 16 << 20
UNCLOSED = "The file breaks off: it has no end."

_TAIL_BYTES = 256
"""What is kept of a stretch that is passed over: the beginning of the next tag, or the end of the file."""
_DELIMITER = re.compile(rb"[\"'<>]")
_ATTRIBUTES = rb"(?:[^<>\"'/]++|/(?!>)|\"[^\"<]*+\"|'[^'<]*+')*+"
_COMMENT = rb"<!--(?:[^-]++|-(?!->))*+-->|<\?(?:[^?]++|\?(?!>))*+\?>"


@dataclass(frozen=True)
class Shape:
    """Expressions for the elements of one kind of file."""

    start: re.Pattern[bytes]
    whole: re.Pattern[bytes]
    between: re.Pattern[bytes]
    closed: re.Pattern[bytes]

    @classmethod
    def of(cls, names: Iterable[str], roots: Iterable[str]) -> Self:
        """The shape of a file whose root is one of `roots` and whose items are elements of one of `names`."""
        name, root = "|".join(names).encode(), "|".join(roots).encode()
        start, ends = rb"<(?:" + name + rb")(?=[\s/>])", rb"(?=[\s/>])"
        inside = rb"(?:[^<]++|<(?!/?(?:" + name + rb")[\s/>]))*+"
        edge = rb"</?(?:" + root + rb")" + ends + rb"[^<>]*+>"
        closing = rb"</(?:" + root + rb")\s*>|<(?:" + root + rb")" + ends + rb"[^<>]*/>"
        return cls(
            start=re.compile(start),
            whole=re.compile(rb"<(" + name + rb")" + ends + _ATTRIBUTES + rb"(?:/>|>" + inside + rb"</\1\s*>)"),
            between=re.compile(rb"(?:\s++|\xef\xbb\xbf|" + _COMMENT + b"|" + edge + b")*+"),
            closed=re.compile(closing),
        )


def cut_elements(
    item: Item,
    reader: str,
    shape: Shape,
    *,
    limit_bytes: int = ELEMENT_LIMIT_BYTES,
    value_limit_bytes: int = VALUE_LIMIT_BYTES,
    chunk_bytes: int = CHUNK_BYTES,
) -> Iterator[Chunk]:
    """The item's elements in chunks, in order; every byte is read once.

    A value longer than `value_limit_bytes` (a picture) is passed over: in its place stand its length and SHA-256. An
    element that is longer than `limit_bytes` without it is rejected. At most `limit_bytes` and some blocks are held.
    """
    stream = _Stream(item, min(chunk_bytes, value_limit_bytes))
    position, tail = 1, b""
    for run in _runs(shorten(stream.blocks(), value_limit_bytes), shape, limit_bytes):
        tail = (tail + run.data[-_TAIL_BYTES:])[-_TAIL_BYTES:]
        chunk = run.chunk(item.name, reader, position, shape, limit_bytes)
        position += chunk.count_items()
        if chunk.bounds or chunk.rejected:
            yield chunk
    if stream.broken is not None or shape.closed.search(tail) is None:
        yield _rejecting(item.name, reader, position, stream.broken or UNCLOSED)


class _Stream:
    """The blocks of an item, and why they broke off."""

    def __init__(self, item: Item, block_bytes: int) -> None:
        self._item = item
        self._block_bytes = block_bytes
        self.broken: str | None = None

    def blocks(self) -> Iterator[bytes]:
        try:
            yield from iter(lambda: self._item.stream.read(self._block_bytes), b"")
        except StreamError as error:
            self.broken = str(error)


@dataclass(frozen=True, slots=True)
class _Run:
    """Stretches one behind the other, each from an item's beginning to the next; or one that grew too long."""

    data: bytes
    begins: tuple[int, ...] = ()
    is_too_long: bool = False

    def chunk(self, source: str, reader: str, position: int, shape: Shape, limit_bytes: int) -> Chunk:
        if self.is_too_long:
            return _rejecting(source, reader, position, f"The message is larger than {limit_bytes:,} bytes.")
        bounds: list[tuple[int, int]] = []
        for begin, end in zip(self.begins, (*self.begins[1:], len(self.data)), strict=True):
            bounds += _items(self.data, begin, end, shape)
        return Chunk(source, reader, self.data if bounds else b"", position, tuple(bounds))


def _items(data: bytes, begin: int, end: int, shape: Shape) -> Iterator[tuple[int, int]]:
    """The element of a stretch, and what stands behind it that is nothing known."""
    if shape.start.match(data, begin, end):
        whole = shape.whole.match(data, begin, end)
        if whole is None:
            yield begin, _without_space(data, begin, end)
            return
        yield begin, whole.end()
        begin = whole.end()
    known = shape.between.match(data, begin, end)
    begin = known.end() if known else begin
    if begin < end:
        yield begin, _without_space(data, begin, end)


def _without_space(data: bytes, begin: int, end: int) -> int:
    return begin + len(data[begin:end].rstrip())


def _runs(blocks: Iterable[bytes], shape: Shape, limit_bytes: int) -> Iterator[_Run]:
    rest, looked, skipping = b"", 0, False
    for block in blocks:
        data = rest + block
        begins = [found.start() for found in shape.start.finditer(data, looked) if found.start() or skipping]
        if not skipping:
            begins.insert(0, 0)
        elif begins:
            skipping = False
        else:
            rest, looked = data[-_TAIL_BYTES:], 0
            continue
        yield from _split(data, begins, limit_bytes)
        rest = data[begins[-1] :]
        looked = max(0, len(rest) - _TAIL_BYTES)
        if len(rest) > limit_bytes:
            yield _Run(b"", is_too_long=True)
            rest, looked, skipping = rest[1:][-_TAIL_BYTES:], 0, True
    yield from [_Run(rest)] if skipping else _split(rest, [0, len(rest)], limit_bytes)


def _split(data: bytes, begins: list[int], limit_bytes: int) -> Iterator[_Run]:
    """The stretches but the last as runs of those that are within the limit, and each that is not by itself."""
    kept: list[int] = []
    for begin, end in pairwise(begins):
        if end - begin <= limit_bytes:
            kept.append(begin)
            continue
        if kept:
            yield _run(data[:begin], kept)
            kept = []
        yield _Run(b"", is_too_long=True)
    if kept:
        yield _run(data[: begins[-1]], kept)


def _run(data: bytes, begins: list[int]) -> _Run:
    return _Run(data[begins[0] :], tuple(begin - begins[0] for begin in begins))


def _rejecting(source: str, reader: str, position: int, reason: str) -> Chunk:
    return Chunk(source, reader, b"", position, (), rejected=(Rejected(source, reason, position, position),))


def shorten(blocks: Iterable[bytes], limit_bytes: int) -> Iterator[bytes]:
    """The same bytes, but for stretches of more than `limit_bytes` (no less than a block) without quote or angle.

    Each of those becomes a note of its length and SHA-256, so that what was passed over can still be proved.
    """
    run = _Stretch(limit_bytes)
    for block in blocks:
        found = _DELIMITER.search(block)
        if found is None:
            run.add(block)
            continue
        run.add(block[: found.start()])
        last = max(block.rfind(sign) for sign in (b'"', b"'", b"<", b">")) + 1
        yield run.take() + block[found.start() : last]
        run.add(block[last:])
    yield run.take()


class _Stretch:
    """Bytes between two delimiters, held until they are too many."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._kept: list[bytes] = []
        self._bytes = 0
        self._digest = hashlib.sha256()

    def add(self, data: bytes) -> None:
        self._kept.append(data)
        self._bytes += len(data)
        if self._bytes > self._limit_bytes:
            for part in self._kept:
                self._digest.update(part)
            self._kept = []

    def take(self) -> bytes:
        if self._bytes > self._limit_bytes:
            taken = f"[passed over: {self._bytes} bytes, SHA-256 {self._digest.hexdigest()}]".encode()
        else:
            taken = b"".join(self._kept)
        self._kept, self._bytes, self._digest = [], 0, hashlib.sha256()
        return taken


PASSED_OVER = re.compile(r"\[passed over: (\d{1,12}) bytes, SHA-256 [0-9a-f]{64}\]")
"""The note in place of a long value."""
