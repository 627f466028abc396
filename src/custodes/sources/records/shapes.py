"""Which table a record is read by, and which of its names fill which column: decided once for all records alike.

Only the names that some table mentions count for that, so that records whose other names never repeat are alike too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from custodes.sources.tables import Table, tables

REQUEST, EVENT = "any-request", "any"
"""The tables of what fits no product's: of objects with a URL, and of all others."""

MOST_KEPT = 4096
"""Shapes that are remembered at a time."""


@dataclass(frozen=True, eq=False)
class Shape:
    """How records that have these names are read; two are the same only if they are one."""

    table: Table
    columns: dict[str, tuple[str, ...]]
    """By column the names that the record has of those the table gives, in the table's order."""
    code: tuple[str, ...]
    """Those that may hold the event code."""
    asked: tuple[str | None, ...]
    """Those that `table.log_source` asks for, None where the record lacks one."""


class Shapes:
    """The shapes of records by their names, as they are met."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], tuple[Shape, ...]] = {}

    def of(self, names: tuple[str, ...]) -> tuple[Shape, ...]:
        """The shape of a flattened record; of one that fits no product's table that of a request and of an event."""
        shapes = self._kept.get(names)
        if shapes is None:
            shapes = _shapes(tuple(filter(_vocabulary().__contains__, names)))
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[names] = shapes
        return shapes


def find_product(names: tuple[str, ...]) -> Table | None:
    """The table of the product whose records have these names, or None."""
    known = tuple(filter(_vocabulary().__contains__, names))
    return next((table for table in _products() if table.fits(_stripped(table, known))), None)


@lru_cache(MOST_KEPT)
def _shapes(names: tuple[str, ...]) -> tuple[Shape, ...]:
    product = find_product(names)
    wanted = (product,) if product else (tables()[REQUEST], tables()[EVENT])
    return tuple(_shape(table, names) for table in wanted)


def _shape(table: Table, names: tuple[str, ...]) -> Shape:
    own = _stripped(table, names)

    def present(wanted: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(own[name] for name in wanted if name in own)

    columns = {column: present(wanted) for column, wanted in table.columns.items()}
    return Shape(
        table,
        {column: given for column, given in columns.items() if given},
        present(table.event_code),
        tuple(own.get(name) for name in asked_by(table)),
    )


def asked_by(table: Table) -> tuple[str, ...]:
    """The fields that the table's cases ask for."""
    return tuple(dict.fromkeys(name for case in table.cases for name in case.fields))


def _stripped(table: Table, names: tuple[str, ...]) -> dict[str, str]:
    """The record's names by what they are without what may stand before them; of several the first."""
    own = {name: name for name in names}
    for name in names if table.strip else ():
        prefix = next(filter(name.startswith, table.strip), "")
        own.setdefault(name[len(prefix) :], name)
    return own


def _products() -> Iterator[Table]:
    return (table for table in tables().values() if table.recognised_by)


@cache
def _vocabulary() -> frozenset[str]:
    """Every name that some table mentions, with everything that may stand before it."""
    return frozenset(
        prefix + name for table in tables().values() for name in _mentioned(table) for prefix in ("", *table.strip)
    )


def _mentioned(table: Table) -> Iterator[str]:
    for names in (*table.recognised_by, *table.columns.values(), table.event_code, asked_by(table)):
        yield from names
