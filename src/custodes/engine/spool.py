"""What grows with the input stays on disk: findings and rejections in order, measures in sorted runs.

Temporary files are unlinked from the start, so nothing is left behind however a run ends.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Generic, TypeVar

from custodes.detect.measure import Key, Kind, Measure, Measures

T = TypeVar("T")
Entry = tuple[tuple[int, Key], Measure]
"""Control index and key, and the measure."""

VALUES_A_PIECE = 100
"""How many values are written together: what they share is written once."""
MEASURES_IN_MEMORY = 60_000
"""About 100 MB; past it they are written out as one sorted run."""
MEMBERS_A_MEASURE = 10
"""How many members of a set or run weigh as much as one measure."""


class Spool(Generic[T]):
    """Values written in order and read back in that order, any number of times."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="custodes-")  # noqa: SIM115 - lives with the spool
        self._waiting: list[T] = []
        self._pieces = 0
        self._count = 0
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._count

    def extend(self, values: Iterable[T]) -> None:
        """Write the values after those there are."""
        for value in values:
            self._waiting.append(value)
            self._count += 1
            if len(self._waiting) == VALUES_A_PIECE:
                self._write()

    def _write(self) -> None:
        pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
        self._waiting.clear()
        self._pieces += 1

    def __iter__(self) -> Iterator[T]:
        if self._waiting:
            self._write()
        self._file.seek(0)
        for _ in range(self._pieces):
            yield from pickle.load(self._file)  # noqa: S301 - this process wrote it, in a file without a name
        self._file.seek(0, 2)


class MeasureStore:
    """Measures of all controls, merged, whatever their number.

    `merged()` gives each key once, in order; it may be called once, at the end.
    """

    def __init__(self, *, in_memory: int = MEASURES_IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._total: dict[tuple[int, Key], Measure] = {}
        self._weight = 0
        self._runs: list[Spool[Entry]] = []

    def add(self, index: int, measures: Measures) -> None:
        """Merge the measures of the control of that index into the store."""
        for key, measure in measures.items():
            place = (index, key)
            known = self._total.get(place)
            self._total[place] = measure if known is None else known.merge(measure)
            self._weight += (known is None) + _members(measure) // MEMBERS_A_MEASURE
        if self._weight > self._in_memory:
            self._spill()

    def _spill(self) -> None:
        run: Spool[Entry] = Spool()
        run.extend(sorted(self._total.items(), key=_place))
        self._runs.append(run)
        self._total.clear()
        self._weight = 0

    def merged(self) -> Iterator[Entry]:
        """Every (control index, key) with its whole measure, in order."""
        runs: list[Iterable[Entry]] = [*self._runs, sorted(self._total.items(), key=_place)]
        for place, entries in groupby(heapq.merge(*runs, key=_place), key=_place):
            (_, measure), *rest = entries
            for _, other in rest:
                measure = measure.merge(other)
            yield place, measure


def _place(entry: Entry) -> tuple[int, Key]:
    return entry[0]


def _members(measure: Measure) -> int:
    return len(measure.value) if measure.kind in (Kind.SET, Kind.RUN) else 0
