"""Under which names the columns of an event answer to Sigma's rules: data, in `columns.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from custodes.detect.sigma.names.parts import PARTS
from custodes.events import KINDS
from custodes.shipped import read_yaml

KEPT_OUT = frozenset({"time", "source", "position", "file", "raw_data", "unmapped"})
"""Columns without a name: where an event was read, and the record, whose own fields rules see first."""
_LOGSOURCE = "logsource."


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of an event, what of it is meant, and its names."""

    column: str
    inner: str | None
    """What of each thing the column lists: `name` of `files`."""
    names: tuple[str, ...]
    part: Callable[[str], str | None] | None = None
    says: tuple[tuple[int, str], ...] = ()
    """The words that stand for numbers; what has none is left out."""
    is_list: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is the column's value and nothing else."""
        return not (self.is_list or self.part or self.says)

    def read(self, value: Any) -> tuple[Any, ...]:
        """The values that a value of the column, which is not null, stands for."""
        if self.part is not None and not self.is_list:  # most of them, and this is asked for every event looked at
            found = self.part(value)
            return () if found is None else (found,)
        items = value if isinstance(value, list) else (value,)
        if self.inner is not None:
            items = [item and item.get(self.inner) for item in items]
        if self.says:
            items = [dict(self.says).get(item) for item in items]
        if self.part is not None:
            items = [None if item is None else self.part(item) for item in items]
        return tuple(item for item in items if item is not None)


@cache
def entries_of(kind: str) -> tuple[Entry, ...]:
    """The entries of a kind of event (its class name): each column under its own name, then those of `columns.yaml`."""
    data = read_yaml(__package__, "columns.yaml")
    own = [{"column": field.name, "names": [field.name]} for field in KINDS[kind] if _is_named(field)]
    return tuple(_entry(KINDS[kind], **entry) for entry in (*own, *data["every"], *data[kind]))


def _entry(
    schema: pa.Schema, column: str, names: list[str], says: Mapping[int, str] | None = None, **part: str
) -> Entry:
    inner = None
    if column not in schema.names:
        column, _, inner = column.rpartition(".")
        schema.field(column).type.value_type.field(inner)  # raises where neither has the name
    is_list = pa.types.is_list(schema.field(column).type)
    meant = PARTS[part["from"]] if part else None
    return Entry(column, inner, tuple(names), meant, tuple((says or {}).items()), is_list)


def _is_named(field: pa.Field) -> bool:
    is_listing = pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type)
    return not (is_listing or field.name in KEPT_OUT or field.name.startswith(_LOGSOURCE))


def sigma_columns(schema: pa.Schema) -> Mapping[str, tuple[str, ...]]:
    """For each column of the kind of event (`files.name`: of what it lists) all names that it answers to."""
    names: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(kind_of(schema)):
        column = f"{entry.column}.{entry.inner}" if entry.inner else entry.column
        names[column] = (*names.get(column, ()), *entry.names)
    return names


def kind_of(schema: pa.Schema) -> str:
    """The class name of a kind of event."""
    return str(schema.metadata[b"class_name"].decode())
