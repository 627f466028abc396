"""Fields of a message's header that no column has, read from the record itself."""

from __future__ import annotations

import re

HEADER_LOOKED_AT_BYTES = 65_536
_ADDRESS = re.compile(rb"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}")
_SENDER = re.compile(rb"^sender:((?:[^\n]|\n[ \t]){0,1000})", re.IGNORECASE | re.MULTILINE)
_RECEIVED = re.compile(rb"^received:", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"\n\r?\n")


def header_of(record: bytes) -> bytes:
    """The header of a message, as far as it is looked at; of the message within, if it is a journal's report."""
    head = record[:HEADER_LOOKED_AT_BYTES]
    outer = _until_empty_line(head)
    if _IN_A_JOURNAL.search(outer) and (inner := _ENCLOSED.search(head)):
        return _until_empty_line(head[inner.end() :])
    return outer


def _until_empty_line(head: bytes) -> bytes:
    end = _END.search(head)
    return head[: end.start()] if end else head


_IN_A_JOURNAL = re.compile(rb"^x-ms-journal-report:", re.IGNORECASE | re.MULTILINE)
_ENCLOSED = re.compile(
    rb"^content-type:[ \t]*message/rfc822[^\n]*\n(?:[^\r\n][^\n]*\n){0,20}\r?\n", re.IGNORECASE | re.MULTILINE
)


def find_sender(header: bytes) -> str:
    """The address in the field `Sender`, small letters; "" where there is none. RFC 5322, section 3.6.2."""
    field = _SENDER.search(header) if b"\nsender:" in b"\n" + header.lower() else None
    addresses = _ADDRESS.findall(field[1]) if field else []
    return addresses[-1].decode("ascii", "replace").lower() if addresses else ""


_OF_LISTS = (
    b"\nlist-",
    b"\nmailing-list:",
    b"\nx-mailman",
    b"\nprecedence: list",
    b"\nprecedence: bulk",
    b"\nx-mailing-list",
)


def names_a_list(header: bytes) -> bool:
    """Whether a mailing list left its marks. Anybody can write them: they excuse, they do not clear."""
    lowered = b"\n" + header.lower()
    return any(mark in lowered for mark in _OF_LISTS)


_FROM_HOST = re.compile(rb"^received:\s+from\s+([\w.-]{1,253})", re.IGNORECASE | re.MULTILINE)


def find_last_host(header: bytes) -> str:
    """The host that handed the message over last, as it called itself; "" where none is noted."""
    found = _FROM_HOST.search(header)
    return found[1].decode("ascii", "replace").lower() if found else ""


def was_carried(header: bytes) -> bool:
    """Whether any server noted that it passed the message on."""
    return _RECEIVED.search(header) is not None
