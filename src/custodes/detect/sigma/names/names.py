"""The columns of an event under the names that Sigma's rules use.

The names are data (`columns.yaml`). `read_columns` gives one row's fields, exactly, to judge a rule by;
`texts` gives every row's as one text, quickly, to find the rows that a rule may concern at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
import yaml

from custodes.detect.sigma.names.parts import PARTS
from custodes.events import KINDS

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
    says: Mapping[int, str] | None = None

    def read(self, value: Any) -> Iterator[Any]:
        """The values that a value of the column stands for; nothing for a null."""
        for item in value if isinstance(value, list) else (value,):
            plain = item.get(self.inner) if self.inner and item is not None else item
            if plain is not None and self.says is not None:
                plain = self.says.get(plain)
            if plain is not None and self.part is not None:
                plain = self.part(plain)
            if plain is not None:
                yield plain


@cache
def entries_of(kind: str) -> tuple[Entry, ...]:
    """The entries of a kind of event (its class name): each column under its own name, then those of `columns.yaml`."""
    data = yaml.safe_load(files(__package__).joinpath("columns.yaml").read_text(encoding="utf-8"))
    named = [_entry(KINDS[kind], **entry) for entry in (*data["every"], *data[kind])]
    own = [Entry(field.name, None, (field.name,)) for field in KINDS[kind] if _is_plain(field)]
    return (*own, *named)


def _entry(schema: pa.Schema, column: str, names: list[str], says: Any = None, **part: str) -> Entry:
    inner = None
    if column not in schema.names:
        column, _, inner = column.rpartition(".")
        schema.field(column).type.value_type.field(inner)  # a name that is in neither is an error here
    return Entry(column, inner, tuple(names), PARTS[part["from"]] if part else None, says)


def _is_plain(field: pa.Field) -> bool:
    is_listing = pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type)
    return not (is_listing or field.name in KEPT_OUT or field.name.startswith(_LOGSOURCE))


def sigma_columns(schema: pa.Schema) -> Mapping[str, tuple[str, ...]]:
    """For each column of the kind of event (`files.name`: of what it lists) all names that it answers to."""
    names: dict[str, tuple[str, ...]] = {}
    for entry in entries_of(_kind(schema)):
        column = f"{entry.column}.{entry.inner}" if entry.inner else entry.column
        names[column] = (*names.get(column, ()), *entry.names)
    return names


def read_columns(batch: pa.RecordBatch, row: int) -> dict[str, Any]:
    """The fields of one event by Sigma's names: text, numbers, booleans, or a list where there are several.

    What is null, and what is an empty list, is left out.
    """
    values: dict[str, Any] = {}
    gathered: dict[str, dict[Any, None]] = {}
    for entry in entries_of(_kind(batch.schema)):
        if entry.column not in values:
            values[entry.column] = batch.column(entry.column)[row].as_py()
        if (value := values[entry.column]) is not None:
            read = dict.fromkeys(entry.read(value))
            for name in entry.names:
                gathered.setdefault(name, {}).update(read)
    return {name: _plain(found) for name, found in gathered.items() if found}


def _plain(found: Iterable[Any]) -> Any:
    first, *others = found
    return [first, *others] if others else first


def _kind(schema: pa.Schema) -> str:
    return str(schema.metadata[b"class_name"].decode())
