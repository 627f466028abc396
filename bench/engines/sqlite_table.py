"""pySigma's SQLite backend, and a table in memory that is indexed by channel and event id.

All is as its author advises: columns without regard to case, a regular-expression function, a column of everything for
keyword rules. A query gives only the number of the event.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from frame import Event, Hits, Peer, Spellings, in_batches, main, read_events
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.policy.profiles import TrustedPolicy

EVERYTHING = "every_text"
LARGEST = 1 << 63
INDEXED = ("Channel", "EventID")

_BACKEND = sqliteBackend(fulltext_field=EVERYTHING)


def convert(rule: dict[str, Any]) -> list[str]:
    """The rule's queries."""
    queries = _BACKEND.convert(SigmaCollection.from_yaml(orjson.dumps(rule).decode(), policy=TrustedPolicy))
    return [query.replace("SELECT *", "SELECT rowid", 1) for query in queries]


class Table:
    """The events as one table, and the rules as queries on it."""

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self.rules = rules
        self.failed: dict[str, str] = {}
        self.with_everything = any(EVERYTHING in query for queries in rules.values() for query in queries)
        self.database = sqlite3.connect(":memory:")
        self.database.create_function("regexp", 2, _finds, deterministic=True)
        names = ", ".join(f"{_quoted(name)} NUMERIC COLLATE NOCASE" for name in INDEXED)
        self.database.execute(f"CREATE TABLE logs ({names})")
        self.columns = {name.lower() for name in INDEXED}

    def load(self, path: Path, spellings: Spellings) -> None:
        """Rows, those with the same columns together; then the index."""
        for batch in in_batches(read_events(path, spellings)):
            alike: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
            for number, event in batch:
                row = self._row(event)
                alike[tuple(row)].append([number, *row.values()])
            for names, rows in alike.items():
                self._add(names, rows)
        self.database.execute("CREATE INDEX source ON logs (Channel, EventID)")
        self.database.execute("ANALYZE")

    def match(self) -> Hits:
        """What the queries give, with a column of nulls for a name that no event has."""
        for rule, queries in self.rules.items():
            try:
                yield from ((number, rule) for query in queries for (number,) in self._ask(query))
            except (sqlite3.Error, re.error) as error:
                self.failed[rule] = str(error)

    def _row(self, event: Event) -> dict[str, Any]:
        row = {name.lower(): _stored(value) for name, value in event.items()}
        if self.with_everything:
            row[EVERYTHING] = "\n".join(str(value) for value in row.values() if value is not None)
        return row

    def _add(self, names: tuple[str, ...], rows: list[list[Any]]) -> None:
        for name in names:
            if name not in self.columns:
                self.columns.add(name)
                self.database.execute(f"ALTER TABLE logs ADD COLUMN {_quoted(name)} NUMERIC COLLATE NOCASE")
        places = ",".join("?" * (len(names) + 1))
        self.database.executemany(
            f"INSERT INTO logs (rowid, {','.join(map(_quoted, names))}) VALUES ({places})",  # noqa: S608 - quoted
            rows,
        )

    def _ask(self, query: str) -> list[tuple[int]]:
        while True:
            try:
                return self.database.execute(query).fetchall()
            except sqlite3.OperationalError as error:
                if not (missing := re.fullmatch(r"no such column: (.+)", str(error))):
                    raise
                self.database.execute(f"ALTER TABLE logs ADD COLUMN {_quoted(missing[1])} NUMERIC COLLATE NOCASE")


def _stored(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value >= LARGEST:
        return str(value)
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _finds(pattern: str, value: object) -> bool:
    return value is not None and _compiled(pattern).search(str(value)) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


if __name__ == "__main__":
    main(Peer(convert, Table))
