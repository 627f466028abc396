"""Spreadsheets in which one cell lies far from the others: only the filled cells, in the order they are stored.

Programs that give a sheet as a block of rows make room for every cell between the first and the last. A value in
XFD1048576 then takes all memory there is, and hides the rest of the sheet from whoever reads it so.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO

from custodes.sources.documents.cut import cut
from custodes.sources.documents.errors import UnreadError
from custodes.sources.documents.markup import read_open

_LARGEST_PART_BYTES = 48 << 20
_SHEET = re.compile(r"xl/worksheets/[\w.-]+\.xml")
_STRINGS = "xl/sharedStrings.xml"
_CELLS = re.compile(rb"<(?:\w+:)?(?:(row)\b|c\b([^<>]*?)(?<!/)>((?:(?!</?(?:\w+:)?c[ >]).)*))", re.DOTALL)
_STRING = re.compile(rb"<(?:\w+:)?si\b[^<>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^<>]*>([^<]*)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")


def read_far_sheets(content: bytes, longest: int) -> str:
    """The filled cells of an xlsx or ods file. Dates come as the numbers that they are stored as."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            return read_open(content, longest)
        sheets = [name for name in names if _SHEET.fullmatch(name)]
        if not sheets:
            raise UnreadError
        strings, is_whole = _read_strings(archive) if _STRINGS in names else ([], True)
        lines: list[str] = []
        size = 0
        for name in sheets:
            packed = _read_part(archive, name)
            is_whole = is_whole and len(packed) <= _LARGEST_PART_BYTES
            for line in _read_rows(packed, strings):
                lines.append(line)
                size += len(line) + 1
                if size > longest:
                    return cut("\n".join(lines), longest, is_whole=False)
    return cut("\n".join(lines), longest, is_whole=is_whole)


def _read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_LARGEST_PART_BYTES + 1)


def _read_strings(archive: zipfile.ZipFile) -> tuple[list[str], bool]:
    """The texts that cells share, by number, and whether these are all."""
    packed = _read_part(archive, _STRINGS)
    texts = [_plain(b"".join(_TEXT.findall(found[1]))) for found in _STRING.finditer(packed)]
    return texts, len(packed) <= _LARGEST_PART_BYTES


def _read_rows(packed: bytes, strings: Sequence[str]) -> Iterator[str]:
    cells: list[str] = []
    for found in _CELLS.finditer(packed):
        if found[1]:
            yield from ["\t".join(cells)] if cells else []
            cells = []
        elif value := _read_cell(found[2], found[3], strings):
            cells.append(value)
    yield from ["\t".join(cells)] if cells else []


def _read_cell(attributes: bytes, inside: bytes, strings: Sequence[str]) -> str:
    value = _VALUE.search(inside)
    if value is None:
        return _plain(b"".join(_TEXT.findall(inside)))
    if _SHARED.search(attributes):
        number = int(value[1]) if value[1].isdigit() else len(strings)
        return strings[number] if number < len(strings) else ""
    return _plain(value[1]).removesuffix(".0")


def _plain(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace")).replace("\n", " ").replace("\t", " ").strip()
