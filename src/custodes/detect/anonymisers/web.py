"""What a web log tells of services that hide who one is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from custodes.detect.columns import METHOD, URL, Integers, read_texts, read_words, went_through
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Kind, Measure, Measures
from custodes.detect.prose import count, join, write_day
from custodes.detect.visits import Visits, measure_visits, read_visits
from custodes.detect.web_pages import pick_categories, without_permitted

VISITS = "anonymiser.visits"
"""Set of (second of the day, host, port) by person and day; port 0 for a listed host."""

CATEGORY = "anonymiser"
STRETCH_SECONDS = 5

SURE_BY_PORT = 0.9
SURE_AT_LIMIT, SURE_AT_MOST = 0.6, 0.85


def look_at_web(batch: pa.RecordBatch, context: Context) -> Measures:
    """Page requests to listed anonymisers, and tunnels to the ports such services use."""
    ports = _pick_ports(batch, context.parameters.ports)
    listed = pick_categories(batch, [CATEGORY], context).get(CATEGORY, np.empty(0, np.int64))
    rows = np.union1d(listed, np.array(list(ports), np.int64))
    if not len(rows):
        return {}
    visits = read_visits(batch, rows, context)
    drafts = {}
    for day in visits.by_person_and_day():
        kept = without_permitted("anonymiser", visits, day, context)
        if len(kept):
            drafts[Key(VISITS, day.subject, str(day.on))] = (_connections(visits, kept, ports), kept)
    return measure_visits(batch, visits, Kind.SET, drafts)


def _pick_ports(batch: pa.RecordBatch, ports: tuple[str, ...]) -> dict[int, int]:
    """The rows of tunnels to one of the ports, with the port."""
    tunnels = np.flatnonzero(read_words(batch, METHOD).where_in(["CONNECT"]))
    if not len(tunnels) or not ports:
        return {}
    targets = batch.column(URL).take(pa.array(tunnels))
    other = pc.invert(pc.ends_with(targets, ":443")).fill_null(False).to_numpy(zero_copy_only=False)
    rows = tunnels[other & went_through(batch)[tunnels]]
    wanted = frozenset(ports)
    targets_left = zip(rows.tolist(), read_texts(batch, URL, rows), strict=True)
    return {row: int(port) for row, target in targets_left if (port := target.rpartition(":")[2]) in wanted}


def _connections(visits: Visits, chosen: Integers, ports: Mapping[int, int]) -> frozenset[tuple[int, str, int]]:
    rows, seconds = visits.rows[chosen].tolist(), visits.seconds[chosen].tolist()
    hosts = visits.hosts.take(chosen).read()
    return frozenset(
        (second // STRETCH_SECONDS, host, ports.get(row, 0))
        for row, second, host in zip(rows, seconds, hosts, strict=True)
    )


def judge_visits(key: Key, measure: Measure, context: Context) -> Finding | None:
    """A finding where a day holds a connection by port, or enough visits to listed hosts."""
    listed = Counter(host for _, host, port in measure.value if not port)
    ports = Counter((host, port) for _, host, port in measure.value if port)
    enough = max(1, context.parameters.visits_a_day)
    visits = listed.total()
    if not ports and visits < enough:
        return None
    day = write_day(date.fromisoformat(key.window))
    sure = SURE_AT_MOST - (SURE_AT_MOST - SURE_AT_LIMIT) * enough / max(visits, enough)
    return Finding(
        clause=context.clause,
        detector="anonymisers",
        subject=key.subject,
        at=measure.seen[0].at,
        outcome=Outcome.YES,
        confidence=SURE_BY_PORT if ports else sure,
        reasons=(*_by_list(listed, day), *_by_port(ports, day)),
        evidence=tuple(seen.evidence for seen in measure.seen),
    )


def _by_list(listed: Counter[str], day: str) -> Iterator[Reason]:
    if listed:
        text = f"{count(listed.total(), 'visit')} on {day} to services that hide who one is: {join(sorted(listed))}."
        yield Reason("anonymiser.service", text)


def _by_port(ports: Counter[tuple[str, int]], day: str) -> Iterator[Reason]:
    if ports:
        places = join(sorted(f"{host}:{port}" for host, port in ports))
        text = f"{count(ports.total(), 'connection')} on {day} by a port that Tor or a private network uses: {places}."
        yield Reason("anonymiser.port", text)
