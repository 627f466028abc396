"""Spreadsheets of every usual kind as rows of cells, tabs between."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

_SHEETS_READ, _CELLS_READ = 30, 500_000


def read_sheets(content: bytes, longest: int) -> str:
    """The filled cells of its sheets, a row a line, up to `longest` characters."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    lines: list[str] = []
    size = cells = 0
    for number, name in enumerate(workbook.sheet_names[:_SHEETS_READ]):
        lines.append(name)
        for row in workbook.get_sheet_by_index(number).to_python(nrows=_CELLS_READ):
            line = "\t".join(map(_write, row)).rstrip("\t")
            lines += [line] if line else []
            size, cells = size + len(line), cells + len(row)
            if size > longest or cells > _CELLS_READ:
                return "\n".join(lines)[:longest]
    return "\n".join(lines)[:longest]


def _write(cell: Any) -> str:
    """A number without its point where it is whole: card numbers are kept as numbers too."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\n", " ").replace("\t", " ")
