"""The fields that a phone system notes beside a recording, in the four ways they are written."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

from lxml import etree

from custodes.events.fields import flatten
from custodes.sources.mail.decoding import decode_text
from custodes.sources.messages.element import read_element
from custodes.sources.messages.objects import read_object

_LINE = re.compile(r"^[ \t]*+([A-Za-z][\w.-]*+)(?:;[^:\n]*|[ \t]*+)[:=]>?[ \t]*+(.*)$", re.MULTILINE)
"""`name=value` (Asterisk) and `NAME;PARAMETERS:VALUE` (vCard)."""
_FOLD = re.compile(r"\r?\n[ \t]")
"""A line goes on where the next begins with a space (RFC 6350 section 3.2)."""
_WRAPPING = ("begin", "end", "version")


class Form(Enum):
    """How a note is written."""

    XML = "<"
    JSON = "{"
    CARD = "BEGIN:"
    LINES = "="


def form_of(begin: bytes) -> Form:
    """The form of what begins so."""
    begin = begin.lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"<"):
        return Form.XML
    if begin.startswith(b"{") or (begin.startswith(b"[") and not begin.startswith(b"[message]")):
        return Form.JSON
    return Form.CARD if begin[:6].upper() == b"BEGIN:" else Form.LINES


def read_fields(record: bytes) -> dict[str, Any]:
    """Values by name, flattened. Raises `Unreadable`."""
    form = form_of(record)
    if form is Form.XML:
        return flatten(_children(read_element(record.lstrip(b"\xef\xbb\xbf \t\r\n"))))
    if form is Form.JSON:
        return flatten(read_object(record))
    text = decode_text(record, None)
    lines = _LINE.findall(_FOLD.sub("", text) if form is Form.CARD else text)
    named = [(name, value.rstrip(" \t\r")) for name, value in lines if name.lower() not in _WRAPPING]
    return dict(reversed(named))  # of two the first counts


def _children(element: etree._Element) -> dict[str, Any]:
    return {str(child.tag): _children(child) if len(child) else child.text for child in element if child.tag}
