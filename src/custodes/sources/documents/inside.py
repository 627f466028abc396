"""Reading a document, whatever it takes: only to be called where running out of time or memory does no harm."""

from __future__ import annotations

import zipfile
from io import BytesIO

from custodes.sources.documents.kinds import DocumentKind, kind_of
from custodes.sources.documents.markup import read_open, read_slides, read_words
from custodes.sources.documents.plain import read_plain
from custodes.sources.documents.sheets import read_sheets

LONGEST_TEXT = 1 << 20
"""Characters of a document that are read."""
_MEMBERS_READ, _DEPTH = 50, 2
LARGEST_MEMBER_BYTES = 16 << 20


class UnreadError(Exception):
    """It holds nothing of a kind that is read."""


def read_inside(kind: DocumentKind, content: bytes, depth: int = 0) -> str:
    """What it says, up to `LONGEST_TEXT`. Raises whatever the readers of damaged documents raise."""
    if kind is DocumentKind.ZIP:
        return _read_zip(content, depth)
    if kind is DocumentKind.PDF:
        from custodes.sources.documents.pdf import read_pdf  # noqa: PLC0415 - loads slowly, and only a PDF needs it

        return read_pdf(content, LONGEST_TEXT)
    if kind is DocumentKind.TEXT:
        return read_plain(content, LONGEST_TEXT)
    read = {
        DocumentKind.SHEET: read_sheets,
        DocumentKind.WORDS: read_words,
        DocumentKind.SLIDES: read_slides,
        DocumentKind.OPEN: read_open,
    }[kind]
    return read(content, LONGEST_TEXT)


def _read_zip(content: bytes, depth: int) -> str:
    texts: list[str] = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in [entry for entry in archive.infolist() if not entry.is_dir()][:_MEMBERS_READ]:
            text = _read_member(archive, member, depth)
            texts += [f"{member.filename}\n{text}"] if text else []
            if sum(map(len, texts)) >= LONGEST_TEXT:
                break
    if not texts:
        raise UnreadError
    return "\n".join(texts)[:LONGEST_TEXT]


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> str:
    """What a member says; "" where it is of no kind that is read, too deep, locked or damaged."""
    try:
        with archive.open(member) as opened:
            content = opened.read(LARGEST_MEMBER_BYTES)
        kind = kind_of(member.filename, "", content)
        if kind is None or (kind is DocumentKind.ZIP and depth >= _DEPTH):
            return ""
        return read_inside(kind, content, depth + 1)
    except Exception:  # noqa: BLE001 - one damaged member leaves the others readable
        return ""
