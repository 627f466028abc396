"""Finding the fields of every line: most lines all at once, the few that are unlike them one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from custodes.sources.lines import TORN
from custodes.sources.web.spans import Flags, Ints, Lines, Spans

Span = tuple[int, int]


class Escape(NamedTuple):
    """How a format writes a sign that would end a field."""

    sign: bytes
    """What stands in every field that holds an escape."""
    undo: Callable[[bytes], bytes]


class Unplaced(Exception):  # noqa: N818 - no error: an answer
    """The line is not of the format; the text says what it lacks."""


@dataclass(frozen=True)
class Layout:
    """How the lines of a format are built.

    `locate_lines` gives flags for the lines it can place, and the ranges of each field in those lines, as
    positions in the chunk. It must place them just as `locate_line` would, which knows every kind of
    line: it gives the range of each field in one line, or raises `Unplaced`.
    """

    name: str
    called: str
    fields: tuple[str, ...]
    locate_lines: Callable[[Lines], tuple[Flags, Sequence[Spans]]]
    locate_line: Callable[[bytes], Sequence[Span]]
    escape: Escape | None = None
    nothing: tuple[bytes, ...] = ()
    """What stands in a field that has no value, besides a dash."""

    @property
    def not_one(self) -> str:
        """How a reason begins where a line is not of the format."""
        return f"not a {self.called} line"


class Located(NamedTuple):
    """The lines that were placed, by index; the ranges of their fields; and the others, with what they lack."""

    rows: Ints
    fields: Mapping[str, Spans]
    unplaced: Mapping[int, str]


def locate(lines: Lines, layout: Layout) -> Located:
    """Every line, placed or unplaced."""
    regular, spans = layout.locate_lines(lines)
    torn = lines.holding("\r")
    if regular.all() and not torn.any():
        return Located(np.arange(len(lines)), dict(zip(layout.fields, spans, strict=True)), {})
    odd, found, lacks = _locate_odd(lines, np.flatnonzero(~regular & ~torn), layout)
    placed = regular & ~torn
    placed[odd] = True
    rows = np.flatnonzero(placed)
    table = np.zeros((len(layout.fields), 2, len(rows)), np.int64)
    table[:, :, np.searchsorted(rows, np.flatnonzero(regular & ~torn))] = np.array(spans, np.int64)[
        :, :, ~torn[regular]
    ]
    if odd:
        table[:, :, np.searchsorted(rows, odd)] = np.array(found, np.int64).transpose(1, 2, 0) + lines.spans.starts[odd]
    fields = {name: Spans(*ranges) for name, ranges in zip(layout.fields, table, strict=True)}
    return Located(rows, fields, dict.fromkeys(np.flatnonzero(torn).tolist(), TORN) | lacks)


def _locate_odd(lines: Lines, suspects: Ints, layout: Layout) -> tuple[list[int], list[Sequence[Span]], dict[int, str]]:
    """Those of the lines that can be placed one by one, the ranges in each, and what the others lack."""
    odd, found, lacks = list[int](), list[Sequence[Span]](), dict[int, str]()
    for row in map(int, suspects):
        try:
            found.append(layout.locate_line(lines[row]))
            odd.append(row)
        except Unplaced as lack:
            lacks[row] = f"{layout.not_one}: {lack}"
    return odd, found, lacks
