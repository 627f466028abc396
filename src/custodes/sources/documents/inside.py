"""Reading a document, whatever it takes: only to be called where running out of time or memory does no harm."""

from __future__ import annotations

import zipfile
from io import BytesIO

from custodes.sources.documents.cut import CUT_MARK, LONGEST_TEXT, cut
from custodes.sources.documents.errors import UnreadError
from custodes.sources.documents.far_sheets import read_far_sheets
from custodes.sources.documents.kinds import DocumentKind, is_document, kind_of
from custodes.sources.documents.markup import read_open, read_slides, read_words
from custodes.sources.documents.plain import read_plain
from custodes.sources.documents.sheets import read_sheets

_MEMBERS_READ, _DEPTH = 50, 2
LARGEST_MEMBER_BYTES = 16 << 20


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
        DocumentKind.FAR_SHEET: read_far_sheets,
        DocumentKind.WORDS: read_words,
        DocumentKind.SLIDES: read_slides,
        DocumentKind.OPEN: read_open,
    }[kind]
    return read(content, LONGEST_TEXT)


def _read_zip(content: bytes, depth: int) -> str:
    texts: list[str] = []
    is_whole = True
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = [entry for entry in archive.infolist() if not entry.is_dir()]
        for member in members[:_MEMBERS_READ]:
            text = _read_member(archive, member, depth)
            is_whole = is_whole and text is not None and not text.endswith(CUT_MARK)
            texts += [f"{member.filename}\n{text.removesuffix(CUT_MARK)}"] if text else []
            if sum(map(len, texts)) >= LONGEST_TEXT:
                break
    if not texts:
        raise UnreadError
    return cut("\n".join(texts), LONGEST_TEXT, is_whole=is_whole and len(members) <= _MEMBERS_READ)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> str | None:
    """What a member says; "" where it is of no kind that is read, None where it is too deep, locked or damaged."""
    try:
        with archive.open(member) as opened:
            content = opened.read(LARGEST_MEMBER_BYTES + 1)
        kind = kind_of(member.filename, "", content)
        if kind is None:
            return None if is_document(member.filename, "") else ""
        if len(content) > LARGEST_MEMBER_BYTES or (kind is DocumentKind.ZIP and depth >= _DEPTH):
            return None
        return read_inside(kind, content, depth + 1)
    except Exception:  # noqa: BLE001 - one damaged member leaves the others readable
        return None if is_document(member.filename, "") else ""
