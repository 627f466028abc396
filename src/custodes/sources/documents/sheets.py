"""Spreadsheets of every usual kind as rows of cells, tabs between."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook

from custodes.sources.documents.cut import cut
from custodes.sources.documents.far_sheets import read_far_sheets

_SHEETS_READ, _CELLS_READ = 30, 500_000
_WIDEST_AREA = 4_000_000
"""Cells from the first filled to the last filled one. Beyond, most are empty, and only the filled ones are read."""


def read_sheets(content: bytes, longest: int) -> str:
    """The filled cells of its sheets, a row a line, up to `longest` characters, with a mark where there are more."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    names = workbook.sheet_names
    lines: list[str] = []
    size = cells = 0
    for number, name in enumerate(names[:_SHEETS_READ]):
        sheet = workbook.get_sheet_by_index(number)
        if sheet.height * sheet.width > _WIDEST_AREA:
            return read_far_sheets(content, longest)
        lines.append(name)
        for line, width in _rows(sheet):
            lines += [line] if line else []
            size, cells = size + len(line) + 1, cells + width
            if size > longest or cells > _CELLS_READ:
                return cut("\n".join(lines), longest, is_whole=False)
    return cut("\n".join(lines), longest, is_whole=len(names) <= _SHEETS_READ)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[str, int]]:
    """Each row as a line, and how many cells it has."""
    if sheet.start is None:
        return
    for row in islice(sheet.iter_rows(), _CELLS_READ + 1):
        yield "\t".join(map(_write, row)).rstrip("\t"), max(1, len(row))


def _write(cell: Any) -> str:
    """A number without its point where it is whole: card numbers are kept as numbers too."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\n", " ").replace("\t", " ")
