"""systemd's journal as a source, as `journalctl -o json` writes it: an entry a line.

A field that is no text is written as a list of its bytes, and one too long as null. An entry of Sysmon for Linux holds
a whole event as XML; its fields are those of the event.
After https://systemd.io/JOURNAL_EXPORT_FORMATS/, section "Journal JSON Format".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of
from custodes.sources.windows.xml import read_xml

CHUNK_BYTES = 1 << 20

_TIME = "__REALTIME_TIMESTAMP"
_SYSMON = "sysmon"
_OCTETS = frozenset(range(256))


class Journald:
    """Journal entries as JSON lines."""

    name = "journald"

    def recognises(self, head: bytes) -> bool:
        """Whether the first line that is not blank is an entry; where it is long, begins as one."""
        first, ended, _ = with_line_feeds(head).lstrip().partition(b"\n")
        if not ended and len(first) > 1 << 12:
            return first.startswith(b'{"') and f'"{_TIME}"'.encode() in first
        try:
            entry = orjson.loads(first)
        except orjson.JSONDecodeError:
            return False
        return isinstance(entry, dict) and _TIME in entry

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines."""
        return cut_lines(item, self.name, chunk_bytes=CHUNK_BYTES)

    def parse(self, chunk: Chunk) -> Parsed:
        """An event for each entry."""
        lines = lines_of(chunk)
        records = Records(map(_read, lines), lines.data, lines.spans, chunk.first + lines.before, is_json=False)
        return read_records(chunk, records)


def _read(line: bytes) -> dict[str, Any] | Unreadable:
    entry = Unreadable(TORN) if b"\r" in line else load(line)
    if isinstance(entry, Unreadable):
        return entry
    for name, value in entry.items():
        if isinstance(value, list):
            entry[name] = _read_octets(value)
    if entry.get("SYSLOG_IDENTIFIER") == _SYSMON and isinstance(message := entry.get("MESSAGE"), str):
        return read_xml(message) or entry
    return entry


def _read_octets(value: list[Any]) -> Any:
    """The text of a list of bytes; of a list of such lists, the texts."""
    if value and all(type(octet) is int and octet in _OCTETS for octet in value):
        return bytes(value).decode(errors="replace")
    if any(isinstance(inner, list) for inner in value):
        return [_read_octets(inner) if isinstance(inner, list) and _is_flat(inner) else inner for inner in value]
    return value


def _is_flat(value: list[Any]) -> bool:
    return not any(isinstance(inner, list | dict) for inner in value)


JOURNALD = Journald()
