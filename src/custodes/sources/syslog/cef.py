r"""The Common Event Format (ArcSight, "Implementing ArcSight Common Event Format", revision 26):

    CEF:0|vendor|product|version|event class|name|severity|key=value key=value …

In the header `\|` and `\\` stand for those signs, in a value `\=`, `\\`, `\n` and `\r`. A value ends where the next key
begins. `cs1Label=Policy cs1=Staff` gives the custom field a name of its own.
"""

from __future__ import annotations

import re

from custodes.sources.records.times import Unreadable
from custodes.sources.syslog.header import Line
from custodes.sources.syslog.times import read_time

NAMES = ("cefVersion", "deviceVendor", "deviceProduct", "deviceVersion", "deviceEventClassId", "name", "severity")
TIMES = ("rt", "deviceReceiptTime", "end", "start")
LABEL = "Label"

_PART = r"([^\\|]*(?:\\.[^\\|]*)*)"
_HEADER = re.compile(r"CEF:(\d+)\|" + r"\|".join([_PART] * 6) + r"(?:\|(.*))?", re.DOTALL)
_KEY = re.compile(r"(?:^|\s)([A-Za-z0-9_.\[\]-]+)=")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def read_cef(line: Line) -> dict[str, str]:
    """The event's fields by CEF's names and by its own labels. Raises `Unreadable`."""
    found = _HEADER.fullmatch(line.event)
    if not found:
        raise Unreadable("not a CEF line: fewer than seven fields in its header")
    *header, extension = found.groups()
    pieces = _KEY.split(extension or "")
    fields = dict(zip((*NAMES, *pieces[1::2]), (*header, *map(str.strip, pieces[2::2])), strict=True))
    if "\\" in line.event:
        fields = {name: _ESCAPE.sub(_undo, value) if "\\" in value else value for name, value in fields.items()}
    return _add_labels(fields) if LABEL in line.event else fields


def _undo(escape: re.Match[str]) -> str:
    return _ESCAPED.get(escape[1], escape[1])


def _add_labels(fields: dict[str, str]) -> dict[str, str]:
    """The fields, and each one that has a label also under that name."""
    labels = {name.removesuffix(LABEL): label for name, label in fields.items() if name.endswith(LABEL)}
    named = {label: fields[name] for name, label in labels.items() if label and name in fields}
    return {**named, **fields}


def find_time(fields: dict[str, str]) -> str | None:
    """When it happened, as the event says: its receipt by the device, its end, or its start."""
    zone = fields.get("dtz", "")
    times = (read_time(fields[name], zone) for name in TIMES if name in fields)
    return next(filter(None, times), None)
