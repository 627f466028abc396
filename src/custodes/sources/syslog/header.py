"""What stands before the event on its line: a priority, a time, a host (RFC 3164, RFC 5424), or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from custodes.sources.syslog.times import read_time

LONGEST = 1024
"""Bytes of the longest header that is looked through."""

_EVENT = re.compile(rb"(?:CEF:\d{1,2}|LEEF:\d(?:\.\d)?)\|")
_HEADER = re.compile(
    r"(?:\d{1,7} (?=<))?(?:<\d{1,3}>)?(?:\d{1,2} )?"  # octet count, priority, version of RFC 5424
    r"(?:(?P<time>\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2} +\d{1,2} (?:\d{4} )?[\d:.]{8,15})\s+"
    r"(?P<host>[^\s:|]+))?",
    re.ASCII,
)


class Line(NamedTuple):
    """The event on a line, from its `CEF:` or `LEEF:` on; and the time and the host before it, where they are told."""

    event: str
    time: str | None = None
    host: str | None = None


def find_event(line: bytes) -> Line | None:
    """The event on a line, or None. What is not UTF-8 is replaced."""
    found = _EVENT.search(line, 0, LONGEST)
    if not found:
        return None
    event = line[found.start() :].decode(errors="replace")
    before = _HEADER.match(line[: found.start()].decode(errors="replace"))
    if before is None or before["time"] is None:
        return Line(event)
    host = before["host"] if before["host"] != "-" else None
    return Line(event, read_time(before["time"].replace(",", ".")), host)


def gather(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The fields of a record; a name given twice holds all its values, so that none goes unseen."""
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name not in fields:
            fields[name] = value
        elif isinstance(fields[name], list):
            fields[name].append(value)
        else:
            fields[name] = [fields[name], value]
    return fields
