"""Puts the lines of a printed page in reading order, columns one after another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Anything with words and a place in points from the page's left and top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    lead: str
    column: tuple[float, float]


_P = TypeVar("_P", bound=Placed)
_FEWEST_LINES = 4
_NARROWEST_GUTTER = 8.0


def in_reading_order(pieces: Sequence[_P]) -> Iterator[_P]:
    """The pieces from top to bottom, left column before right, those on one baseline made one line.

    Each comes out with the left and right edge of the column it stands in.
    """
    if not pieces:
        return
    gutter = _find_gutter(pieces)
    if gutter is None:
        yield from _merged([_within(piece, pieces) for piece in pieces])
        return
    left = frozenset(piece for piece in pieces if piece.right <= gutter)
    right = frozenset(piece for piece in pieces if piece.left >= gutter)
    band: list[_P] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.left)):
        if piece.left < gutter < piece.right:
            yield from _side_by_side(band, left, right)
            band = []
            yield _within(piece, pieces)
        else:
            band.append(piece)
    yield from _side_by_side(band, left, right)


def _side_by_side(band: Sequence[_P], *sides: frozenset[_P]) -> Iterator[_P]:
    for side in sides:
        yield from _merged([_within(piece, side) for piece in band if piece in side])


def _within(piece: _P, column: Collection[_P]) -> _P:
    edges = (min(other.left for other in column), max(other.right for other in column))
    placed: _P = replace(piece, column=edges)  # type: ignore[type-var]  # every Placed here is a dataclass
    return placed


def _find_gutter(pieces: Sequence[_P]) -> float | None:
    """Where a page divides into two columns of prose, or None. A table's columns are too short to count."""
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


def _is_prose(pieces: Sequence[_P], width: float) -> bool:
    if len(pieces) < _FEWEST_LINES:
        return False
    wide = sum(1 for piece in pieces if piece.right - piece.left > 0.55 * width)
    return wide >= max(_FEWEST_LINES - 1, 0.4 * len(pieces))


def _merged(pieces: Sequence[_P]) -> Iterator[_P]:
    """Pieces on one baseline (a bullet and its words, the cells of a row) as one line."""
    rows: list[list[_P]] = []
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


def _join(first: _P, other: _P, apart: str) -> _P:
    joined: _P = replace(  # type: ignore[type-var]  # every Placed here is a dataclass
        first,
        text=f"{first.text}{apart}{other.text}",
        right=other.right,
        top=min(first.top, other.top),
        bottom=max(first.bottom, other.bottom),
        lead=first.lead or other.lead if len(first.text) <= 4 else first.lead,
    )
    return joined
