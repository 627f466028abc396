"""zip and tar read forward, member by member, without going back and without holding a member whole."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from tarfile import EOFHeaderError, HeaderError  # type: ignore[attr-defined] # typeshed leaves one out
from typing import IO, NamedTuple, Self, cast

from custodes.sources.decompress import DAMAGED, ENDS_EARLY, decompress_one
from custodes.sources.errors import StreamEndsEarlyError, StreamLockedError, StreamTooLargeError, StreamUnknownError
from custodes.sources.streams import BLOCK_BYTES, BlockStream

Weigh = Callable[[Iterator[bytes]], Iterator[bytes]]
"""Passes blocks on, and raises StreamTooLargeError once there are too many."""

_LOCAL, _DESCRIPTOR = b"PK\x03\x04", b"PK\x07\x08"
_ZIP_ENDS = (b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06")
_METHODS = {8: "deflate", 12: "bzip2", 93: "zstd"}
_STORED = 0
_LOCKED, _SIZE_FOLLOWS, _IS_UTF8 = 0x1, 0x8, 0x800
_IN_ZIP64 = 0xFFFFFFFF
_TAR_HEADER_LIMIT_BYTES = 1 << 20
_TAR_EXTENSIONS = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE)


class Member(NamedTuple):
    """A file in an archive: to be read before the next is asked for."""

    name: str
    content: BlockStream
    modified_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    flags: int
    method: int
    crc: int
    packed_bytes: int
    is_wide: bool
    """Whether sizes take eight bytes (ZIP64)."""
    modified_at: datetime | None

    @property
    def is_open_ended(self) -> bool:
        return bool(self.flags & _SIZE_FOLLOWS)


def zip_members(stream: BlockStream, weigh: Weigh) -> Iterator[Member]:
    """Each member in the order they lie in the file; one cut short gives those before the cut.

    Source: PKWARE APPNOTE 6.3.10, 4.3.7 to 4.3.9.
    """
    while (sign := stream.read(4)) == _LOCAL:
        entry = _read_entry(stream)
        packed = stream if entry.is_open_ended else BlockStream(_limited(stream, entry.packed_bytes))
        content = BlockStream(weigh(_content(entry, packed)))
        yield Member(entry.name, content, entry.modified_at)
        drain(content if entry.is_open_ended else packed)
        if entry.is_open_ended and entry.method != _STORED:
            _skip_descriptor(entry, stream)
    if sign not in _ZIP_ENDS:
        raise StreamEndsEarlyError(DAMAGED if len(sign) == 4 else ENDS_EARLY)


def drain(stream: BlockStream) -> None:
    """Reads what is left of it, for nobody."""
    for _ in stream.blocks():
        pass


def _read_entry(stream: BlockStream) -> _Entry:
    fixed = _exactly(stream, 26)
    flags, method = _number(fixed[2:4]), _number(fixed[4:6])
    name = _exactly(stream, _number(fixed[22:24]))
    wide = _wide_packed_bytes(_exactly(stream, _number(fixed[24:26])), size=_number(fixed[18:22]))
    packed_bytes = _number(fixed[14:18])
    return _Entry(
        name=name.decode("utf-8" if flags & _IS_UTF8 else "cp437", "replace"),
        flags=flags,
        method=method,
        crc=_number(fixed[10:14]),
        packed_bytes=wide if wide is not None and packed_bytes == _IN_ZIP64 else packed_bytes,
        is_wide=wide is not None,
        modified_at=_read_date(_number(fixed[8:10]), _number(fixed[6:8])),
    )


def _read_date(day: int, time: int) -> datetime | None:
    """The moment that MS-DOS writes so (4.4.6), of whatever zone; None for none."""
    try:
        return datetime(
            1980 + (day >> 9), day >> 5 & 15, day & 31, time >> 11, time >> 5 & 63, (time & 31) * 2, tzinfo=UTC
        )
    except ValueError:
        return None


def _wide_packed_bytes(extra: bytes, *, size: int) -> int | None:
    """The ZIP64 size in the extra fields (4.5.3); the unpacked size stands before it where that is wide too."""
    while len(extra) >= 4:
        kind, length = _number(extra[:2]), _number(extra[2:4])
        if kind == 1:
            at = 12 if size == _IN_ZIP64 else 4
            return _number(extra[at : at + 8])
        extra = extra[4 + length :]
    return None


def _content(entry: _Entry, packed: BlockStream) -> Iterator[bytes]:
    if entry.flags & _LOCKED:
        raise StreamLockedError("It is locked with a password.")
    if entry.method == _STORED:
        blocks = _until_descriptor(entry, packed) if entry.is_open_ended else packed.blocks()
    elif entry.method in _METHODS:
        blocks = decompress_one(_METHODS[entry.method], packed)
    else:
        raise StreamUnknownError("It is packed in a way that is not known here.")
    crc = 0
    for block in blocks:
        crc = zlib.crc32(block, crc)
        yield block
    if not entry.is_open_ended and crc != entry.crc:
        raise StreamEndsEarlyError(DAMAGED)


def _limited(stream: BlockStream, size: int) -> Iterator[bytes]:
    while size:
        block = stream.read(min(size, BLOCK_BYTES))
        if not block:
            raise StreamEndsEarlyError(ENDS_EARLY)
        size -= len(block)
        yield block


def _skip_descriptor(entry: _Entry, stream: BlockStream) -> None:
    """What stands behind data whose size was not known before: a sign (or none), checksum and sizes."""
    if stream.peek(4) == _DESCRIPTOR:
        stream.read(4)
    stream.read(20 if entry.is_wide else 12)


def _until_descriptor(entry: _Entry, stream: BlockStream) -> Iterator[bytes]:
    """Stored data of unknown size: it ends where a descriptor states just the size that came before it."""
    width = 8 if entry.is_wide else 4
    given = 0
    while block := stream.read(BLOCK_BYTES):
        data = block + stream.read(24)
        found = _find_descriptor(data, given, width)
        if found is not None:
            stream.push_back(data[found + 8 + 2 * width :])
            yield data[:found]
            return
        stream.push_back(data[len(block) :])
        given += len(block)
        yield block
    raise StreamEndsEarlyError(ENDS_EARLY)


def _find_descriptor(data: bytes, given: int, width: int) -> int | None:
    at = data.find(_DESCRIPTOR)
    while at >= 0:
        if _number(data[at + 8 : at + 8 + width]) == given + at:
            return at
        at = data.find(_DESCRIPTOR, at + 1)
    return None


def _number(field: bytes) -> int:
    return int.from_bytes(field, "little")


def _exactly(stream: BlockStream, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise StreamEndsEarlyError(ENDS_EARLY)
    return data


class _Header(tarfile.TarInfo):
    """A member's header that speaks up where the standard library would take damage for the end."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        begins_at = tarfile.offset
        try:
            return super().fromtarfile(tarfile)
        except HeaderError as error:
            if isinstance(error, EOFHeaderError) or begins_at == 0:
                raise
            raise StreamEndsEarlyError(DAMAGED) from error

    def _proc_member(
        self, tarfile: tarfile.TarFile
    ) -> Self:  # the module names this for overriding; typeshed leaves it out
        if self.type in _TAR_EXTENSIONS and self.size > _TAR_HEADER_LIMIT_BYTES:
            raise StreamTooLargeError("A header in the packed file is too large.")
        return cast(Self, super()._proc_member(tarfile))  # type: ignore[misc]


def moment(seconds: float) -> datetime | None:
    """The moment so many seconds after 1970; None for none, and for 0, which packers write for it."""
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def is_tar(head: bytes) -> bool:
    """Whether it begins with a tar header: its checksum says so, in old files too."""
    try:
        tarfile.TarInfo.frombuf(head[:512], "utf-8", "replace")
    except tarfile.TarError:
        return False
    return True


def tar_members(stream: BlockStream, weigh: Weigh) -> Iterator[Member]:
    """Each plain file in a tar; links, folders and devices hold nothing of their own."""
    try:
        with tarfile.open(fileobj=stream.as_file(), mode="r|", bufsize=BLOCK_BYTES, tarinfo=_Header) as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined] # the module keeps every header it met; a million of them is memory
                content = archive.extractfile(member) if member.isreg() else None
                if content is not None:
                    yield Member(member.name, BlockStream(weigh(_read_member(content))), moment(member.mtime))
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise StreamEndsEarlyError(ENDS_EARLY) from error


def _read_member(content: IO[bytes]) -> Iterator[bytes]:
    try:
        while block := content.read(BLOCK_BYTES):
            yield block
    except tarfile.TarError as error:
        raise StreamEndsEarlyError(ENDS_EARLY) from error
