"""Which table a record is read by, and which of its names fill which column: decided once for all records alike.

Only the names that some table mentions count for that, so that records whose other names never repeat are alike too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.events import KINDS
from custodes.sources.tables import LogSource, Table, tables

REQUEST, EVENT = "any-request", "any"
"""The tables of what fits no product's: of objects with a URL, and of all others."""

MOST_KEPT = 4096
"""Shapes that are remembered at a time."""

Names = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Shape:
    """How records that have these names are read; two are the same only if they are one."""

    table: Table
    columns: Mapping[str, Names]
    """By column the names that the record has of those the table gives, in the table's order."""
    code: Names
    """Those that may hold the event code."""
    asked: Names
    """Those that decide its log source."""

    def is_of_words(self, column: str) -> bool:
        """Whether values repeat in a column."""
        return is_of_words(self.table.kind, column)

    def log_source(self, values: Sequence[Any]) -> LogSource:
        """The log source of a record with these values of `asked`."""
        return self.table.log_source(dict(zip(self.asked, values, strict=False)))

    @cached_property
    def log_sources(self) -> Mapping[tuple[Any, ...], LogSource]:
        """By these values the log source, found when it is first asked for; not for values equal but in type."""
        return _Kept(self.log_source)

    @cached_property
    def names(self) -> Names:
        """All of these, each once."""
        return tuple(dict.fromkeys(name for some in (*self.columns.values(), self.code, self.asked) for name in some))

    @cached_property
    def read(self) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
        """Gives a record's values of `names`."""
        names = self.names
        if len(names) > 1:
            return itemgetter(*names)
        return lambda record: tuple(record[name] for name in names)


class Simple(NamedTuple):
    """The shape of records that need not be flattened, unless one of them holds more than the first did."""

    shape: Shape
    kinds: tuple[type, ...]
    """The types of the first one's values, in order."""
    lists: Names
    """The names whose values are lists where the types are these."""


class Shapes:
    """What records are read by, as they are met, remembered by their names."""

    def __init__(self) -> None:
        self.simple: dict[Names, Simple] = {}
        """By the names of flat records to which their table adds nothing."""
        self._tables: dict[Names, tuple[Table | None, bool]] = {}
        self._shapes: dict[tuple[str, Names], Shape] = {}

    def keep_simple(self, record: Mapping[str, Any], shape: Shape) -> None:
        """From now on records like this one have that shape."""
        lists = tuple(name for name, value in record.items() if isinstance(value, list))
        _keep(self.simple, tuple(record), Simple(shape, tuple(map(type, record.values())), lists))

    def table_of(self, names: Names) -> tuple[Table | None, bool]:
        """The product's table for a flattened record's names, and whether it has fields to add to such a record."""
        known = self._tables.get(names)
        if known is None:
            table = find_product(names)
            known = table, table is not None and may_add(table, names)
            _keep(self._tables, names, known)
        return known

    def of(self, table: Table, names: Names) -> Shape:
        """The shape of a record with these names that is read by this table."""
        shape = self._shapes.get((table.name, names))
        if shape is None:
            shape = _shape(table.name, tuple(filter(vocabulary(table.name).__contains__, names)))
            _keep(self._shapes, (table.name, names), shape)
        return shape


class _Kept(dict[Any, Any]):
    """What a function gives for a key, asked once, while there are not too many."""

    def __init__(self, give: Callable[[Any], Any]) -> None:
        super().__init__()
        self._give = give

    def __missing__(self, key: Any) -> Any:
        value = self._give(key)
        _keep(self, key, value)
        return value


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value


def find_product(names: Names) -> Table | None:
    """The table of the product whose flattened records have these names, or None."""
    return _find_product(frozenset(filter(_telling().__contains__, names)))


@lru_cache(MOST_KEPT)
def _find_product(names: frozenset[str]) -> Table | None:
    products = (table for table in tables().values() if table.recognised_by)
    return next((table for table in products if table.fits(_bare(table, names))), None)


def _bare(table: Table, names: frozenset[str]) -> dict[str, None]:
    """The names, and what they are without what may stand before them."""
    bare = dict.fromkeys(names)
    for name in names if table.strip else ():
        prefix = next(filter(name.startswith, table.strip), "")
        bare[name[len(prefix) :]] = None
    return bare


def may_add(table: Table, names: Names) -> bool:
    """Whether `table.complete` may add to records with these names."""
    derived = table.derived
    if derived.whole or derived.parts or not set(derived.inside).isdisjoint(names):
        return True
    return any(name.startswith(derived.strip) for name in names)


@lru_cache(MOST_KEPT)
def _shape(table_name: str, names: Names) -> Shape:
    table = tables()[table_name]

    def present(wanted: Names) -> Names:
        return tuple(name for name in wanted if name in names)

    columns = {column: present(wanted) for column, wanted in table.columns.items()}
    given = {column: found for column, found in columns.items() if found}
    return Shape(table, given, present(table.event_code), present(tuple(asked_by(table))))


@cache
def is_of_words(kind: str, column: str) -> bool:
    """Whether values repeat in a column of that kind of event."""
    return bool(pa.types.is_dictionary(KINDS[kind].field(column).type))


def asked_by(table: Table) -> Iterator[str]:
    """The names that `table.log_source` reads."""
    for name in dict.fromkeys(name for case in table.cases for name in case.fields):
        yield from (name, *table.sigma.get(name, ()))


@cache
def vocabulary(table_name: str) -> frozenset[str]:
    """Every name that the table reads."""
    table = tables()[table_name]
    columns = (name for names in table.columns.values() for name in names)
    return frozenset((*columns, *table.event_code, *asked_by(table)))


@cache
def _telling() -> frozenset[str]:
    """Every name that a product is recognised by, with everything that may stand before it."""
    return frozenset(
        prefix + name
        for table in tables().values()
        for names in table.recognised_by
        for name in names
        for prefix in ("", *table.strip)
    )
