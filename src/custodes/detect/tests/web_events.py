"""Web events for tests, made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding
from custodes.detect.lists import Lists, load_lists
from custodes.detect.measure import Measures, merge_into
from custodes.detect.permits import Permit
from custodes.detect.registry import DETECTORS
from custodes.detect.staff import Person, Staff
from custodes.events import make_batch
from custodes.events.schema import HTTP_ACTIVITY

CHICAGO = ZoneInfo("America/Chicago")
ADA = Person("s1", "Ada Palmer", "ada@fernwood.example", "apalmer", addresses=("10.1.0.7",))
BEN = Person("s2", "Ben Osei", "ben@fernwood.example", "bosei")
SHIPPED = load_lists(None)

_COLUMNS = {
    "time": "time",
    "user": "actor.user.name",
    "ip": "src_endpoint.ip",
    "method": "http_request.http_method",
    "url": "http_request.url.url_string",
    "host": "http_request.url.hostname",
    "referrer": "http_request.referrer",
    "code": "http_response.code",
    "length": "http_response.length",
    "type": "http_response.content_type",
    "action": "action_id",
}


def at(local: str, zone: ZoneInfo = CHICAGO, fold: int = 0) -> datetime:
    """`2026-11-24 09:15:00` on the wall clock of the zone."""
    return datetime.fromisoformat(local).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def get(host: str | None, when: datetime | None, **more: Any) -> dict[str, Any]:
    """A page of that host, fetched by Ada unless said otherwise."""
    path = more.pop("path", "/")
    plain = {"user": "apalmer", "method": "GET", "code": 200, "length": 9000, "type": "text/html", "action": 1}
    return {**plain, "host": host, "time": when, "url": f"https://{host}{path}", **more}


def connect(host: str, when: datetime, port: int = 443, **more: Any) -> dict[str, Any]:
    """A tunnel to that host, as a proxy logs it."""
    return get(host, when, method="CONNECT", url=f"{host}:{port}", type=None, **more)


def web_batch(events: Sequence[Mapping[str, Any]], *, first: int = 1) -> pa.RecordBatch:
    columns: dict[str, Any] = {name: [event.get(key) for event in events] for key, name in _COLUMNS.items()}
    lines = [f"line {first + index}".encode() for index in range(len(events))]
    place = {"source": "access.log", "position": [first + index for index in range(len(events))], "raw_data": lines}
    return make_batch(HTTP_ACTIVITY, {**columns, **place}, rows=len(events))


def context_of(name: str, *, clause: str = "", permits: Iterable[Permit] = (), **parameters: Any) -> Context:
    detector = DETECTORS[name]
    return Context(
        clause=clause or detector.clauses[0],
        parameters=detector.parameters(**parameters),
        staff=Staff.of((ADA, BEN)),
        lists=Lists(SHIPPED.tables, tuple(permits)),
        domains=frozenset({"fernwood.example"}),
        timezone=CHICAGO,
    )


def judge(name: str, measures: Measures, context: Context) -> list[Finding]:
    """What the limits say of the merged measures, in the order of their keys."""
    limits = DETECTORS[name].limits
    judged = (limits[key.name](key, measures[key], context) for key in sorted(measures))
    return [finding for finding in judged if finding]


def detect(name: str, batches: Iterable[pa.RecordBatch], context: Context) -> list[Finding]:
    """The findings of a whole run over the batches."""
    total: Measures = {}
    for batch in batches:
        merge_into(total, DETECTORS[name](batch, context).measures)
    return judge(name, total, context)


def find(name: str, events: Sequence[Mapping[str, Any]], context: Context) -> list[Finding]:
    """The findings over these events in one batch."""
    return detect(name, [web_batch(events)], context)


def texts(finding: Finding) -> str:
    return " ".join(reason.text for reason in finding.reasons)
