"""Puts the lines of a printed page in reading order, columns one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Printed:
    """A line where it is printed; places in points from the page's left and top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    lead: str = ""
    column: tuple[float, float] = (0.0, 0.0)
    """Left and right edge of the column it stands in."""


_FEWEST_LINES = 4
_MOST_LINES = 1500  # a page with more is a drawing, and has no columns
_NARROWEST_GUTTER = 8.0  # points


def in_reading_order(pieces: Sequence[Printed]) -> Iterator[Printed]:
    """The pieces from top to bottom, left column before right, those on one baseline made one line.

    Each comes out with the left and right edge of the column it stands in.
    """
    gutter = _find_gutter(pieces) if pieces else None
    if gutter is None:
        yield from _merged(_within(pieces))
        return
    across = _within([piece for piece in pieces if piece.left < gutter < piece.right])
    left = _within([piece for piece in pieces if piece.right <= gutter])
    right = _within([piece for piece in pieces if piece.left >= gutter])
    above = 0.0
    for wide in [*sorted(across, key=lambda piece: piece.top), None]:
        below = wide.top if wide else float("inf")
        for side in (left, right):
            yield from _merged([piece for piece in side if above <= piece.top < below])
        if wide:
            yield wide
        above = below


def _within(column: Sequence[Printed]) -> list[Printed]:
    """The pieces, each with the edges of the column that they form together."""
    if not column:
        return []
    edges = (min(piece.left for piece in column), max(piece.right for piece in column))
    return [replace(piece, column=edges) for piece in column]


def _find_gutter(pieces: Sequence[Printed]) -> float | None:
    """Where a page divides into two columns of prose, or None. A table's columns are too short to count."""
    if len(pieces) > _MOST_LINES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    best: tuple[float, float] | None = None
    for edge in sorted(
        {piece.left for piece in pieces if left + 0.25 * (right - left) < piece.left < left + 0.75 * (right - left)}
    ):
        before = [piece for piece in pieces if piece.right < edge - 1]
        after = [piece for piece in pieces if piece.left >= edge - 1]
        crossing = len(pieces) - len(before) - len(after)
        if not _is_prose(before, edge - left) or not _is_prose(after, right - edge) or crossing > 0.3 * len(pieces):
            continue
        ends = sorted(piece.right for piece in before)
        room = edge - ends[-1]
        if room >= _NARROWEST_GUTTER and (best is None or crossing < best[0]):
            best = (crossing, edge - min(room / 2, 4.0))
    return best[1] if best else None


def _is_prose(pieces: Sequence[Printed], width: float) -> bool:
    if len(pieces) < _FEWEST_LINES:
        return False
    wide = sum(1 for piece in pieces if piece.right - piece.left > 0.55 * width)
    return wide >= max(_FEWEST_LINES - 1, 0.4 * len(pieces))


def _merged(pieces: Sequence[Printed]) -> Iterator[Printed]:
    """Pieces on one baseline (a bullet and its words, the cells of a row) as one line."""
    rows: list[list[Printed]] = []
    for piece in sorted(pieces, key=lambda piece: piece.bottom):
        if rows and abs(rows[-1][0].bottom - piece.bottom) < 0.35 * max(piece.bottom - piece.top, 1.0):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        first, *others = sorted(row, key=lambda piece: piece.left)
        for other in others:
            apart = "   " if other.left - first.right > 24 and len(first.text) > 4 else " "
            first = _join(first, other, apart)
        yield first


def _join(first: Printed, other: Printed, apart: str) -> Printed:
    return replace(
        first,
        text=f"{first.text}{apart}{other.text}",
        right=other.right,
        top=min(first.top, other.top),
        bottom=max(first.bottom, other.bottom),
        lead=first.lead or other.lead if len(first.text) <= 4 else first.lead,
    )
