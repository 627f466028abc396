"""The tables of every product, read from the data files beside this module.

They are asked in the order in which `tables` gives them: the more names a table asks for, the earlier.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from custodes.events import KINDS
from custodes.shipped import parse_yaml
from custodes.sources.tables.derived import read_derived
from custodes.sources.tables.meanings import text_of
from custodes.sources.tables.table import Case, LogSource, Table, first_given

__all__ = [
    "Case",
    "LogSource",
    "Table",
    "broader_sources",
    "first_given",
    "read_table",
    "tables",
    "text_of",
]

_KNOWN = {
    "name",
    "described",
    "kind",
    "recognised_by",
    "columns",
    "values",
    "event_code",
    "logsource",
    "cases",
    "sigma",
    "strip",
    "broader",
    "inside",
    "whole",
    "derived",
}


@cache
def tables() -> Mapping[str, Table]:
    """Every table by name, those that ask for the most names first."""
    read = [
        read_table(file.read_text(encoding="utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".yaml")
    ]
    read.sort(key=lambda table: (-min(map(len, table.recognised_by), default=0), table.name))
    return {table.name: table for table in read}


@cache
def broader_sources() -> Mapping[str, str]:
    """By category or service the wider one whose rules its events meet too: `registry_set` is a `registry_event`."""
    return {word: wider for table in tables().values() for word, wider in table.broader.items()}


def read_table(text: str) -> Table:
    """A table from its YAML. Raises `ValueError` saying what is wrong with it."""
    data = parse_yaml(text)
    if unknown := data.keys() - _KNOWN:
        raise ValueError(f"a table has no {', '.join(sorted(unknown))}")
    kind, columns = data["kind"], data["columns"]
    if kind not in KINDS:
        raise ValueError(f"{kind} is no kind of event; there are {', '.join(KINDS)}")
    if unknown := (columns.keys() | data.get("values", {}).keys()) - set(KINDS[kind].names):
        raise ValueError(f"{data['name']}: {kind} has no column {', '.join(sorted(unknown))}")
    return Table(
        name=data["name"],
        described=data["described"],
        kind=kind,
        recognised_by=tuple(map(frozenset, data.get("recognised_by", ()))),
        columns=_lists(columns),
        values={
            column: {str(key): value for key, value in meanings.items()}
            for column, meanings in data.get("values", {}).items()
        },
        event_code=tuple(data.get("event_code", ())),
        logsource=LogSource(**data.get("logsource", {})),
        cases=tuple(map(_read_case, data.get("cases", ()))),
        sigma=_lists(data.get("sigma", {})),
        broader=data.get("broader", {}),
        derived=read_derived(data),
    )


def _lists(names: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in names.items()}


def _read_case(data: dict[str, Any]) -> Case:
    asked = {name: _values(values) for name, values in data["if"].items()}
    return Case(asked, LogSource(**{word: value for word, value in data.items() if word != "if"}))


def _values(values: Any) -> frozenset[str]:
    return frozenset(str(value).casefold() for value in (values if isinstance(values, list) else [values]))
