"""What an attachment says, if it is a document."""

from __future__ import annotations

from custodes.sources.documents.cut import LONGEST_TEXT
from custodes.sources.documents.kinds import DocumentKind, kind_of
from custodes.sources.documents.plain import read_plain
from custodes.sources.documents.reader import the_reader

LARGEST_BYTES = 32 << 20
"""A document beyond is not read."""


def read_document(name: str, mime_type: str, content: bytes) -> str | None:
    """What it says, up to `LONGEST_TEXT`; None for what is no document, and for one that could not be read.

    Where that is not all, it ends with `CUT_MARK`.
    A scan without letters says nothing: "".
    """
    kind = kind_of(name, mime_type, content) if len(content) <= LARGEST_BYTES else None
    if kind is None:
        return None
    if kind is DocumentKind.TEXT:
        return read_plain(content, LONGEST_TEXT)
    return the_reader().read(kind, content)
