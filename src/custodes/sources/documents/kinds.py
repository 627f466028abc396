"""Which kind of document some bytes are: by how they begin and by what they are called."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from io import BytesIO


class DocumentKind(StrEnum):
    """The kinds that are read."""

    TEXT = "text"
    PDF = "pdf"
    SHEET = "sheet"
    FAR_SHEET = "far sheet"
    """A sheet that could not be read as a block of rows."""
    WORDS = "words"
    """Of a word processor."""
    SLIDES = "slides"
    OPEN = "open"
    """OpenDocument text or slides."""
    ZIP = "zip"


MOST_MEMBERS = 10_000
_TEXT_ENDINGS = (".csv", ".tsv", ".txt", ".json", ".xml", ".vcf", ".ics", ".log", ".md", ".sql", ".tab")
_SHEET_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xlt")
_OTHER_ENDINGS = (".pdf", ".docx", ".docm", ".pptx", ".pptm", ".odt", ".odp", ".zip")
_UNREAD_ENDINGS = (
    *(".doc", ".dot", ".ppt", ".rtf", ".wpd", ".pages", ".numbers", ".mdb", ".accdb"),
    *(".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"),
)
"""What may hold as much as any other, but is not read."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOLDERS = {"xl/": DocumentKind.SHEET, "word/": DocumentKind.WORDS, "ppt/": DocumentKind.SLIDES}
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def is_document(name: str, mime_type: str) -> bool:
    """Whether what is so called holds words or other files, so that it must be told where it could not be read."""
    endings = (*_TEXT_ENDINGS, *_SHEET_ENDINGS, *_OTHER_ENDINGS, *_UNREAD_ENDINGS)
    return mime_type.startswith("text/") or name.lower().endswith(endings)


def kind_of(name: str, mime_type: str, content: bytes) -> DocumentKind | None:
    """The kind of document, or None for what is not read."""
    lower = name.lower()
    if content.startswith(b"%PDF") or b"%PDF-" in content[:1024]:
        return DocumentKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        is_sheet = lower.endswith(_SHEET_ENDINGS) or "excel" in mime_type
        return DocumentKind.SHEET if is_sheet else None
    is_text = mime_type.startswith("text/") or lower.endswith(_TEXT_ENDINGS)
    return DocumentKind.TEXT if is_text else None


def _kind_of_zip(content: bytes) -> DocumentKind | None:
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" in names and "content.xml" in names:
                with archive.open("mimetype") as said:
                    return DocumentKind.SHEET if said.read(80).startswith(_OPEN_SHEET) else DocumentKind.OPEN
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
        return None
    if "[Content_Types].xml" in names:
        return next((kind for folder, kind in _FOLDERS.items() if any(name.startswith(folder) for name in names)), None)
    return DocumentKind.ZIP
