"""osquery's results log as a source: one line, one result of a scheduled query, with one row or many.

    {"action": "added", "columns": {…}}                     a row that came, or went (event format)
    {"diffResults": {"added": [{…}], "removed": [{…}]}}     all that came and went (batch format)
    {"action": "snapshot", "snapshot": [{…}, {…}]}          all rows as they are

Each row is an event, in the event format's shape. An item is the line, so the events beyond one a line are counted as
`spread`, below 0 where a line has no row. `raw_data` is the line, or where it has several rows, the row's own bytes.
After https://osquery.readthedocs.io/en/stable/deployment/logging/.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import orjson

from custodes.sources.contract import Chunk, Item, Parsed
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.osquery.kinds import find_kind
from custodes.sources.records.brackets import Scanner
from custodes.sources.records.reading import Records, load, read_records
from custodes.sources.records.times import Unreadable, read_time
from custodes.sources.web.reading import lines_of
from custodes.sources.web.spans import Spans

ADDED, REMOVED, SNAPSHOT, INITIAL = "added", "removed", "snapshot", "initial"
"""Values of `change`. Initial is what was there when the query first ran: no news, though osquery says added."""

CHUNK_BYTES = 1 << 20
LIMIT_BYTES = 8 << 20
"""A snapshot is one line, however many its rows."""

ROWS_UNCLEAR = "Its rows cannot be told apart."

_ROWS = ("columns", "snapshot", "diffResults")
_TIMES = ("unixTime", "calendarTime")
_CALENDAR = "%a %b %d %H:%M:%S %Y"


class OsqueryResults:
    """Result lines of osqueryd."""

    name = "osquery"

    def recognises(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a result; where it is long, begins as one."""
        first, ended, _ = with_line_feeds(head).lstrip().partition(b"\n")
        if not ended and len(first) > 1 << 12:
            return first.startswith((b'{"snapshot":[', b'{"diffResults":{', b'{"action":"snapshot"'))
        try:
            return is_result(orjson.loads(first))
        except orjson.JSONDecodeError:
            return False

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines."""
        return cut_lines(item, self.name, limit_bytes=LIMIT_BYTES, chunk_bytes=CHUNK_BYTES)

    def parse(self, chunk: Chunk) -> Parsed:
        """An event for each row of each line."""
        lines = lines_of(chunk)
        rows, edges, positions, spread = list[dict[str, Any] | Unreadable](), list[tuple[int, int]](), list[int](), 0
        for line, start, before in zip(lines, lines.spans.starts.tolist(), lines.before.tolist(), strict=True):
            read = _read(line)
            found = [(read, (0, len(line)))] if isinstance(read, Unreadable) else read
            rows += [row for row, _ in found]
            edges += [(start + begin, start + end) for _, (begin, end) in found]
            positions += [chunk.first + before] * len(found)
            spread += len(found) - 1
        bounds = np.array(edges, np.int64).reshape(-1, 2)
        spans = Spans(bounds[:, 0], bounds[:, 1])
        records = Records(rows, lines.data, spans, np.array(positions, np.int64), is_json=False)
        return dataclasses.replace(read_records(chunk, records), spread=spread)


def is_result(value: object) -> bool:
    """Whether an object is a result of osquery."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("name"), str)
        and any(isinstance(value.get(name), dict | list) for name in _ROWS)
        and any(name in value for name in _TIMES)
    )


_Row = tuple[dict[str, Any], tuple[int, int]]
"""A row as an object of the event format, and its range in the line."""


def _read(line: bytes) -> list[_Row] | Unreadable:
    """The rows of a line."""
    result = Unreadable(TORN) if b"\r" in line else load(line)
    if isinstance(result, Unreadable):
        return result
    try:
        at = _read_time(result)
    except Unreadable as lack:
        return lack
    shared = {name: value for name, value in result.items() if name not in {"snapshot", "diffResults"}}
    rows = [_complete({**shared, **row}, at) for row in _rows_of(result)]
    if len(rows) < 2:
        return [(row, (0, len(line))) for row in rows]
    ranges = _ranges(line, depth=3 if "diffResults" in result else 2)
    return list(zip(rows, ranges, strict=True)) if len(ranges) == len(rows) else Unreadable(ROWS_UNCLEAR)


def _rows_of(result: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What is said of each row by itself. A line without rows, such as osquery's words on its own state, is one."""
    if isinstance(result.get("snapshot"), list):
        yield from ({"columns": row} for row in result["snapshot"] if isinstance(row, dict))
    elif isinstance(result.get("diffResults"), dict):
        for action, rows in result["diffResults"].items():
            if isinstance(rows, list):
                yield from ({"action": action, "columns": row} for row in rows if isinstance(row, dict))
    else:
        yield {}


def _complete(row: dict[str, Any], at: str | None) -> dict[str, Any]:
    """The row with what we say of it: `table`, `change`, and `time` where it gives one; and a name, if null."""
    columns, name = row.get("columns"), row.get("name")
    row["name"] = name = name if isinstance(name, str) else None
    kind = find_kind(name or "", columns if isinstance(columns, dict) else {})
    row["table"], row["change"] = kind, _change(row, kind)
    if at is not None:
        row["time"] = at
    return row


def _change(row: Mapping[str, Any], kind: str | None) -> str | None:
    action = row.get("action")
    if not isinstance(action, str):
        return None
    happened = kind is not None and kind.endswith("_events")  # such a table tells what happens, so it has no beginning
    is_first = str(row.get("counter")) == "0" and not happened
    return INITIAL if action == ADDED and is_first else action


def _read_time(result: Mapping[str, Any]) -> str | None:
    """When the query ran, as ISO 8601; None where the line does not say. Raises `Unreadable`."""
    unix, calendar = (result.get(name) for name in _TIMES)
    try:
        if isinstance(unix, str | int | float) and unix not in ("", 0, "0"):
            return read_time(unix).isoformat()
    except Unreadable:
        if not isinstance(calendar, str):
            raise
    if not isinstance(calendar, str):
        return None
    try:
        parts = time.strptime(calendar.removesuffix(" UTC"), _CALENDAR)
        moment = datetime(*parts[:6], tzinfo=UTC)  # which knows no second 60
    except ValueError:
        raise Unreadable("its time cannot be read") from None
    return read_time(moment.isoformat()).isoformat()


def _ranges(line: bytes, *, depth: int) -> list[tuple[int, int]]:
    """Where the objects lie that are nested that deep."""
    places, before, after = Scanner().scan(line)
    inner = places[np.minimum(before, after) == depth].tolist()
    objects = zip(inner[::2], inner[1::2], strict=False)
    return [(begin, end + 1) for begin, end in objects if line[begin : begin + 1] == b"{"]


OSQUERY = OsqueryResults()
