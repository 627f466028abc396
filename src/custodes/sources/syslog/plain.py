"""Syslog as a source: what programs and Cisco's systems write, a line each (`auth.log`, `secure`, `messages`).

RFC 3164 leaves out the year and the zone of a time. The year is the last in which a line can be older than its file
(`Item.modified_at`), which may be wrong for a log of more than a year; the zone is taken as UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import cut_lines, with_line_feeds
from custodes.sources.records.times import Unreadable
from custodes.sources.syslog.cisco import read_cisco
from custodes.sources.syslog.frames import are_counted, cut_frames
from custodes.sources.syslog.message import NOT_ONE, read_message
from custodes.sources.syslog.parsing import parse_framed
from custodes.sources.syslog.said import find_said

HEAD_LINES = 10
CHUNK_BYTES = 1 << 20
"""Less than elsewhere: a line's fields take many times its bytes."""

_COUNT = re.compile(rb"\d{1,9} (?=<)")


class Syslog:
    """Lines of syslog, of RFC 3164 and RFC 5424."""

    name = "syslog"

    def recognises(self, head: bytes) -> bool:
        """Whether most of the first lines have a header and say which program wrote them."""
        lines = [line for line in with_line_feeds(head).split(b"\n", HEAD_LINES)[:HEAD_LINES] if line.strip()]
        return sum(map(_is_sure, lines)) * 2 > len(lines)

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines, or of whole messages, each with when the file was written."""
        latest = b"" if item.modified_at is None else item.modified_at.isoformat().encode()
        cut = cut_frames if are_counted(item.head) else cut_lines
        return (replace(chunk, context=latest) for chunk in cut(item, self.name, chunk_bytes=CHUNK_BYTES))

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events: sign-ins where a program tells of one."""
        latest = chunk.context.decode()
        return parse_framed(chunk, lambda line: _load(line, latest))


def _load(line: bytes, latest: str) -> dict[str, Any] | Unreadable:
    """The fields of a line, with what its message says of people; or that it is none."""
    text = line.decode(errors="replace")
    fields = read_cisco(text, latest) or read_message(text, latest)
    if fields is None:
        return Unreadable(NOT_ONE)
    return {**fields, **find_said(fields.get("facility") or fields.get("programname", ""), fields["msg"])}


def _is_sure(line: bytes) -> bool:
    text = _COUNT.sub(b"", line, count=1).decode(errors="replace")
    fields = read_cisco(text, "") or read_message(text, "") or {}
    return bool(fields.get("facility") or fields.get("programname"))


SYSLOG = Syslog()
