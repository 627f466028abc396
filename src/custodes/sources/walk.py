"""From the paths a person names to the plain files in them, in the same order every time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from custodes.sources.archives import moment
from custodes.sources.contract import Item, Rejected
from custodes.sources.names import is_companion, printable
from custodes.sources.streams import Meter
from custodes.sources.unpack import Place, Unpacker

_KINDS = (
    (stat.S_ISFIFO, "It is a pipe, not a file."),
    (stat.S_ISSOCK, "It is a socket, not a file."),
    (stat.S_ISCHR, "It is a device, not a file."),
    (stat.S_ISBLK, "It is a device, not a file."),
)

READ_ALREADY = "The folder was read already: a link leads back to it."


def why_no_file(mode: int) -> str:
    """What stands there, by its mode, that is neither a file nor a folder: a pipe is never opened, one would wait."""
    return next((why for is_kind, why in _KINDS if is_kind(mode)), "It is not a file.")


@dataclass(slots=True)
class Walk:
    """One reading of all inputs. Iterate it once; each item must be read before the next is asked for."""

    paths: Sequence[Path]
    read_bytes: int = 0
    """Bytes of the inputs, as they lie on disk, that were read or passed so far."""
    _folders: set[tuple[int, int]] = field(default_factory=set)

    def __iter__(self) -> Iterator[Item | Rejected]:
        for path in self.paths:
            yield from self._open(path, Place(printable(str(path))))

    def _open(self, path: Path, place: Place) -> Iterator[Item | Rejected]:
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                yield from self._open_folder(path, place, (status.st_dev, status.st_ino))
            elif stat.S_ISREG(status.st_mode):
                yield from self._open_file(path, place, status)
            else:
                yield place.rejected(why_no_file(status.st_mode))
        except OSError as error:
            yield place.rejected(_why(path, error))

    def _open_folder(self, folder: Path, place: Place, identity: tuple[int, int]) -> Iterator[Item | Rejected]:
        if identity in self._folders:
            yield place.rejected(READ_ALREADY)
            return
        self._folders.add(identity)
        names = sorted(entry.name for entry in folder.iterdir())
        is_maildir = "cur" in names and "new" in names
        for name in names:
            if is_companion(name) or (is_maildir and name == "tmp"):
                continue  # a Maildir's tmp holds deliveries that were never finished
            below = name if place.file is None else f"{place.file}/{name}"
            yield from self._open(folder / name, Place(place.source, printable(below)))

    def _open_file(self, path: Path, place: Place, status: os.stat_result) -> Iterator[Item | Rejected]:
        before, size_bytes = self.read_bytes, status.st_size
        with path.open("rb", buffering=0) as file:
            meter = Meter(file)
            yield from Unpacker(meter, lambda: before + min(meter.read_bytes, size_bytes)).unpack(
                place, moment(status.st_mtime)
            )
        self.read_bytes = before + size_bytes


def open_items(paths: Sequence[Path]) -> Iterator[Item | Rejected]:
    """Every plain file in the paths, unpacked, in sorted order, and what could not be opened, with the reason.

    An item must be read before the next is asked for: its stream is closed then. Folders are walked, links are
    followed, and a folder that was met before is not walked again.
    """
    return iter(Walk(paths))


def total_bytes(paths: Sequence[Path]) -> int:
    """How much the paths hold on disk; what cannot be looked at counts as nothing."""
    return sum(_size_bytes(Path(root) / name) for path in paths for root, _, names in _walk(path) for name in names)


def _walk(path: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    return os.walk(path) if path.is_dir() else iter([(str(path.parent), [], [path.name])])


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "The link leads nowhere." if path.is_symlink() else "The file was gone when it was to be read."
    if isinstance(error, PermissionError):
        return "There is no permission to read it."
    return f"It could not be opened: {error.strerror}."
