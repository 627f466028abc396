"""The layout of an EVTX file: a header, then blocks of 64 KiB, each of which can be read alone.

    file header   4096 bytes: ElfFile
    block         ElfChnk, 512 bytes of header, then records; its names and templates are its own
    record        ** 0 0, size (4 bytes), number (8), time (8), binary XML, size once more

After https://github.com/libyal/libevtx/blob/main/documentation/Windows%20XML%20Event%20Log%20(EVTX).asciidoc.
Microsoft calls a block a chunk; here a chunk is what a worker is sent.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

FILE_SIGN, BLOCK_SIGN, RECORD_SIGN = b"ElfFile\0", b"ElfChnk\0", b"**\0\0"
HEADER_BYTES, BLOCK_BYTES, RECORDS_AT = 4096, 1 << 16, 512

_LAST_NUMBER_AT, _FREE_AT, _NAMES_AT = 32, 48, 128
_SMALLEST_RECORD = 28
_GAP, _NEVER = 2**64 - 2, 2**64 - 1
"""Numbers that no record of ours has: of what stands between records, and the last one, at which a parser stops."""

_RECORD, _SIZE, _NUMBER = struct.Struct("<4sIQ"), struct.Struct("<I"), struct.Struct("<Q")


class Stretch(NamedTuple):
    """A half-open range of a block: a record, or bytes where records should be and none can be made out."""

    begin: int
    end: int
    is_record: bool


def walk(block: bytes) -> Iterator[Stretch]:
    """The records of a block that has its header, in order, and what is damaged between them.

    What lies behind the records is free, and no stretch. Where the block breaks off, the last one is no record.
    """
    used = _used_bytes(block)
    at, end = RECORDS_AT, min(used, len(block))
    last = Stretch(0, at, is_record=True)
    while at < end:
        size = _record_bytes(block, at, end)
        next_at = at + size if size else _find_record(block, at + _SMALLEST_RECORD, end)
        last = Stretch(at, next_at, is_record=bool(size))
        if size or any(block[at:next_at]):
            yield last
        at = next_at
    if end < used and last.is_record:
        yield Stretch(end, end, is_record=False)


def _used_bytes(block: bytes) -> int:
    """Where the free space of a block begins, as its header says; its end, where that cannot be."""
    (used,) = _SIZE.unpack_from(block, _FREE_AT)
    return used if RECORDS_AT <= used <= BLOCK_BYTES else BLOCK_BYTES


def _record_bytes(block: bytes, at: int, end: int) -> int:
    """The size of the record that begins here, 0 where none does."""
    if at + _SMALLEST_RECORD > end:
        return 0
    sign, size, _ = _RECORD.unpack_from(block, at)
    return size if sign == RECORD_SIGN and _SMALLEST_RECORD <= size <= end - at else 0


def _find_record(block: bytes, at: int, end: int) -> int:
    """Where the next record begins whose size stands at both its ends, or the end."""
    while (at := block.find(RECORD_SIGN, at, end)) >= 0:
        size = _record_bytes(block, at, end)
        if size and _SIZE.unpack_from(block, at + size - 4)[0] == size:
            return at
        at += 1
    return end


def rebuild(block: bytes, records: Sequence[tuple[int, int]]) -> bytes:
    """A file of this one block, whose records (ranges of the block) are numbered from 0.

    Between them stand records without a number of ours. The tables of names and templates are left out: a parser
    finds both where they are used, and would run in a circle for ever where a table of them does.
    """
    made = bytearray(block.ljust(BLOCK_BYTES, b"\0"))
    made[_NAMES_AT:RECORDS_AT] = bytes(RECORDS_AT - _NAMES_AT)
    at = RECORDS_AT
    for number, (begin, end) in enumerate(records):
        if at < begin:
            _RECORD.pack_into(made, at, RECORD_SIGN, begin - at, _GAP)
        _RECORD.pack_into(made, begin, RECORD_SIGN, end - begin, number)
        at = end
    _NUMBER.pack_into(made, _LAST_NUMBER_AT, _NEVER)
    _SIZE.pack_into(made, _FREE_AT, at)
    return _FILE_HEADER + made


def _file_header() -> bytes:
    fields = struct.pack("<8sQQQIHHHH", FILE_SIGN, 0, 0, 1, 128, 1, 3, HEADER_BYTES, 1).ljust(120, b"\0")
    return (fields + struct.pack("<II", 0, zlib.crc32(fields))).ljust(HEADER_BYTES, b"\0")


_FILE_HEADER = _file_header()


def by_block(bounds: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The records of several blocks one behind the other, by where their block begins, each as a range of it."""
    blocks: dict[int, list[tuple[int, int]]] = {}
    for begin, end in bounds:
        start = begin - begin % BLOCK_BYTES
        blocks.setdefault(start, []).append((begin - start, end - start))
    return blocks
