"""Finding where messages begin in a stream, cheaply, without reading them.

A mailbox (mbox) is messages one after another, each behind a line `From sender date`. A file that does
not begin with such a line is one message, whatever it quotes. The bytes of a message are those that
the standard library's `mailbox.mbox` gives: without the From line and the empty line that parts it from the next.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from custodes.sources.contract import Chunk, Item, Rejected
from custodes.sources.errors import StreamError

READER = "mail"
MESSAGE_LIMIT_BYTES = 64 << 20
CHUNK_BYTES = 4 << 20
_FROM_LINE_LIMIT_BYTES = 1000
_BEFORE = b"\xef\xbb\xbf\r\n"
"""A byte order mark or empty lines before the first message."""
_NOT_A_FIELD = (b"From ", b">From ")
"""A first line that some exports leave before the header."""
_FROM_LINE = re.compile(
    rb"From [^\n]{0,500}?(?:"
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2})\b[^\n]{0,40}\d{4}"
    rb"|\d{4}-\d\d-\d\d[ T]\d\d:\d\d"
    rb")[^\n]{0,60}\n"
)
"""A sender and a date with its year (RFC 4155, and the variants of Gmail, Thunderbird and Mailman).

Stricter than the standard library, which takes any line that begins with `From ` for one: a mailbox
whose text lines were not guarded (`>From`) is still cut where messages begin.
"""


def is_from_line(begin: bytes) -> bool:
    """Whether it begins with a mailbox's From line."""
    return _FROM_LINE.match(begin) is not None


def cut_mail(item: Item, *, limit_bytes: int = MESSAGE_LIMIT_BYTES, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """The item's messages in chunks. A message that grows beyond `limit_bytes` is read past and rejected.

    A file of a folder that holds one message keeps its name as its place; all others are sources of their own.
    Where the packing breaks off, the message it breaks in is given as far as it came.
    """
    blocks = iter(lambda: item.stream.read(chunk_bytes), b"")
    if is_from_line(item.head.lstrip(_BEFORE)):
        yield from _cut_mailbox(item, blocks, limit_bytes)
    else:
        yield from _cut_single(item, blocks, limit_bytes)


def _cut_single(item: Item, blocks: Iterator[bytes], limit_bytes: int) -> Iterator[Chunk]:
    kept: list[bytes] = []
    kept_bytes, error = 0, None
    try:
        for block in blocks:
            kept_bytes += len(block)
            if kept_bytes <= limit_bytes:
                kept.append(block)
    except StreamError as broken:
        error = broken
    data = b"".join(kept)
    if kept_bytes > limit_bytes:
        yield _rejecting(item, 1, _too_large(limit_bytes))
    elif data.strip():
        begin = data.find(b"\n") + 1 if data.startswith(_NOT_A_FIELD) else 0
        yield _chunk(item, data, ((begin, len(data)),), first=1, is_whole_file=True)
    if error is not None:
        yield _rejecting(item, 2, str(error))


def _cut_mailbox(item: Item, blocks: Iterator[bytes], limit_bytes: int) -> Iterator[Chunk]:
    """`rest` is a message that is not whole yet, From line first, or while skipping the tail of one too large."""
    rest, looked, first, skipping, error = b"", 0, 1, False, None
    for block in _until_error(blocks):
        if isinstance(block, StreamError):
            error = block
            break
        data = rest + block if rest else block if looked else block.lstrip(_BEFORE)
        begins = _find_begins(data, looked)
        if skipping and not begins:
            rest, looked = data[-_FROM_LINE_LIMIT_BYTES:], 0
            continue
        begins = begins if skipping else [0, *begins]
        skipping = False
        if len(begins) > 1:
            yield _chunk(item, data, _bounds(data, begins), first=first)
            first += len(begins) - 1
        rest = data[begins[-1] :]
        looked = max(0, len(rest) - _FROM_LINE_LIMIT_BYTES)
        if len(rest) > limit_bytes:
            yield _rejecting(item, first, _too_large(limit_bytes))
            rest, looked, first, skipping = rest[-_FROM_LINE_LIMIT_BYTES:], 0, first + 1, True
    if rest and not skipping:
        yield _chunk(item, rest, _bounds(rest, [0, len(rest)]), first=first, is_whole_file=first == 1)
        first += 1
    if error is not None:
        yield _rejecting(item, first, str(error))


def _until_error(blocks: Iterator[bytes]) -> Iterator[bytes | StreamError]:
    try:
        yield from blocks
    except StreamError as error:
        yield error


def _find_begins(data: bytes, looked: int) -> list[int]:
    """Where From lines begin from `looked` on, but not at 0: that one is known."""
    begins = []
    at = data.find(b"\nFrom ", looked)
    while at >= 0:
        if _FROM_LINE.match(data, at + 1):
            begins.append(at + 1)
        at = data.find(b"\nFrom ", at + 1)
    return begins


def _bounds(data: bytes, begins: list[int]) -> tuple[tuple[int, int], ...]:
    """The messages between From lines, without those lines and without the empty line before the next."""
    bounds = []
    for begin, end in itertools.pairwise(begins):
        start = min(data.find(b"\n", begin) + 1 or end, end)
        has_empty_line = data[end - 1 : end] == b"\n" and (end - 1 == start or data[end - 2 : end - 1] == b"\n")
        bounds.append((start, end - 1 if has_empty_line and end > start else end))
    return tuple(bounds)


def _chunk(
    item: Item, data: bytes, bounds: tuple[tuple[int, int], ...], *, first: int, is_whole_file: bool = False
) -> Chunk:
    if is_whole_file and item.file is not None:
        return Chunk(item.source, READER, data, first, bounds, files=(item.file,))
    return Chunk(item.name, READER, data, first, bounds)


def _rejecting(item: Item, position: int, reason: str) -> Chunk:
    rejected = Rejected(item.name, reason, position, position)
    return Chunk(item.name, READER, b"", position, (), rejected=(rejected,))


def _too_large(limit_bytes: int) -> str:
    return f"The message is larger than {limit_bytes >> 20} MiB."
