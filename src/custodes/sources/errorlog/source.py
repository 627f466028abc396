"""Error logs of Apache and NGINX as a source: a line each.

What the server or a program of its wrote without a head (a stack trace, a failed assertion) is an event without a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.errorlog.forms import APACHE, read_line, server_of
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.records.reading import Records, read_records
from custodes.sources.records.times import Unreadable
from custodes.sources.syslog.said import find_said
from custodes.sources.web.reading import lines_of

HEAD_LINES = 10
CHUNK_BYTES = 1 << 20
"""Less than elsewhere: a line's fields take many times its bytes."""


class ErrorLog:
    """error.log, of either server."""

    name = "errorlog"

    def recognises(self, head: bytes) -> bool:
        """Whether most of the first lines have a head as the servers write it."""
        return _server_in(head) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines, each with whose log it is."""
        server = (_server_in(item.head) or APACHE).encode()
        lines = cut_lines(item, self.name, chunk_bytes=CHUNK_BYTES)
        return (replace(chunk, context=server) for chunk in lines)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's events: sign-ins where the server tells of one."""
        lines, server = lines_of(chunk), chunk.context.decode()
        loaded = (Unreadable(TORN) if b"\r" in line else _load(line, server) for line in lines)
        return read_records(chunk, Records(loaded, lines.data, lines.spans, chunk.first + lines.before, is_json=False))


def _load(line: bytes, server: str) -> dict[str, Any]:
    fields = read_line(line.decode(errors="replace"), server)
    return {**fields, **find_said(server, fields["message"])}


def _server_in(head: bytes) -> str | None:
    """Whose log it is, by the first line that has a head; most of the first must."""
    lines = [line for line in with_line_feeds(head).split(b"\n", HEAD_LINES)[:HEAD_LINES] if line.strip()]
    servers = [server for line in lines if (server := server_of(line.decode(errors="replace")))]
    return servers[0] if len(servers) * 2 > len(lines) else None


ERROR_LOG = ErrorLog()
