"""Passwords in tables: a column of that name, as an exported list of logins has."""

from __future__ import annotations

import re
from itertools import islice

from custodes.detect.credentials.makeup import is_ruled_out, sure_by_makeup

_HEADED = re.compile(
    r"^\"?(?:.{0,20}\b)?(?:password|passwort|kennwort|passwd|pwd|contraseña|senha|mot de passe|login_password)\"?$",
    re.IGNORECASE,
)
_SEPARATORS = (",", ";", "\t", "|")
LINES_LOOKED_AT, HEADINGS_LOOKED_AT = 200, 10


def count_listed(text: str) -> int:
    """How many words that look like passwords stand in a column headed so; 0 where there is no such table."""
    lines = list(islice(text[:200_000].splitlines(), LINES_LOOKED_AT))
    for number, line in enumerate(lines[:HEADINGS_LOOKED_AT]):
        for separator in _SEPARATORS:
            cells = [cell.strip() for cell in line.split(separator)]
            columns = [place for place, cell in enumerate(cells) if len(cell) < 40 and _HEADED.match(cell)]
            if len(cells) > 1 and columns:
                return _count(lines[number + 1 :], separator, columns[0], len(cells))
    return 0


def _count(lines: list[str], separator: str, column: int, cells: int) -> int:
    """A table's rows have as many cells as its head, which the lines of prose after it have not."""
    rows = [line.split(separator) for line in lines if line.count(separator) == cells - 1]
    values = [row[column].strip().strip('"') for row in rows]
    return sum(not is_ruled_out(value) and sure_by_makeup(value, is_marked=True) > 0 for value in values)
