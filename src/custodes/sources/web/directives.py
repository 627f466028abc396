"""Cutting a log whose own lines, each begun with `#`, name the fields of the lines that follow.

Such a line may stand anywhere and change what holds; a chunk from the middle of a file must still be read as
the file would be. So a chunk carries the lines that hold for it (`Chunk.context`), ends where they change, and
has a blank line in place of each: they are no items, but count in the numbers of lines.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from custodes.sources.contract import Chunk, Item
from custodes.sources.lines import CHUNK_BYTES, LIMIT_BYTES, cut_lines

_NAME = re.compile(rb"#([A-Za-z_-]+)[:\s]?")


@dataclass
class _Held:
    """The last line of each of the names."""

    names: frozenset[bytes]
    lines: dict[bytes, bytes] = field(default_factory=dict)

    def take(self, line: bytes) -> bool:
        """Whether the line changes what holds."""
        name = name_of(line)
        if name not in self.names or self.lines.get(name) == line:
            return False
        self.lines[name] = line
        return True

    @property
    def context(self) -> bytes:
        return b"\n".join(self.lines[name] for name in sorted(self.lines))


def cut_headed(
    item: Item,
    reader: str,
    names: frozenset[bytes],
    *,
    limit_bytes: int = LIMIT_BYTES,
    chunk_bytes: int = CHUNK_BYTES,
) -> Iterator[Chunk]:
    """The item's chunks as of `cut_lines`, each with those of the header lines of these names that hold for it."""
    held = _Held(names)
    for chunk in cut_lines(item, reader, limit_bytes=limit_bytes, chunk_bytes=chunk_bytes):
        yield from _part(chunk, held)


def _part(chunk: Chunk, held: _Held) -> Iterator[Chunk]:
    data = chunk.data.removeprefix(codecs.BOM_UTF8) if chunk.first == 1 else chunk.data
    begin, first, kept = 0, chunk.first, list[bytes]()
    for start, end in _find_headers(data):
        kept.append(data[begin:start])
        begin, context = end, held.context
        if held.take(data[start:end].rstrip(b"\r")):
            before = b"".join(kept)
            if before.strip():
                yield replace(chunk, data=before, first=first, context=context, rejected=())
            first, kept = first + before.count(b"\n"), []
    rest = b"".join([*kept, data[begin:]])
    if rest.strip() or chunk.rejected:
        yield replace(chunk, data=rest, first=first, context=held.context)


def _find_headers(data: bytes) -> Iterator[tuple[int, int]]:
    """The range of each line that begins with `#`, without its line feed."""
    start = 0 if data.startswith(b"#") else _find_next(data, 0)
    while start >= 0:
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield start, end
        start = _find_next(data, end)


def _find_next(data: bytes, begin: int) -> int:
    before = data.find(b"\n#", begin)
    return before if before < 0 else before + 1


def name_of(line: bytes) -> bytes:
    """The name of a header line in lower case: `fields` of `#Fields: date time`; empty where it has none."""
    found = _NAME.match(line)
    return found[1].lower() if found else b""


def read_context(context: bytes) -> Mapping[bytes, bytes]:
    """By the name of each line of a context what follows the name."""
    found = filter(None, map(_NAME.match, context.split(b"\n")))
    return {name[1].lower(): name.string[name.end() :] for name in found}


def read_head(head: bytes) -> Mapping[bytes, bytes]:
    """What the header lines at the very beginning of a file say, by name."""
    return read_context(b"\n".join(_header_lines(head)))


def _header_lines(head: bytes) -> Sequence[bytes]:
    lines = [line.rstrip(b"\r") for line in head.removeprefix(codecs.BOM_UTF8).split(b"\n") if line.strip()]
    count = next((count for count, line in enumerate(lines) if not line.startswith(b"#")), len(lines))
    return lines[:count]


def tell_apart(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each that was met before with its number behind it."""
    seen, apart = dict[str, int](), list[str]()
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        apart.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return tuple(apart)
