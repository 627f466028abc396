"""Traffic to services that hide who one is: private networks, web proxies, Tor. By lists, ports and programs.

web          page requests and tunnels, of a proxy's log
names        look-ups of names
connections  what a firewall or a sensor on the wire noted
programs     programs started
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from custodes.detect.anonymisers.connections import CONNECTIONS, judge_connections, look_at_connections
from custodes.detect.anonymisers.names import LOOKUPS, judge_lookups, look_at_names
from custodes.detect.anonymisers.programs import PROGRAMS, judge_programs, look_at_programs
from custodes.detect.anonymisers.web import VISITS, judge_visits, look_at_web
from custodes.detect.context import Context
from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.measure import Key, Measure
from custodes.detect.prose import write_day
from custodes.detect.registry import Decide, Detection, detector
from custodes.events import is_kind
from custodes.events.schema import BASE_EVENT, DNS_ACTIVITY, HTTP_ACTIVITY

TOR_PORTS = ("9001", "9030", "9050", "9150")
"""The Tor network's usual ports: relay, directory, and the two of its client (tor(1), ORPort and SocksPort)."""
VPN_PORTS = ("1194", "1723", "51820")
"""OpenVPN (IANA, port 1194), PPTP (RFC 2637), and what WireGuard's guide uses."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many visits a day to listed hosts are worth a finding, and the ports of which one connection is."""

    visits_a_day: int = 1
    ports: tuple[str, ...] = TOR_PORTS + VPN_PORTS


@detector(
    "anonymisers",
    clauses=("misuse.identity",),
    reads=(HTTP_ACTIVITY, DNS_ACTIVITY, BASE_EVENT),
    parameters=Parameters,
    looks_at="Services that hide who is on the line.",
)
def anonymisers(batch: pa.RecordBatch, context: Context) -> Detection:
    """Notes what was looked up, connected to, or started, that hides who one is."""
    if is_kind(batch, HTTP_ACTIVITY):
        return Detection(measures=look_at_web(batch, context))
    if is_kind(batch, DNS_ACTIVITY):
        return Detection(measures=look_at_names(batch, context))
    return Detection(measures=look_at_connections(batch, context) | look_at_programs(batch, context))


anonymisers.limit(VISITS)(judge_visits)


def _by(judge: Callable[[Measure, str], Iterator[tuple[Reason, float]]]) -> Decide:
    """The limit that makes a finding of the reasons for a person's day."""

    def decide(key: Key, measure: Measure, context: Context) -> Finding:
        told = list(judge(measure, write_day(date.fromisoformat(key.window))))
        return Finding(
            clause=context.clause,
            detector="anonymisers",
            subject=key.subject,
            at=measure.seen[0].at,
            outcome=Outcome.YES,
            confidence=max(sure for _, sure in told),
            reasons=tuple(reason for reason, _ in told),
            evidence=tuple(seen.evidence for seen in measure.seen),
        )

    return decide


anonymisers.limit(LOOKUPS)(_by(judge_lookups))
anonymisers.limit(CONNECTIONS)(_by(judge_connections))
anonymisers.limit(PROGRAMS)(_by(judge_programs))
