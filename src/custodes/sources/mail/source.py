"""The mail source: what is taken for mail, and its two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.mail.cut import cut_mail, is_from_line
from custodes.sources.mail.parse import parse_mail

_FIELD = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,70})[ \t]*:")
_KNOWN_FIELDS = frozenset(
    b"from to cc bcc subject date message-id received return-path delivered-to reply-to sender mime-version"
    b" content-type x-original-to authentication-results dkim-signature envelope-to in-reply-to list-id"
    b" resent-from x-mozilla-status arc-seal received-spf errors-to importance x-sender x-gm-thrid".split()
)
_HEAD_LINES = 60


class Mail:
    """Mail in any of its usual containers."""

    name = "mail"

    def recognises(self, head: bytes) -> bool:
        """Whether it begins with a mailbox's From line, or with header lines of which two are known to mail."""
        begin = head.lstrip(b"\xef\xbb\xbf\r\n \t")
        if is_from_line(begin):
            return True
        if not _begins_with_field(begin):
            return False
        fields = (match[1].lower() for line in _lines(begin) if (match := _FIELD.match(line)))
        known = _distinct(name for name in fields if name in _KNOWN_FIELDS)
        return len(list(islice(known, 2))) == 2

    def cut(self, item: Item) -> Iterator[Chunk]:
        """The item's messages, a few megabytes a chunk."""
        return cut_mail(item)

    def parse(self, chunk: Chunk) -> Parsed:
        """One event a message, whatever its bytes."""
        return parse_mail(chunk)


def _lines(begin: bytes) -> Iterator[bytes]:
    """The lines up to the first empty one."""
    return takewhile(bool, begin[:16384].splitlines()[:_HEAD_LINES])


def _distinct(names: Iterator[bytes]) -> Iterator[bytes]:
    seen: set[bytes] = set()
    for name in names:
        if name not in seen:
            seen.add(name)
            yield name


def _begins_with_field(begin: bytes) -> bool:
    match = _FIELD.match(begin.removeprefix(b">From ").removeprefix(b"From "))
    return match is not None or begin.startswith((b">From ", b"From "))


MAIL = Mail()
