"""The files within a picture message (MMS) of a telephone's backup, for those who need more than what they say."""

from __future__ import annotations

from lxml import etree

from custodes.sources.mail.decoding import decode_base64
from custodes.sources.mail.letter import Attachment
from custodes.sources.messages.element import read_element
from custodes.sources.messages.elements import PASSED_OVER
from custodes.sources.records.times import Unreadable

_NO_FILE = ("application/smil", "text/plain")


def read_parts(record: bytes) -> list[Attachment]:
    """The files that the record holds; none where it holds only their names, or is of another kind.

    What was too large for the backup's reader, and passed over, is not among them.
    """
    if not record.lstrip().startswith(b"<mms"):
        return []
    try:
        parts = list(read_element(record).iter("part"))
    except Unreadable:
        return []
    return [_attachment(part) for part in parts if part.get("ct") not in _NO_FILE and _is_held(part)]


def _is_held(part: etree._Element) -> bool:
    data = part.get("data") or ""
    return data not in ("", "null") and PASSED_OVER.fullmatch(data) is None


def _attachment(part: etree._Element) -> Attachment:
    names = (part.get(field) for field in ("cl", "fn", "name"))
    name = next((name for name in names if name and name != "null"), "")
    return Attachment(name, part.get("ct") or "", decode_base64((part.get("data") or "").encode()))
