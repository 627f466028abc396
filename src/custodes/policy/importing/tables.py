"""What the rows of a table say: clauses, or facts about the document such as its dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from custodes.policy.importing.block import Block
from custodes.policy.importing.dates import find_dates, names_a_date
from custodes.policy.importing.wrapping import squeeze


def read_table(rows: Sequence[Sequence[str]], *, has_head: bool = False) -> Iterator[Block]:
    """One paragraph a row, its cells in one text; a row of dates gets the labels that stand above it."""
    head: Sequence[str] = ()
    for at, row in enumerate(rows):
        cells = [squeeze(cell) for cell in row]
        if not any(cells):
            continue
        if at == 0 and len(rows) > 1 and len(cells) > 1 and (has_head or _is_head(cells)):
            head = cells
        elif head and any(find_dates(cell) for cell in cells):
            yield Block(_dated(head, cells))
        else:
            yield Block(_in_one(cells))


def _is_head(cells: Sequence[str]) -> bool:
    return all(cell and len(cell.split()) <= 3 and not find_dates(cell) for cell in cells) and any(
        names_a_date(cell) or cell.lower() in ("date", "action", "version", "topic", "rule", "version no.")
        for cell in cells
    )


def _dated(head: Sequence[str], cells: Sequence[str]) -> str:
    """The row's words before its dates, so that "2024-09-24 | Adopted" reads "Adopted: 2024-09-24"."""
    parts = []
    says = any(names_a_date(cell) for cell in cells)
    for label, cell in zip([*head, *[""] * len(cells)], cells, strict=False):
        is_date = bool(find_dates(cell)) and not names_a_date(cell)
        parts.append((is_date, f"{label}: {cell}" if is_date and not says else cell))
    return "; ".join(text for _, text in sorted(parts, key=lambda part: part[0]) if text).replace("; ", ": ", 1)


def _in_one(cells: Sequence[str]) -> str:
    told = [cell for cell in dict.fromkeys(cells) if cell]
    if len(told) > 1 and len(told[0].split()) <= 6 and told[0][-1] not in ".!?:;":
        told[0] += ":"
    return " ".join(told)
