"""The fields of single events by Sigma's names, exactly, to judge a rule by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyarrow as pa

from custodes.detect.sigma.names.names import Entry, entries_of, kind_of


def read_columns(batch: pa.RecordBatch, row: int) -> dict[str, Any]:
    """The fields of one event by Sigma's names: text, numbers, booleans, or a list where there are several.

    What is null, and what is an empty list, is left out.
    """
    reading = _reading(kind_of(batch.schema))
    return reading.gather([batch.column(column)[row].as_py() for column in reading.columns])


def read_rows(batch: pa.RecordBatch, rows: Sequence[int]) -> Iterator[dict[str, Any]]:
    """`read_columns` of each of the rows, in their order; several together cost less."""
    reading = _reading(kind_of(batch.schema))
    taken = pa.array(rows, pa.int64())
    columns = [batch.column(column).take(taken).to_pylist() for column in reading.columns]
    for values in zip(*columns, strict=True):
        yield reading.gather(values)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the rows of a kind of event are read."""

    columns: tuple[str, ...]
    whole: tuple[tuple[int, tuple[str, ...]], ...]
    """Place of a column, with the names that hold just what it holds: most of them."""
    gathered: tuple[tuple[tuple[tuple[int, Entry], ...], tuple[str, ...]], ...]
    """Entries, each with the place of its column, with the names that hold the values of all of them."""

    def gather(self, values: Sequence[Any]) -> dict[str, Any]:
        """The fields of an event from its columns' values."""
        fields: dict[str, Any] = {}
        for place, names in self.whole:
            if (value := values[place]) is not None:
                for name in names:
                    fields[name] = value
        for entries, names in self.gathered:
            found = [
                item for place, entry in entries if (value := values[place]) is not None for item in entry.read(value)
            ]
            if found:
                plain = found[0] if len(found) == 1 else _distinct(found)
                for name in names:
                    fields[name] = plain
        return fields


def _distinct(found: list[Any]) -> Any:
    first, *others = dict.fromkeys(found)
    return [first, *others] if others else first


@cache
def _reading(kind: str) -> _Reading:
    places: dict[str, int] = {}
    by_name: dict[str, list[tuple[int, Entry]]] = {}
    for entry in entries_of(kind):
        place = places.setdefault(entry.column, len(places))
        for name in entry.names:
            by_name.setdefault(name, []).append((place, entry))
    whole: dict[int, list[str]] = {}
    gathered: dict[tuple[tuple[int, Entry], ...], list[str]] = {}
    for name, found in by_name.items():
        if len(found) == 1 and found[0][1].is_whole:
            whole.setdefault(found[0][0], []).append(name)
        else:
            gathered.setdefault(tuple((place, replace(entry, names=())) for place, entry in found), []).append(name)
    return _Reading(
        tuple(places),
        tuple((place, tuple(names)) for place, names in whole.items()),
        tuple((entries, tuple(names)) for entries, names in gathered.items()),
    )
