"""Where the values of JSON text open and close, told without parsing it, a block at a time.

A line feed cannot stand inside a string of JSON (RFC 8259, section 7), so each line begins outside of one: text
with a quote too many is lost to the end of its line, not to the end of the file.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

_STEP = np.zeros(256, np.int8)
_STEP[list(b"{[")] = 1
_STEP[list(b"}]")] = -1


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
        octets = np.frombuffer(self._without_escapes(block), np.uint8)
        steps = _STEP[octets]
        places = np.flatnonzero(steps)
        outside = ~self._are_in_strings(octets, places)
        places = places[outside]
        running = self._depth + np.cumsum(steps[places], dtype=np.int64)
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

    def _are_in_strings(self, octets: npt.NDArray[np.uint8], places: Ints) -> npt.NDArray[np.bool_]:
        quotes = np.flatnonzero(octets == ord('"'))
        feeds = np.flatnonzero(octets == ord("\n"))
        counts = np.searchsorted(quotes, places) + self._in_string  # quotes before each place
        total = len(quotes) + self._in_string
        if len(feeds):
            at_feeds = np.searchsorted(quotes, feeds) + self._in_string  # and before each line
            lines = np.searchsorted(feeds, places)
            counts -= np.append(0, at_feeds)[lines]
            total -= int(at_feeds[-1])
        self._in_string = bool(total % 2)
        return (counts % 2).astype(bool)
