r"""The Log Event Extended Format (IBM QRadar, "LEEF event components"):

    LEEF:1.0|vendor|product|version|event id|key=value<tab>key=value …
    LEEF:2.0|vendor|product|version|event id|delimiter|key=value…

The delimiter of 2.0 is a sign, or its number (`x5E`, `0x5E`); a tab where none is given. Nothing is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from custodes.sources.records.times import Unreadable
from custodes.sources.syslog.header import Line, gather
from custodes.sources.syslog.times import read_time, read_time_as
from custodes.sources.tables import text_of

NAMES = ("leefVersion", "vendor", "product", "version", "eventId")
TAB = "\t"

_HEADER = re.compile(r"LEEF:([\d.]+)\|([^|]*)\|([^|]*)\|([^|]*)\|([^|\t]*)(?:\|(.*))?", re.DOTALL)
_DELIMITER = re.compile(r"(?:0?x([0-9A-Fa-f]{1,4})|([^|]?))\|", re.ASCII)


def read_leef(line: Line) -> dict[str, Any]:
    """The event's fields by their own names. Raises `Unreadable`."""
    found = _HEADER.fullmatch(line.event)
    if not found:
        raise Unreadable("not a LEEF line: fewer than five fields in its header")
    *header, rest = found.groups()
    delimiter, rest = _find_delimiter(header[0], rest or "")
    return dict(zip(NAMES, header, strict=True)) | gather(_split(rest, delimiter))


def _split(attributes: str, delimiter: str) -> Iterator[tuple[str, str]]:
    for attribute in attributes.split(delimiter):
        key, equals, value = attribute.partition("=")
        if equals and key.strip():
            yield key.strip(), value.strip()


def _find_delimiter(version: str, rest: str) -> tuple[str, str]:
    """What parts the attributes, and they."""
    found = _DELIMITER.match(rest) if version.startswith("2") else None
    if not found:
        return TAB, rest
    sign = chr(int(found[1], 16)) if found[1] else found[2]
    return sign or TAB, rest[found.end() :]


def find_time(fields: dict[str, Any]) -> str | None:
    """When it happened, as the event says."""
    text, form = text_of(fields.get("devTime")), text_of(fields.get("devTimeFormat"))
    return (read_time_as(text, form) if form else None) or read_time(text)
