"""Voicemail: the note that a phone system keeps beside each recording.

The recording itself is another file: the source `sound` counts it, and nobody listens to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from custodes.events.schema import VOICEMAIL as KIND
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.messages.communication import (
    Communication,
    as_json,
    milliseconds_or_none,
    parse_items,
    text_or_none,
    time_or_none,
)
from custodes.sources.messages.elements import Shape, cut_elements
from custodes.sources.messages.sidecars import Form, form_of, read_fields
from custodes.sources.messages.whole import cut_whole
from custodes.sources.records.cutting import cut_records
from custodes.sources.records.times import Unreadable
from custodes.sources.tables import Table, tables, text_of

LIMIT_BYTES = 1 << 20
_SHAPE = Shape.of(("message", "Message"), ("voicemail", "messages", "Messages"))
_ASTERISK = re.compile(
    rb"(?:\s|\xef\xbb\xbf|;[^\n]*\n)*+\[message\][ \t\r]*\n(?:[^\n]*\n){0,20}?(?:origmailbox|origtime)[ \t]*="
)
_CARD = re.compile(
    rb"\s*+BEGIN:[A-Z]+[ \t\r]*\n(?:[^\n]*\n){0,50}?X-[A-Z-]*(?:VOICE|CALLER|DURATION|MAILBOX)", re.IGNORECASE
)
_XML_LIST = re.compile(rb"<(?:voicemail|messages|Messages)(?=[\s>])")
_NAMES = (
    (b'"cid_number"', b'"message_len"'),
    (b'"origmailbox"', b'"callerid"'),
    (b'"ArrivalTime"', b'"CallerId"'),
    (b'"mailbox"', b'"duration"', b'"caller_id'),
    (b'"mailbox"', b'"duration"', b'"caller_number"'),
    (b"<cid-number>", b"<created_epoch>"),
    (b"<ArrivalTime>", b"<CallerId>"),
)
"""What a record of JSON or XML has that tells of a voicemail: all of one line."""
_PRODUCTS = {"origmailbox": "asterisk", "cid_number": "freeswitch", "arrivaltime": "cisco"}
_MILLISECONDS = ("cisco",)
_CALLER_ID = re.compile(r'(?:"[^"]*"\s*+|[^<"]*+)<([^<>]+)>')
_NOBODY = ("unknown", "anonymous", "private", "unavailable")


class Voicemail:
    """Notes of recordings: Asterisk's, FreeSWITCH's, Cisco's, and sidecars in the manner of vCard."""

    name = "voicemail"

    def recognises(self, head: bytes) -> bool:
        """Whether it is a note by its form, or JSON or XML with the names of one."""
        if form_of(head) in (Form.XML, Form.JSON):
            return any(all(name in head for name in names) for names in _NAMES)
        return _ASTERISK.match(head) is not None or _CARD.match(head) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The file as one note, or the notes it lists."""
        form = form_of(item.head)
        if form is Form.JSON:
            return cut_records(item, self.name)
        if form is Form.XML and _XML_LIST.search(item.head):
            return cut_elements(item, self.name, _SHAPE)
        return cut_whole(item, self.name, limit_bytes=LIMIT_BYTES)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event for each note. The phone system is the library's own: on-site."""
        return parse_items(chunk, _read, is_on_premises=True)


def _read(record: bytes, file: str) -> Communication:
    fields = read_fields(record)
    named = {_plain(name): value for name, value in fields.items()}
    table = tables()["voicemail"]
    picked = table.pick(named)
    if not picked:
        raise Unreadable("It tells nothing of a voicemail.")
    product = next((known for name, known in _PRODUCTS.items() if name in named), None)
    mailbox = text_or_none(text_of(picked.get("communication.channel")))
    return Communication(
        KIND,
        time=time_or_none(picked.get("time")),
        sender=_caller(text_of(picked.get("communication.from"))),
        recipients=[mailbox] if mailbox else [],
        channel=mailbox,
        message=text_or_none(picked.get("message")),
        duration_ms=milliseconds_or_none(
            picked.get("duration"), units_a_second=1000 if product in _MILLISECONDS else 1
        ),
        files=_sound(picked.get("files"), file, product),
        event_code=_event_code(table, named),
        unmapped=None if form_of(record) is Form.JSON else as_json(fields),
        product=product,
    )


def _plain(name: str) -> str:
    return name.lower().removeprefix("x-").replace("-", "_")


def _caller(value: str) -> str | None:
    """The number of `"Ann" <5550101>`, or what stands there; None where nobody was named."""
    in_angles = _CALLER_ID.fullmatch(value.strip())
    number = (in_angles[1] if in_angles else value).strip()
    return None if number.lower() in _NOBODY else number or None


def _sound(path: Any, file: str, product: str | None) -> list[dict[str, Any]]:
    """The recording: as the note names it; Asterisk's has the note's own name with another ending."""
    if text_or_none(path):
        name = PurePosixPath(path.replace("\\", "/")).name
    elif product == "asterisk":
        name = PurePosixPath(file.replace("!", "/")).stem
    else:
        return []
    return [{"name": name, "mime_type": None, "size": None, "text": None, "is_encrypted": None}]


def _event_code(table: Table, named: Mapping[str, Any]) -> str | None:
    return next(filter(None, (text_or_none(named.get(name)) for name in table.event_code)), None)


VOICEMAIL = Voicemail()
