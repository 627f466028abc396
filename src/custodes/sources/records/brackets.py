"""Where the values of JSON text open and close (RFC 8259), told without parsing it, a block at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_OPENS, _CLOSES, _QUOTE = 1, 2, 3
_SIGNS = bytes.maketrans(b'{[}]"', bytes([_OPENS, _OPENS, _CLOSES, _CLOSES, _QUOTE]))
_MARKS = bytes(mark if mark != sign else 0 for sign, mark in enumerate(_SIGNS))
"""What each octet is, 0 where it is none of them."""


class Brackets(NamedTuple):
    """Brackets and braces outside strings, in order: where each stands, and how deep the text is before and after."""

    places: Ints
    before: Ints
    after: Ints


class Scanner:
    """Reads blocks one after the other; how they are cut does not matter."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._is_escaped = False

    @property
    def depth(self) -> int:
        """How many brackets are open. One closed too often is passed over."""
        return self._depth

    def scan(self, block: bytes) -> Brackets:
        """The brackets of the next block."""
        marks = np.frombuffer(self._without_escapes(block).translate(_MARKS), np.uint8)
        places = np.flatnonzero(marks)
        marks = marks[places]
        kept = (marks <= _CLOSES) & ~self._are_in_strings(marks)
        places, steps = places[kept], np.where(marks[kept] == _OPENS, 1, -1)
        running = self._depth + np.cumsum(steps)
        after = running - np.minimum(np.minimum.accumulate(running), 0) if len(running) else running
        before = np.append(self._depth, after)[: len(after)]
        if len(after):
            self._depth = int(after[-1])
        return Brackets(places, before, after)

    def _without_escapes(self, block: bytes) -> bytes:
        """The block with each escaped sign written over, so that a quote is a quote."""
        if self._is_escaped and block:
            self._is_escaped = False
            if block.startswith((b"\\", b'"')):
                block = b"_" + block[1:]
        if b"\\" in block:
            block = block.replace(rb"\\", b"__")
            self._is_escaped = block.endswith(b"\\")
            block = block.replace(rb"\"", b"__")
        return block

    def _are_in_strings(self, marks: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
        quotes = np.cumsum(marks == _QUOTE) + self._in_string  # up to each mark
        if len(quotes):
            self._in_string = bool(quotes[-1] % 2)
        return (quotes % 2).astype(bool)
