"""The Linux audit daemon's log as a source: one record a line, and for most events several.

    type=SYSCALL msg=audit(1795506158.243:24287): arch=c000003e syscall=59 success=yes exe="/usr/bin/id" key="x"
    type=EXECVE msg=audit(1795506158.243:24287): argc=2 a0="id" a1="-u"

Each record is an event of its own, since rules ask for records. Those of one event share its time and number, and stand
together, or near each other where two processors wrote at once; what its system call says of the program is told to its
other records (see `events`). So a chunk ends between events.
After https://github.com/linux-audit/audit-documentation/wiki and the specifications it names.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import LIMIT_BYTES, TORN, cut_lines, with_line_feeds
from custodes.sources.linux.events import complete
from custodes.sources.linux.records import read_record
from custodes.sources.records.reading import Records, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.web.reading import lines_of

_LINE = re.compile(rb"^(?:node=(\S+) )?type=\S+ msg=(audit\(\d+\.\d+:\d+\))", re.MULTILINE)
"""A record; its groups tell of which event."""

NEAR_BYTES = 1 << 16
"""Records of one event stand no further apart."""
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


def end_between_events(
    chunks: Iterator[Chunk], *, near_bytes: int = NEAR_BYTES, limit_bytes: int = LIMIT_BYTES
) -> Iterator[Chunk]:
    """The same lines, in chunks none of which ends inside an event.

    That holds where its records stand within `near_bytes`, or one after the other over up to `limit_bytes`, and no line
    is among them that was rejected for its length. At most a chunk and those two are held.
    """
    held: Chunk | None = None
    for chunk in chunks:
        if chunk.rejected:
            yield from (one for one in (held, chunk) if one is not None)
            held = None
            continue
        whole = _join(held, chunk)
        end = _find_end(whole.data, near_bytes, limit_bytes)
        begin = whole.first + whole.data.count(b"\n", 0, end)
        if end:
            yield Chunk(whole.source, whole.reader, whole.data[:end], whole.first)
        held = Chunk(whole.source, whole.reader, whole.data[end:], begin)
    if held is not None:
        yield held


def _join(held: Chunk | None, chunk: Chunk) -> Chunk:
    """Both as one; the blank lines that stood between them stand there again."""
    if held is None:
        return chunk
    lines = chunk.first - held.first - held.data.count(b"\n")
    return Chunk(chunk.source, chunk.reader, held.data + b"\n" * lines + chunk.data, held.first)


def _find_end(data: bytes, near_bytes: int, limit_bytes: int) -> int:
    """The last place, not too near to the end, across which no event stands.

    Where there is none, 0; or, once too much would be held, the first place at all after which it is no longer so.
    """
    records = [(found.start(), found.groups()) for found in _LINE.finditer(data)]
    last = {event: begin for begin, event in records}
    latest = data.rfind(b"\n", 0, max(len(data) - near_bytes, 0)) + 1
    end, over = 0, -1
    for begin, event in records:
        if begin > latest:
            break
        if begin > over or len(data) - end > near_bytes + limit_bytes:
            end = begin
        over = max(over, last[event])
    return latest if latest > over else end


def _load(lines: Iterable[bytes]) -> Iterator[dict[str, Any] | Unreadable]:
    """The fields of each record, in order, with what the others of its event tell it."""
    events = [_event_of(line) for line in lines]
    last = {event: place for place, event in enumerate(events)}
    unfinished: dict[tuple[bytes, ...], list[dict[str, Any]]] = {}
    waiting = deque[tuple[tuple[bytes, ...], dict[str, Any] | Unreadable]]()
    for place, (line, event) in enumerate(zip(lines, events, strict=True)):
        record = Unreadable(TORN) if b"\r" in line else read_record(line) or Unreadable(NO_RECORD)
        waiting.append((event, record))
        if event:
            siblings = unfinished.setdefault(event, [])
            if not isinstance(record, Unreadable):
                siblings.append(record)
            if last[event] == place:
                complete(unfinished.pop(event))
        while waiting and waiting[0][0] not in unfinished:
            yield waiting.popleft()[1]


def _event_of(line: bytes) -> tuple[bytes, ...]:
    """Which event a record is of; nothing for what is none."""
    found = _LINE.match(line)
    return found.groups() if found else ()


AUDITD = Auditd()
