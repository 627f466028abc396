"""JSON lines: one object a line, with OCSF's names (nested or dotted) or the plain ones in use.

An object with a URL is a web request; any other is a base event with its message. Where an object gives a name
twice the last one counts; where it gives several names of one column, the first of the table below.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson
import pyarrow as pa

from custodes.events import BASE_EVENT, HTTP_ACTIVITY, make_batch
from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.contract import Chunk, Item, Parsed, Rejected
from custodes.sources.records.times import Unreadable, read_time
from custodes.sources.lines import TORN, cut_lines, with_line_feeds
from custodes.sources.web.hosts import find_authority, read_host
from custodes.sources.web.spans import Lines

DEEPEST = 4
"""Levels of nesting that names are looked for in."""

URL, HOST, MESSAGE = "http_request.url.url_string", "http_request.url.hostname", "message"
METHOD, ACTION, SERVED = "http_request.http_method", "action_id", "dst_endpoint.hostname"

NAMES: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "timestamp", "@timestamp", "ts", "datetime", "time_iso8601", "time_local"),
    "actor.user.name": ("actor.user.name", "user.name", "user", "username", "user_name", "remote_user"),
    "src_endpoint.ip": ("src_endpoint.ip", "source.ip", "src_ip", "client_ip", "client", "remote_addr", "ip"),
    MESSAGE: ("message", "msg", "text"),
    METHOD: (METHOD, "http.request.method", "method", "http_method", "request_method"),
    URL: (URL, "http_request.url", "url.full", "url.original", "url", "uri", "request_uri"),
    HOST: (HOST, "url.domain", "hostname", "host", "domain"),
    "http_request.user_agent": ("http_request.user_agent", "user_agent.original", "user_agent", "http_user_agent"),
    "http_request.referrer": ("http_request.referrer", "http.request.referrer", "referrer", "referer", "http_referer"),
    "http_response.code": ("http_response.code", "http.response.status_code", "status", "status_code"),
    "http_response.length": ("http_response.length", "bytes", "bytes_sent", "body_bytes_sent", "size"),
    "http_response.content_type": ("http_response.content_type", "content_type", "mime_type"),
    "duration": ("duration", "duration_ms", "elapsed_ms"),
    ACTION: (ACTION, "action", "disposition"),
}
"""The columns, and the names under which each is looked for, the first that is given."""

NUMBERS = {"http_response.code": 999, "http_response.length": 2**63 - 1, "duration": 2**63 - 1}
"""Columns of whole numbers, and the largest each holds."""

_PLACES = {name: (column, rank) for column, names in NAMES.items() for rank, name in enumerate(names)}
_NOTHING = (None, "", "-")

_ACTIONS = {
    **dict.fromkeys(("allow", "allowed", "permit", "permitted", "pass"), ACTION_ALLOWED),
    **dict.fromkeys(("deny", "denied", "block", "blocked", "drop", "dropped"), ACTION_DENIED),
}


class _Row(NamedTuple):
    """One event: its columns by name. A request where `is_request`."""

    columns: dict[str, Any]
    is_request: bool


class JsonLines:
    """JSON lines as a source."""

    name = "jsonl"

    def recognises(self, head: bytes) -> bool:
        """Whether the first line that is not blank is a JSON object, or begins as one where it is long."""
        first, ended, _ = with_line_feeds(_strip_mark(head)).lstrip().partition(b"\n")
        if not ended and len(first) > 1 << 12:
            return first.startswith(b'{"')
        try:
            return isinstance(orjson.loads(first), dict)
        except orjson.JSONDecodeError:
            return False

    def cut(self, item: Item) -> Iterator[Chunk]:
        """Chunks of whole lines."""
        return cut_lines(item, self.name)

    def parse(self, chunk: Chunk) -> Parsed:
        """The chunk's web requests, then its other events, each where there are any."""
        rows, rejected = list[_Row](), [*chunk.rejected]
        lines = Lines.of(_strip_mark(chunk.data) if chunk.first == 1 else chunk.data)
        for position, record in zip((chunk.first + lines.before).tolist(), lines, strict=True):
            try:
                row = _read(record)
            except Unreadable as lack:
                rejected.append(Rejected(chunk.source, str(lack), position, position))
                continue
            row.columns.update(position=position, raw_data=record)
            rows.append(row)
        requests = [row.columns for row in rows if row.is_request]
        others = [row.columns for row in rows if not row.is_request]
        batches = (_batch(HTTP_ACTIVITY, requests, chunk.source), _batch(BASE_EVENT, others, chunk.source))
        return Parsed(tuple(batch for batch in batches if batch.num_rows), tuple(rejected))


def _batch(schema: pa.Schema, rows: list[dict[str, Any]], source: str) -> pa.RecordBatch:
    columns: dict[str, Any] = {name: [row.get(name) for row in rows] for name in schema.names}
    return make_batch(schema, columns | {"source": source, "file": None}, rows=len(rows))


def _read(record: bytes) -> _Row:
    """The event of a line. Raises `Unreadable` saying what it lacks, without its content."""
    values = _flatten(_load(record))
    given = _sort(values)
    columns: dict[str, Any] = {name: _word(value) for name, value in given.items()}
    columns["time"] = read_time(given["time"]) if "time" in given else None
    columns[SERVED] = read_host(columns[HOST].encode()) if HOST in columns else None
    if columns.get(URL) is None:
        return _Row({**columns, MESSAGE: columns.get(MESSAGE) or record.decode(errors="replace")}, is_request=False)
    if columns["time"] is None:
        raise Unreadable("a web request without a time")
    for name in NUMBERS.keys() & given.keys():
        columns[name] = _number(name, given[name])
    columns[HOST] = _host(columns)
    columns[ACTION] = _ACTIONS.get(str(columns.get(ACTION)).lower(), _action_id(given.get(ACTION)))
    if kind := columns.get("http_response.content_type"):
        columns["http_response.content_type"] = kind.partition(";")[0].strip().lower() or None
    return _Row(columns, is_request=True)


def _load(record: bytes) -> dict[str, Any]:
    if b"\r" in record:
        raise Unreadable(TORN)
    try:
        value = orjson.loads(record)
    except orjson.JSONDecodeError:
        try:
            value = orjson.loads(record.decode(errors="replace"))
        except orjson.JSONDecodeError:
            raise Unreadable("not JSON, or nested too deeply") from None
    if not isinstance(value, dict):
        raise Unreadable("JSON, but not an object")
    return value


def _flatten(value: Mapping[str, Any], *, prefix: str = "", depth: int = 1) -> dict[str, Any]:
    """The values by dotted name. Lists, and what is nested deeper than any name, are left out."""
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if not isinstance(inner, dict | list):
            flat[prefix + key] = inner
        elif isinstance(inner, dict) and depth < DEEPEST:
            flat |= _flatten(inner, prefix=f"{prefix}{key}.", depth=depth + 1)
    return flat


def _sort(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column, of several for one column that of the name which stands first."""
    ranks, given = dict[str, int](), dict[str, Any]()
    for name, value in values.items():
        if name in _PLACES and value not in _NOTHING:
            column, rank = _PLACES[name]
            if rank <= ranks.get(column, rank):
                ranks[column], given[column] = rank, value
    return given


def _word(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _number(name: str, value: Any) -> int | None:
    """A whole number, written as one or as text; None for a negative one."""
    if isinstance(value, str) and value.lstrip("-").isdecimal() and len(value) <= 19:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value > NUMBERS[name]:
        raise Unreadable(f"{name} is not a whole number, or is too large")
    return value if value >= 0 else None


def _host(columns: Mapping[str, Any]) -> str | None:
    url = columns[URL].encode()
    start, end = (0, len(url)) if str(columns.get(METHOD)).upper() == "CONNECT" else find_authority(url)
    return read_host(url[start:end]) or columns[SERVED]


def _action_id(value: Any) -> int:
    return value if value in {ACTION_ALLOWED, ACTION_DENIED} and not isinstance(value, bool | float) else 0


def _strip_mark(data: bytes) -> bytes:
    """The data without the byte-order mark that some exports begin with."""
    return data.removeprefix(codecs.BOM_UTF8)


JSON_LINES = JsonLines()
