"""The log files: a week each, the newest plain, the older ones packed, each with its own line numbers."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import IO

import numpy as np

from custodes.sample.plan import LAST_DAY
from custodes.sample.truth import Planted
from custodes.sample.web.lines import NOT_PLANTED, Lines

PACKING_LEVEL = 1


class WebLog:
    """Takes lines in order of time and remembers on which line of which file each planted thing stands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._file: IO[bytes] | gzip.GzipFile | None = None
        self._written = 0
        self.lines = 0

    def begin_day(self, day: date) -> None:
        """Rotate, if that day begins a week."""
        age_weeks = (LAST_DAY - day).days // 7
        name = "access.log" if not age_weeks else f"access.log.{age_weeks}.gz"
        if name == self._name:
            return
        self.close()
        self._name, self._written = name, 0
        self._file = open_log(self._folder / name)

    def write(self, lines: Lines, planted: Sequence[Planted]) -> None:
        """Add the lines; `planted` is what their `plant` numbers mean."""
        if self._file is None:
            raise RuntimeError("a log takes lines only within a day")
        for row in np.flatnonzero(lines.plant != NOT_PLANTED):
            evidence = (f"web/{self._name}", f"line {self._written + int(row) + 1}")
            planted[int(lines.plant[row])].evidence.append(evidence)
        self._file.write(lines.as_bytes())
        self._written += len(lines)
        self.lines += len(lines)

    def close(self) -> None:
        """Finish the file that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None


def open_log(path: Path) -> IO[bytes] | gzip.GzipFile:
    """A new file to write a log to, packed where its name says so."""
    if path.suffix != ".gz":
        return path.open("wb", buffering=1 << 20)
    # No time in the header: the same lines are packed into the same bytes.
    return gzip.GzipFile(path, "wb", compresslevel=PACKING_LEVEL, mtime=0)
