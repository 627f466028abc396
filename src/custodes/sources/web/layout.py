"""Finding the fields of every line: most lines all at once, the few that are unlike them one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from custodes.sources.lines import TORN
from custodes.sources.web.spans import Flags, Ints, Lines, Octets, Spans
from custodes.sources.web.times import Times

Span = tuple[int, int]


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
    read_times: Callable[[Octets, Spans], Times]
    where_time: str
    """Where a line has its time, for a person: `at the start`."""
    is_escaped: bool = False
    """Whether a backslash in a field escapes what follows."""

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
    odd, found, unplaced = list[int](), list[Sequence[Span]](), dict.fromkeys(np.flatnonzero(torn).tolist(), TORN)
    for row in map(int, np.flatnonzero(~regular & ~torn)):
        try:
            found.append(layout.locate_line(lines[row]))
            odd.append(row)
        except Unplaced as lack:
            unplaced[row] = f"{layout.not_one}: {lack}"
    table = np.zeros((len(layout.fields), 2, len(lines)), np.int64)
    table[:, :, regular] = np.array(spans)
    if odd:
        table[:, :, odd] = np.array(found, np.int64).transpose(1, 2, 0) + lines.spans.starts[odd]
    placed = regular & ~torn
    placed[odd] = True
    fields = {name: Spans(*ranges).of(placed) for name, ranges in zip(layout.fields, table, strict=True)}
    return Located(np.flatnonzero(placed), fields, unplaced)
