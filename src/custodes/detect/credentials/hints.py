"""Finding where to look: all the words that may stand before a secret, in one pass over a text's bytes."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence

import hyperscan

from custodes.detect.compiled import compile_database


class Hints:
    """Some literals, small letters standing for both cases. Compiled: made once a process, never sent to another."""

    def __init__(self, literals: Sequence[bytes]) -> None:
        self._lengths = [len(literal) for literal in literals]
        self._database = compile_database(
            [re.escape(literal) for literal in literals], flags=hyperscan.HS_FLAG_CASELESS
        )

    def find(self, data: bytes, *, most: int) -> list[tuple[int, int]]:
        """The number of each literal found and where it begins, in order of their ends, up to `most`."""
        found: list[tuple[int, int]] = []

        def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool | None:
            found.append((number, end - self._lengths[number]))
            return len(found) >= most or None

        with contextlib.suppress(hyperscan.ScanTerminated):
            self._database.scan(data, match_event_handler=note)
        return found
