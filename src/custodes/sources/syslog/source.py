"""CEF and LEEF as a source: a line each, or a message each where their lengths stand before them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import cut_lines, with_line_feeds
from custodes.sources.records.times import Unreadable
from custodes.sources.syslog import cef, leef
from custodes.sources.syslog.frames import are_counted, cut_frames
from custodes.sources.syslog.header import find_event
from custodes.sources.syslog.parsing import parse_framed

HEAD_LINES = 10
TIME, HOST = "@timestamp", "syslog.host"
"""Fields that are added: when it happened, and the host that the line's header names."""


class CefLeef:
    """CEF and LEEF, with a syslog header or without one."""

    name = "cef"

    def recognises(self, head: bytes) -> bool:
        """Whether most of the first lines hold the beginning of such an event."""
        lines = [line for line in with_line_feeds(head).split(b"\n", HEAD_LINES)[:HEAD_LINES] if line.strip()]
        return sum(find_event(line) is not None for line in lines) * 2 > len(lines)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines, or of whole messages."""
        return cut_frames(item, self.name) if are_counted(item.head) else cut_lines(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events: web requests where they hold a URL."""
        return parse_framed(chunk, _load)


def _load(line: bytes) -> dict[str, Any] | Unreadable:
    """The event's fields, or what it lacks."""
    found = find_event(line)
    if found is None:
        return Unreadable("neither a CEF nor a LEEF line")
    kind = cef if found.event.startswith("CEF") else leef
    try:
        fields: dict[str, Any] = cef.read_cef(found) if kind is cef else leef.read_leef(found)
    except Unreadable as lack:
        return lack
    time = kind.find_time(fields) or found.time
    if time is not None:
        fields[TIME] = time
    if found.host is not None:
        fields[HOST] = found.host
    return fields


CEF_LEEF = CefLeef()
