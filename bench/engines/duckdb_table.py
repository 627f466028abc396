"""pySigma's DuckDB backend on a table in memory that DuckDB reads itself, with one thread.

A query gives only the number of the event. Columns are texts, and numbers where DuckDB sees only such.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import orjson
from frame import Hits, Peer, Spellings, main
from sigma.collection import SigmaCollection
from sigma.processing.pipeline import ProcessingPipeline
from sigma_backend_duckdb import DuckDBBackend

NUMBER = "bench_number"
_AS_THEY_STAND = "sample_size = -1, map_inference_threshold = -1, field_appearance_threshold = 0"
_BACKEND = DuckDBBackend(processing_pipeline=ProcessingPipeline())


def convert(rule: dict[str, Any]) -> list[str]:
    """The rule's queries."""
    queries = _BACKEND.convert(SigmaCollection.from_yaml(orjson.dumps(rule).decode()))
    return [query.replace("SELECT *", f"SELECT {NUMBER}", 1) for query in queries]


class Table:
    """The events as one table, and the rules as queries on it."""

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self.rules = rules
        self.failed: dict[str, str] = {}
        self.database = duckdb.connect()
        self.database.execute("SET threads = 1")

    def load(self, path: Path, spellings: Spellings) -> None:
        """What DuckDB makes of the lines, and the names that rules use. Of names that differ in case only, the last."""
        lines = f"read_json({_text(str(path))}, format = 'newline_delimited', {_AS_THEY_STAND}"
        seen = self.database.execute(f"DESCRIBE FROM {lines})").fetchall()
        columns = {name.lower(): (name, "BIGINT" if kind == "BIGINT" else "VARCHAR") for name, kind, *_ in seen}
        types = dict(columns.values())
        given = {name: [_name(name)] for name in types}
        for own, used in spellings.items():
            if own in types:
                given.setdefault(used, []).append(f"CAST({_name(own)} AS {types.get(used, 'VARCHAR')})")
        chosen = ", ".join(f"coalesce({', '.join(names)}) AS {_name(name)}" for name, names in given.items())
        read = ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in types.items())
        self.database.execute(
            f"CREATE TABLE logs AS SELECT row_number() OVER () AS {NUMBER}, {chosen}"  # noqa: S608 - names, quoted
            f" FROM {lines}, columns = {{{read}}})"
        )

    def match(self) -> Hits:
        """What the queries give, with a column of nulls for a name that no event has."""
        for rule, queries in self.rules.items():
            try:
                for query in queries:
                    yield from ((number, rule) for (number,) in self._ask(query))
            except duckdb.Error as error:
                self.failed[rule] = str(error)[:200]

    def _ask(self, query: str) -> list[tuple[int]]:
        while True:
            try:
                return self.database.execute(query).fetchall()
            except duckdb.BinderException as error:
                if not (missing := re.search(r'Referenced column "([^"]+)" not found', str(error))):
                    raise
                self.database.execute(f"ALTER TABLE logs ADD COLUMN {_name(missing[1])} VARCHAR")


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


if __name__ == "__main__":
    main(Peer(convert, Table))
