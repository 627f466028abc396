"""Text files, in whatever way their program wrote the letters."""

from __future__ import annotations

import codecs

from custodes.sources.documents.cut import cut

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_plain(content: bytes, longest: int) -> str:
    """Its first `longest` bytes: UTF-8 or UTF-16 where they say or prove so, else as Windows writes in the West."""
    return cut(_decode(content[:longest]), longest, is_whole=len(content) <= longest)


def _decode(content: bytes) -> str:
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            return content.decode(codec, "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content)  # a letter cut in two at the end is left off
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
