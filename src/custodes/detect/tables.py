"""Reading the tables that people keep in a spreadsheet: whatever encoding and separator it wrote."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from custodes.detect.errors import ListError
from custodes.policy.errors import Problem

SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, from 1, and its cells by our column name, trimmed."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without a mark; anything else is read as Windows-1252.

    Raises ListError where the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ListError(Problem(str(path), 0, f"The file cannot be read: {error.strerror}.", _OPEN_MEND)) from error
    for encoding in (_encoding_of(data[:64]), "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


_OPEN_MEND = "Name a file that exists and that you may read."


def _encoding_of(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[1:4:2] == b"\0\0":
        return "utf-16-le"
    return "utf-16-be" if head[0:3:2] == b"\0\0" else "utf-8-sig"


def read_table(path: Path, columns: Mapping[str, Collection[str]], *, required: Collection[str]) -> list[Row]:
    """The rows of a table whose header names `columns`, each by its own name or one of its synonyms.

    Names are compared without regard to case, blanks, dashes and underscores; columns of other names
    are left out, and so are empty rows. Raises ListError where a required column is missing or the
    text is no table.
    """
    lines = read_text(path).splitlines(keepends=True)
    numbered = _records(path, lines)
    heading = next(numbered, None)
    if heading is None:
        mend = f"Begin with a line that names the columns: {', '.join(columns)}."
        raise ListError(Problem(str(path), 0, "The file is empty.", mend))
    line, cells = heading
    names = _column_names(path, line, cells, columns)
    if missing := [column for column in required if column not in names]:
        mend = f"Add it to the first line; the columns are {', '.join(columns)}."
        raise ListError(Problem(str(path), line, f"There is no column {missing[0]}.", mend))
    return [
        Row(line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name})
        for line, cells in numbered
    ]


def _records(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    heading = next((line for line in lines if line.strip()), "")
    separator = max(SEPARATORS, key=heading.count)
    reader = csv.reader(lines, delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        mend = "Save the table as CSV (comma separated), in UTF-8."
        raise ListError(Problem(str(path), line, f"This is no table: {error}.", mend)) from error


def _column_names(path: Path, line: int, cells: list[str], columns: Mapping[str, Collection[str]]) -> list[str]:
    """Our name of each cell of the header; empty where it is none of ours."""
    known = {_plain(word): name for name, synonyms in columns.items() for word in (name, *synonyms)}
    names = [known.get(_plain(cell), "") for cell in cells]
    for name in columns:
        if names.count(name) > 1:
            what = f"Two columns are the {name}: " + " and ".join(
                cell.strip() for cell, own in zip(cells, names, strict=True) if own == name
            )
            raise ListError(Problem(str(path), line, f"{what}.", "Keep one of them."))
    return names


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
