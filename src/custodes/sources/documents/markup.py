"""Documents that are packed XML: Word, PowerPoint, OpenDocument. Paragraphs become lines, cells are parted by tabs."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

from custodes.sources.documents.cut import cut

_LARGEST_PART_BYTES = 32 << 20
_WORDS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SLIDES = re.compile(r"ppt/(?:slides|notesSlides)/\w+\.xml")
_CELL_ENDS = re.compile(r"(?:</(?:w:p|a:p|text:p)>\s*)?</(?:w:tc|a:tc|table:table-cell)>")
_LINE_ENDS = re.compile(
    r"</(?:w:p|a:p|text:p|text:h|w:tr|a:tr|table:table-row)>|<(?:w:br|w:cr|a:br|text:line-break)\b[^>]*>"
)
_TABS = re.compile(r"<(?:w:tab|text:tab)\b[^>]*/>")
_TAGS = re.compile(r"<[^<>]*>")
_PARTS_READ = 500


def read_words(content: bytes, longest: int) -> str:
    """What a Word document says, headers, footers and notes after it."""
    return _read_parts(content, _WORDS, longest)


def read_slides(content: bytes, longest: int) -> str:
    """What the slides of a presentation and their notes say."""
    return _read_parts(content, _SLIDES, longest)


def read_open(content: bytes, longest: int) -> str:
    """What an OpenDocument text or presentation says."""
    return _read_parts(content, re.compile(r"content\.xml"), longest)


def _read_parts(content: bytes, wanted: re.Pattern[str], longest: int) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if wanted.fullmatch(name)]
        parts = (_read_part(archive, name) for name in names[:_PARTS_READ])
        return _join(parts, longest, is_whole=len(names) <= _PARTS_READ)


def _join(parts: Iterable[tuple[str, bool]], longest: int, *, is_whole: bool) -> str:
    joined: list[str] = []
    size = 0
    for text, is_whole_part in parts:
        joined.append(text)
        size += len(text) + 1
        is_whole = is_whole and is_whole_part
        if size > longest:
            break
    return cut("\n".join(joined), longest, is_whole=is_whole)


def _read_part(archive: zipfile.ZipFile, name: str) -> tuple[str, bool]:
    """What a part says, and whether that is all of it."""
    with archive.open(name) as part:
        packed = part.read(_LARGEST_PART_BYTES + 1)
    xml = packed[:_LARGEST_PART_BYTES].decode("utf-8", "replace")
    for pattern, sign in ((_CELL_ENDS, "\t"), (_LINE_ENDS, "\n"), (_TABS, "\t"), (_TAGS, "")):
        xml = pattern.sub(sign, xml)
    return html.unescape(xml).strip(), len(packed) <= _LARGEST_PART_BYTES
