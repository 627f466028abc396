"""The Linux audit daemon's log as a source: one record a line, and for most events several.

    type=SYSCALL msg=audit(1795506158.243:24287): arch=c000003e syscall=59 success=yes exe="/usr/bin/id" key="x"
    type=EXECVE msg=audit(1795506158.243:24287): argc=2 a0="id" a1="-u"

Each record is an event of its own, since rules ask for records. Those of one event stand together and share its number;
what its system call says of the program is told to its other records (see `events`). So a chunk ends between events.
After https://github.com/linux-audit/audit-documentation/wiki and the specifications it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import LIMIT_BYTES, TORN, cut_lines, with_line_feeds
from custodes.sources.linux.events import complete
from custodes.sources.linux.records import read_record
from custodes.sources.records.reading import Records, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of

_LINE = re.compile(rb"(?:node=\S+ )?type=\S+ msg=audit\(\d+\.\d+:(\d+)\)")

CHUNK_BYTES = 1 << 20
"""Less than elsewhere: a line's fields take many times its bytes."""

NO_RECORD = "not a record of the audit log"


class Auditd:
    """audit.log."""

    name = "auditd"

    def recognises(self, head: bytes) -> bool:
        """Whether the first line that is not blank is an audit record."""
        return _LINE.match(with_line_feeds(head).lstrip()) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines that end between two events."""
        return end_between_events(cut_lines(item, self.name, chunk_bytes=CHUNK_BYTES))

    def parse(self, chunk: Chunk) -> Parsed:
        """An event for each record."""
        lines = lines_of(chunk)
        records = Records(_load(lines), lines.data, lines.spans, chunk.first + lines.before, is_json=False)
        return read_records(chunk, records)


def end_between_events(chunks: Iterator[Chunk], *, limit_bytes: int = LIMIT_BYTES) -> Iterator[Chunk]:
    """The same lines, in chunks none of which ends inside an event of up to `limit_bytes`."""
    held: Chunk | None = None
    for chunk in chunks:
        if chunk.rejected:
            yield from (one for one in (held, chunk) if one is not None)
            held = None
            continue
        whole = _join(held, chunk)
        end = _last_event(whole.data)
        if len(whole.data) - end > limit_bytes:
            end = len(whole.data)
        begin = whole.first + whole.data.count(b"\n", 0, end)
        if end:
            yield Chunk(whole.source, whole.reader, whole.data[:end], whole.first)
        held = Chunk(whole.source, whole.reader, whole.data[end:], begin) if end < len(whole.data) else None
    if held is not None:
        yield held


def _join(held: Chunk | None, chunk: Chunk) -> Chunk:
    """Both as one; the blank lines that stood between them stand there again."""
    if held is None:
        return chunk
    lines = chunk.first - held.first - held.data.count(b"\n")
    return Chunk(chunk.source, chunk.reader, held.data + b"\n" * lines + chunk.data, held.first)


def _last_event(data: bytes) -> int:
    """Where the records of the last event begin."""
    begin, number = len(data), None
    while begin:
        line = data.rfind(b"\n", 0, begin - 1) + 1
        found = _LINE.match(data, line)
        if found is None or number not in {None, found[1]}:
            break
        begin, number = line, found[1]
    return begin


def _load(lines: Any) -> Iterator[dict[str, Any] | Unreadable]:
    """The fields of each record, event by event."""
    event: list[dict[str, Any] | Unreadable] = []
    number: str | None = None
    for line in lines:
        record = Unreadable(TORN) if b"\r" in line else read_record(line) or Unreadable(NO_RECORD)
        serial = None if isinstance(record, Unreadable) else record["serial"]
        if serial != number or serial is None:
            yield from complete(event)
            event, number = [], serial
        event.append(record)
    yield from complete(event)


AUDITD = Auditd()
