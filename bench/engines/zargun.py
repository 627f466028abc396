"""zargunlite: a rule engine on SQLite after Zircolite's design, with Zircolite's rules and its defaults.

Everything is loaded into one table, then one query a rule is asked. Its author's loader is used as it is; it takes no
names beyond letters, digits and underscores unless told so, and no lists.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from frame import Event, Hits, Peer, Spellings, main, read_events
from sqlite_table import convert
from zargunlite.core import ZargunCore

NUMBER = "bench_number"


class Zargun:
    """Its core, with the number of the event as a field more."""

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self.rules = rules
        self.failed: dict[str, str] = {}
        self.core = ZargunCore()

    def load(self, path: Path, spellings: Spellings) -> None:
        """Its loader, then its index of the event id."""
        rows = [{NUMBER: number, **_plain(event)} for number, event in read_events(path, spellings)]
        self.core.load_data(rows, strict_field_name=False)
        self.core.create_index("EventID")

    def match(self) -> Hits:
        """What the queries give; a query that names an unknown column gives nothing (its own rule)."""
        for rule, queries in self.rules.items():
            asked = [query.replace("SELECT rowid", f"SELECT {NUMBER}", 1) for query in queries]
            try:
                yield from ((row[NUMBER], rule) for query in asked for row in self.core.execute_sqlite_query(query))
            except sqlite3.Error as error:
                self.failed[rule] = str(error)


def _plain(event: Event) -> dict[str, Any]:
    """One value a name without regard to case, as SQLite's columns are; what SQLite cannot hold as text."""
    once = {name.lower(): (name, value) for name, value in event.items()}
    return {
        name: value if isinstance(value, str | float) or _fits(value) else str(value) for name, value in once.values()
    }


def _fits(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value < 1 << 63


if __name__ == "__main__":
    main(Peer(convert, Zargun))
