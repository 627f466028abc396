"""Connections that a firewall or a sensor on the wire noted, to ports and hosts of services that hide who one is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from custodes.detect.anonymisers.seen import Sight, measure_sights
from custodes.detect.anonymisers.web import CATEGORY
from custodes.detect.columns import Integers, read_words
from custodes.detect.context import Context
from custodes.detect.finding import Reason
from custodes.detect.measure import Measure, Measures
from custodes.detect.prose import count, join
from custodes.detect.sign_ins.reading import find_in_record, is_public

CONNECTIONS = "anonymiser.connections"
"""Set of (stretch of the day, host, port) by person and day; port 0 for a listed host."""

_PORT = re.compile(
    rb"[\"\s,|](?:id\.resp_p|dpt|d(?:st|est)_?port|dstport|dport|destination\.port|DestinationPort|remote_port|columns\.remote_port)"
    rb"\"?\s*[:=]\s*\"?(\d{1,5})\b"
)
_STOPPED = re.compile(
    rb"\"conn_state\"\s*:\s*\"(?:S0|REJ|RSTOS0|RSTRH|SH|SHR)\"|"
    rb"\b(?:act|action|FTNTFGTaction|cs1|outcome)\"?\s*[:=]\s*\"?(?:den(?:y|ied)|block(?:ed)?|drop(?:ped)?|reset|reject(?:ed)?|close)\b",
    re.IGNORECASE,
)
_SURE_ONCE, _SURE_OFTEN, _OFTEN = 0.6, 0.75, 3


def look_at_connections(batch: pa.RecordBatch, context: Context) -> Measures:
    """Connections that went through, to one of the ports or to a listed host."""
    rows = _network_rows(batch)
    if not len(rows):
        return {}
    return measure_sights(batch, CONNECTIONS, _sights(batch, rows, context), context)


def _network_rows(batch: pa.RecordBatch) -> Integers:
    of_network = read_words(batch, "logsource.category").where_in(("firewall", "network_connection"))
    return np.flatnonzero(of_network | read_words(batch, "logsource.service").where_in(("conn",)))


def _sights(batch: pa.RecordBatch, rows: Integers, context: Context) -> Iterator[Sight]:
    wanted = frozenset(context.parameters.ports)
    hosts = list(read_words(batch, "dst_endpoint.hostname").take(rows).read())
    listed = {
        host
        for host, matches in zip(hosts, context.lists.match_all([host.lower() for host in hosts]), strict=True)
        if any(match.category == CATEGORY for match in matches)
    }
    for row, host in zip(rows.tolist(), hosts, strict=True):
        port = _port(batch, row)
        is_wanted = port in wanted and (is_public(host) or not host[-1:].isdigit())
        if host and (is_wanted or host in listed) and find_in_record(batch, row, _STOPPED) is None:
            yield Sight(row, (host, int(port) if is_wanted else 0), host)


def _port(batch: pa.RecordBatch, row: int) -> str:
    found = find_in_record(batch, row, _PORT)
    return found[1].decode() if found else ""


def judge_connections(measure: Measure, day: str) -> Iterator[tuple[Reason, float]]:
    """The reasons, and how sure each is."""
    for is_port, code, what in (
        (True, "anonymiser.port", "by a port that Tor or a private network uses"),
        (False, "anonymiser.service", "to services that hide who one is"),
    ):
        places = Counter(f"{host}:{port}" if port else host for _, host, port in measure.value if bool(port) is is_port)
        if places:
            sure = _SURE_OFTEN if places.total() >= _OFTEN else _SURE_ONCE
            text = f"{count(places.total(), 'connection')} on {day} {what}: {join(sorted(places))}."
            yield Reason(code, text), sure
