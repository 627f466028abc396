r"""Zeek's logs as it writes them by default: header lines with the fields and their types, then one line an event.

    #separator \x09
    #path   http
    #fields ts  uid  id.orig_h …
    #types  time  string  addr …

https://docs.zeek.org/en/master/log-formats.html. Zeek's JSON lines are read by the source `jsonl` with the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from custodes.events import KINDS
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import with_line_feeds
from custodes.sources.tables import Table, tables
from custodes.sources.web.directives import cut_headed, read_context, read_head, tell_apart
from custodes.sources.web.layout import Escape, Layout
from custodes.sources.web.reading import Reading, parse_below
from custodes.sources.web.separated import parted
from custodes.sources.web.times import read_epoch
from custodes.sources.web.zeek_columns import Types, fill_columns

MOST_FIELDS = 256
TIME = "ts"
OTHER = "zeek"
"""The table of logs that have none of their own."""

HEADER_NAMES = frozenset({b"separator", b"set_separator", b"empty_field", b"unset_field", b"path", b"fields", b"types"})
_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|\\)")


@dataclass(frozen=True)
class Header:
    """What the lines above say of those below."""

    layout: Layout
    table: Table
    path: str | None
    """The name of the log: `http`, `dns`."""
    types: Types


class Zeek:
    """Zeek's tab-separated logs as a source."""

    name = "zeek"
    header_names = HEADER_NAMES

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with a separator and names its fields."""
        said = read_head(with_line_feeds(head))
        return b"separator" in said and b"fields" in said

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines below one header each."""
        return cut_headed(item, self.name, HEADER_NAMES)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events, of the kind that its log is of."""
        return parse_below(chunk, read_header(chunk.context), _parse)


def _parse(reading: Reading, header: Header) -> Parsed:
    columns = fill_columns(reading, header.table, header.types)
    columns["logsource.service"] = header.path or header.table.logsource.service
    times = read_epoch(reading.lines.octets, reading.located.fields[TIME])
    return reading.parsed(KINDS[header.table.kind], columns, times, reading.check_times(times, "in the field ts"))


@lru_cache(maxsize=64)
def read_header(context: bytes) -> Header | str:
    """The header that a chunk's context holds, or why there is none."""
    said = read_context(context)
    sign = _unescape(said.get(b"separator", b"\\x09").strip())
    if b"fields" not in said or len(sign) != 1 or not sign.isascii():
        return "not a Zeek line: no line before it names its fields"
    words = {name: line.removeprefix(sign).split(sign) for name, line in said.items()}
    fields = tell_apart(word.decode(errors="replace") for word in words[b"fields"])
    if len(fields) > MOST_FIELDS:
        return f"not a Zeek line: its header names more than {MOST_FIELDS} fields"
    if TIME not in fields:
        return "not a Zeek line: its header names no time"
    nothing = tuple(words.get(name, [word])[0] for name, word in ((b"unset_field", b"-"), (b"empty_field", b"(empty)")))
    layout = parted("zeek", "Zeek", fields, sign, escape=Escape(b"\\", _unescape), nothing=nothing)
    by_name = dict(zip(fields, (word.decode(errors="replace") for word in words.get(b"types", [])), strict=False))
    types = Types(by_name, words.get(b"set_separator", [b""])[0] or b",")
    path = words.get(b"path", [b""])[0].decode(errors="replace") or None
    return Header(layout, _find_table(path), path, types)


def _find_table(path: str | None) -> Table:
    return tables().get(f"zeek-{(path or '').replace('_', '-')}", tables()[OTHER])


def _unescape(value: bytes) -> bytes:
    r"""The value, `\xHH` and `\\` undone."""
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]) if found[1] else b"\\", value)


ZEEK = Zeek()
