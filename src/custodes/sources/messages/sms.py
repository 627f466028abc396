"""Texts, picture messages and calls as SMS Backup & Restore saves them.

https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/
The numbers of message boxes and call types are Android's own (Telephony.Sms, Telephony.Mms, CallLog.Calls).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from custodes.events.fields import flatten
from custodes.events.schema import CALL, TEXT_MESSAGE, VOICEMAIL
from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.mail.decoding import decode_base64
from custodes.sources.mail.files import describe_file
from custodes.sources.mail.letter import Attachment
from custodes.sources.messages.communication import (
    Communication,
    as_json,
    milliseconds_or_none,
    parse_items,
    text_or_none,
    time_or_none,
)
from custodes.sources.messages.element import read_element
from custodes.sources.messages.elements import PASSED_OVER, Shape, cut_elements
from custodes.sources.records.times import Unreadable

_SHAPE = Shape.of(("sms", "mms", "call"), ("smses", "calls"))
_ROOT = re.compile(rb"<(?:smses|calls)(?=[\s/>])")
_BOXES = {"1": "received", "2": "sent", "3": "draft", "4": "outbox", "5": "failed", "6": "queued"}
_CALLS = {
    "1": "incoming",
    "2": "outgoing",
    "3": "missed",
    "4": "voicemail",
    "5": "rejected",
    "6": "blocked",
    "7": "answered elsewhere",
}
_OUTGOING = "2"
_RECEIVED = "1"
_SENDER, _RECIPIENTS = "137", frozenset(("129", "130", "151"))
"""Types of an address in a picture message (PduHeaders): from; bcc, cc, to."""
_OWN_NUMBER = "insert-address-token"
_NO_FILE = ("text/plain", "application/smil")
_PRODUCT = "android"

Fields = Mapping[str, str | None]


class SmsBackup:
    """Backups of a phone's messages and calls."""

    name = "sms"

    def recognises(self, head: bytes) -> bool:
        """Whether it is XML whose root is `smses` or `calls`."""
        begin = head.lstrip(b"\xef\xbb\xbf\r\n\t ")
        root = _ROOT.search(begin)
        return root is not None and begin[:1] == b"<" and _SHAPE.between.fullmatch(begin, 0, root.start()) is not None

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Its messages and calls; pictures of more than a few megabytes are passed over, and their size noted."""
        return cut_elements(item, self.name, _SHAPE)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event for each message and call."""
        return parse_items(chunk, _read)


def _read(record: bytes, _: str) -> Communication:
    element = read_element(record)
    reader = _READERS.get(str(element.tag))
    if reader is None:
        raise Unreadable("It is neither a text, a picture message nor a call.")
    return reader(element)


def _read_sms(element: etree._Element) -> Communication:
    fields = _fields(element)
    addresses = _addresses(fields)
    is_received = fields.get("type") == _RECEIVED
    return Communication(
        TEXT_MESSAGE,
        time=time_or_none(fields.get("date")),
        sender=next(iter(addresses), None) if is_received else None,
        recipients=[] if is_received else addresses,
        message=_lines(fields.get("subject"), fields.get("body")),
        event_code=_BOXES.get(fields.get("type") or ""),
        unmapped=as_json(fields),
        product=_PRODUCT,
    )


def _read_mms(element: etree._Element) -> Communication:
    fields = _fields(element)
    parts = [_fields(part) for part in element.iter("part")]
    people = [_fields(address) for address in element.iter("addr")]
    senders = [_address(one) for one in people if one.get("type") == _SENDER]
    listed = [_address(one) for one in people if one.get("type") in _RECIPIENTS]
    box = fields.get("msg_box")
    if box == _RECEIVED:
        senders += _addresses(fields)[:1]
    else:
        listed += _addresses(fields)
    sender = next(filter(None, senders), None)
    words = (part.get("text") for part in parts if part.get("ct") == "text/plain")
    return Communication(
        TEXT_MESSAGE,
        time=time_or_none(fields.get("date")),
        sender=sender,
        recipients=[one for one in dict.fromkeys(listed) if one and one != sender],
        message=_lines(fields.get("sub"), *words),
        files=[_file(part) for part in parts if part.get("ct") not in _NO_FILE],
        event_code=_BOXES.get(box or ""),
        unmapped=as_json(flatten(dict(fields) | {"parts": list(map(_brief, parts)), "addrs": people})),
        product=_PRODUCT,
    )


def _read_call(element: etree._Element) -> Communication:
    fields = _fields(element)
    number, kind = text_or_none(fields.get("number")), fields.get("type")
    is_outgoing = kind == _OUTGOING
    return Communication(
        VOICEMAIL if _CALLS.get(kind or "") == "voicemail" else CALL,
        time=time_or_none(fields.get("date")),
        sender=None if is_outgoing else number,
        recipients=[number] if is_outgoing and number else [],
        duration_ms=milliseconds_or_none(fields.get("duration")),
        event_code=_CALLS.get(kind or ""),
        unmapped=as_json(fields),
        product=_PRODUCT,
    )


_READERS: Mapping[str, Callable[[etree._Element], Communication]] = {
    "sms": _read_sms,
    "mms": _read_mms,
    "call": _read_call,
}


def _fields(element: etree._Element) -> dict[str, str | None]:
    return {str(name): None if value == "null" else str(value) for name, value in element.attrib.items()}


def _addresses(fields: Fields) -> list[str]:
    """Of a conversation of several the numbers stand between tildes."""
    return [one for one in (fields.get("address") or "").split("~") if one and one != _OWN_NUMBER]


def _address(fields: Fields) -> str | None:
    address = text_or_none(fields.get("address"))
    return None if address == _OWN_NUMBER else address


def _lines(*texts: str | None) -> str | None:
    return "\n".join(filter(None, texts)) or None


def _file(part: Fields) -> dict[str, Any]:
    name = next(filter(None, (part.get(field) for field in ("cl", "fn", "name"))), "")
    data = part.get("data") or ""
    passed_over = PASSED_OVER.fullmatch(data)
    content = b"" if passed_over else decode_base64(data.encode())
    described = describe_file(Attachment(name, part.get("ct") or "", content))
    return described | {"size": int(passed_over[1]) * 3 // 4, "text": None} if passed_over else described


def _brief(part: Fields) -> dict[str, str | int | None]:
    """The part's fields with the length of its data instead of the data."""
    return {name: len(value or "") if name == "data" else value for name, value in part.items()}


SMS = SmsBackup()
