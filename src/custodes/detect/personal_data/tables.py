"""Columns of tables: what stands below a heading is what the heading says, though nothing in the cell proves it.

A table is a line of headings, parted by commas, semicolons, tabs or bars, and the lines right below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from custodes.detect.personal_data.cards import issuer_of, passes_luhn
from custodes.detect.personal_data.hit import Hit, Kind

_DATE = r"(?:19|20)\d\d-\d\d?-\d\d?(?: 00:00:00)?|\d\d?[/.-]\d\d?[/.-](?:(?:19|20)\d\d|\d\d)"
_COLUMNS: tuple[tuple[Kind, str, str, float], ...] = (
    (
        Kind.SOCIAL_SECURITY,
        r"ssn|ss ?#|social(?: security)?(?: (?:number|no\.?|#))?",
        r"\d{3}-?\d\d-?\d{4}|\d{8}",
        0.85,
    ),
    (Kind.BIRTH_DATE, r"d\.?o\.?b\.?|birth ?-?(?:date|day)|date of birth|born", _DATE, 0.85),
    (
        Kind.PHONE,
        r"(?:home |work |cell |mobile )?(?:phone|telephone|tel|cell|mobile)(?: (?:number|no\.?|#))?",
        r"[\d+][\d ().-]{6,19}",
        0.8,
    ),
    (
        Kind.CARD,
        r"(?:credit |debit |payment )?card(?: (?:number|no\.?|#))?|cc",
        r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}",
        0.9,
    ),
    (Kind.ACCOUNT, r"(?:bank|checking|savings) (?:account|acct)(?: (?:number|no\.?|#))?", r"\d{6,17}", 0.8),
    (Kind.PASSPORT, r"passport(?: (?:number|no\.?|#))?", r"[A-Z]{0,3}\d{6,9}", 0.85),
    (Kind.LICENSE, r"driver'?s? licen[cs]e(?: (?:number|no\.?|#))?|dl", r"[A-Z]{0,3}[\d-]{6,18}", 0.7),
    (
        Kind.MEDICAL,
        r"diagnosis|medication|medical condition|allerg(?:y|ies)|disability",
        r"[A-Za-z].{2,60}",
        0.6,
    ),
    (Kind.ADDRESS, r"(?:home |street |mailing )?address|street", r"\d+ .{3,60}", 0.7),
)
_Column = tuple[Kind, re.Pattern[str], float]
HEADINGS = "|".join(heading for _, heading, _, _ in _COLUMNS)
_PARTED_BY = re.compile(r"[,;\t|]")
_LONGEST_ROW, ROWS_READ = 2000, 20_000
_FEWEST_COLUMNS = 2


class _Form(NamedTuple):
    """What parts the cells, how one is read, and what stands in which column."""

    by: str
    cell: re.Pattern[str]
    columns: Mapping[int, _Column]


class Read(NamedTuple):
    """What stands in a table: the hits, where what was read of it ends, how many rows, and whether more follow."""

    hits: list[Hit]
    end: int
    rows: int = 0
    is_cut: bool = False


def read_table(text: str, place: int, *, most_rows: int = ROWS_READ) -> Read:
    """What stands in the rows below the line of headings that `place` is in."""
    start, end = text.rfind("\n", 0, place) + 1, _end_of_line(text, place)
    by = _PARTED_BY.search(text, start, min(end, start + _LONGEST_ROW))
    if not by:
        return Read([], end)
    cell = re.compile(rf"[ \t]*(?:\"([^\"\n]*)\"|([^{re.escape(by[0])}\n]*))(?:{re.escape(by[0])}|$)")
    form = _Form(by[0], cell, _columns(cell, text[start : min(end, start + _LONGEST_ROW)]))
    return _read_rows(form, text, end, min(most_rows, ROWS_READ)) if form.columns else Read([], end)


def _read_rows(form: _Form, text: str, end: int, most_rows: int) -> Read:
    hits: list[Hit] = []
    rows = 0
    while True:
        start, stop = end + 1, _end_of_line(text, end + 1)
        if start >= len(text) or stop - start > _LONGEST_ROW or form.by not in text[start:stop]:
            return Read(hits, end, rows)
        if rows >= most_rows:
            return Read(hits, end, rows, is_cut=True)
        hits += _read_row(form, text[start:stop], start)
        end, rows = stop, rows + 1


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _columns(cell: re.Pattern[str], line: str) -> dict[int, _Column]:
    """By the number of the column, what its heading says stands in it."""
    headings = [(found[1] or found[2] or "").strip() for found in cell.finditer(line)]
    if len(headings) < _FEWEST_COLUMNS or any(map(str.isdigit, headings)):
        return {}
    return {
        number: (kind, re.compile(form), score)
        for number, heading in enumerate(headings)
        for kind, called, form, score in _COLUMNS
        if re.fullmatch(called, heading, re.IGNORECASE)
    }


def _is_card(value: str) -> bool:
    """A library's cards pass the same check: only the issuer's range tells them apart."""
    digits = re.sub(r"\D", "", value)
    return passes_luhn(digits) and bool(issuer_of(digits))


def _read_row(form: _Form, line: str, start: int) -> Iterator[Hit]:
    for number, found in enumerate(form.cell.finditer(line)):
        if number not in form.columns:
            continue
        kind, written, score = form.columns[number]
        group = 1 if found[1] is not None else 2
        value = found[group].strip()
        if written.fullmatch(value) and (kind is not Kind.CARD or _is_card(value)):
            begin = start + found.start(group) + found[group].index(value)
            yield Hit(kind, begin, begin + len(value), score, ("the heading of its column says so",))
