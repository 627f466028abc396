"""One file on disk as the plain files in it, whatever it is packed in, read forward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from custodes.sources.archives import is_tar, moment, tar_members, zip_members
from custodes.sources.contract import Item, Rejected
from custodes.sources.decompress import MAGIC, decompress
from custodes.sources.errors import StreamError
from custodes.sources.names import is_companion, printable
from custodes.sources.streams import HEAD_BYTES, BlockStream, Meter

DEPTH_LIMIT = 4
MEMBER_LIMIT = 1_000_000
_ZIP = b"PK\x03\x04"
_GZIP_TIME = slice(4, 8)
"""Where a gzip header tells when its content was written (RFC 1952, section 2.3)."""
_DOCUMENT_ZIPS = (b"[Content_Types].xml", b"mimetype", b"META-INF/", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")
"""First members of zips that are one document (OOXML, OpenDocument, EPUB, jar): never opened as folders."""


@dataclass(frozen=True, slots=True)
class Place:
    """The names that an item will carry; see `Item`."""

    source: str
    file: str | None = None
    sign: str = "/"

    def below(self, member: str) -> Place:
        """The place of a member of the archive that lies here."""
        member = printable(member)
        if self.file is None:
            return Place(self.source, member, "!")
        return Place(self.source, f"{self.file}!{member}", self.sign)

    def rejected(self, reason: str) -> Rejected:
        """That what lies here could not be read."""
        return Rejected(source=self.source, reason=reason, file=self.file)


class Unpacker:
    """Reads one file on disk. What it yields must be read before the next is asked for."""

    def __init__(self, meter: Meter, read_bytes: Callable[[], int]) -> None:
        self._meter = meter
        self._read_bytes = read_bytes
        self._members = 0

    def unpack(self, place: Place, modified_at: datetime | None = None) -> Iterator[Item | Rejected]:
        """The items in it, in the order they lie there, and what could not be read."""
        yield from self._unpack(BlockStream(self._meter.blocks()), place, 0, modified_at)

    def _unpack(
        self, stream: BlockStream, place: Place, depth: int, modified_at: datetime | None
    ) -> Iterator[Item | Rejected]:
        head = stream.peek(HEAD_BYTES)
        packing = packing_of(head)
        if packing is not None and depth == DEPTH_LIMIT:
            yield place.rejected(f"It is packed more than {DEPTH_LIMIT} times over.")
        elif packing in ("zip", "tar"):
            yield from self._unpack_archive(packing, stream, place, depth, modified_at)
        elif packing is not None:
            content = BlockStream(self._meter.weigh(decompress(packing, stream)))
            told = moment(int.from_bytes(head[_GZIP_TIME], "little")) if packing == "gzip" else None
            yield from self._unpack(content, place, depth + 1, told or modified_at)
        elif stream.error is not None and not head:
            yield place.rejected(str(stream.error))
        else:
            yield Item(place.source, place.file, stream.as_file(), head, place.sign, self._read_bytes, modified_at)

    def _unpack_archive(
        self, packing: str, stream: BlockStream, place: Place, depth: int, modified_at: datetime | None
    ) -> Iterator[Item | Rejected]:
        members = zip_members if packing == "zip" else tar_members
        try:
            for name, content, told in members(stream, self._meter.weigh):
                self._members += 1
                if self._members > MEMBER_LIMIT:
                    yield place.rejected(f"It holds more than {MEMBER_LIMIT:,} files; the rest was not read.")
                    return
                if is_folder_or_companion(name):
                    continue
                yield from self._unpack(content, place.below(name), depth + 1, told or modified_at)
                if content.error is not None and not stream.peek(1):
                    return  # the member in which the file ends has said so
        except StreamError as error:
            yield place.rejected(str(error))


def packing_of(head: bytes) -> str | None:
    """What content that begins like this is packed in: gzip, bzip2, xz, zstd, zip, tar; None where it is not."""
    for magic, name in MAGIC.items():
        if head.startswith(magic):
            return name
    if head.startswith(_ZIP):
        return None if head[30:64].startswith(_DOCUMENT_ZIPS) else "zip"
    return "tar" if len(head) >= 512 and is_tar(head) else None


def is_folder_or_companion(name: str) -> bool:
    """Whether a member holds nothing to read."""
    return name.endswith("/") or name.startswith("__MACOSX/") or is_companion(PurePosixPath(name).name)
