"""Texts that are not all a document says: they end with a mark, so that nobody takes the part for the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from custodes.sources.documents.kinds import is_document

LONGEST_TEXT = 1 << 20
"""Characters of a document that are read."""
CUT_MARK = "\n[…]"


def cut(text: str, longest: int, *, is_whole: bool = True) -> str:
    """The text, at most so long with the mark, which it gets if that or something else left out a part."""
    if is_whole and len(text) <= longest:
        return text
    return text.removesuffix(CUT_MARK)[: longest - len(CUT_MARK)] + CUT_MARK


def is_unread(file: Mapping[str, Any]) -> bool:
    """Whether a file (a value of the column `files`) is a document that could not be read, though not locked."""
    is_read = file["text"] is not None or file["is_encrypted"]
    return not is_read and bool(file["size"]) and is_document(file["name"] or "", file["mime_type"] or "")


def is_cut(file: Mapping[str, Any]) -> bool:
    """Whether the text of a file (a value of the column `files`) is only a part of what it says."""
    text = file["text"] or ""
    is_text = (file["mime_type"] or "").startswith("text/")
    return text.endswith(CUT_MARK) or (is_text and bool(text) and (file["size"] or 0) > LONGEST_TEXT)
