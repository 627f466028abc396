from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from custodes.detect.permits import Permit
from custodes.detect.tests.web_events import at, connect, context_of, find, get, texts

WHEN = at("2026-11-24 10:00:00")
CONTEXT = context_of("anonymisers")


def test_a_listed_service_is_a_finding_that_grows_with_visits() -> None:
    (one,) = find("anonymisers", [get("www.veilway.example", WHEN)], CONTEXT)
    events = [connect("onionstep.example", WHEN + timedelta(minutes=index)) for index in range(20)]
    (many,) = find("anonymisers", events, CONTEXT)
    assert (one.clause, one.subject, one.at) == ("misuse.identity", "s1", WHEN)
    assert 0.6 <= one.confidence < many.confidence
    assert texts(many) == "20 visits on Tuesday 24 November to services that hide who one is: onionstep.example."


@pytest.mark.parametrize("port", [9001, 9030, 9050, 9150, 1194, 1723])
def test_a_tunnel_to_the_port_of_such_a_network_is_a_finding(port: int) -> None:
    (finding,) = find("anonymisers", [connect("203.0.113.9", WHEN, port)], CONTEXT)
    assert finding.confidence == 0.9
    assert finding.reasons[0].code == "anonymiser.port"
    assert f"203.0.113.9:{port}" in texts(finding)


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("an ordinary tunnel", connect("catalogrecords.example", WHEN)),
        ("a tunnel to another port", connect("catalogrecords.example", WHEN, 8443)),
        ("a denied tunnel", connect("203.0.113.9", WHEN, 9001, action=2)),
        ("a tunnel that failed", connect("203.0.113.9", WHEN, 9001, code=503)),
        ("a page on such a port", get("203.0.113.9", WHEN, url="http://203.0.113.9:9001/")),
        ("an advertisement's picture", get("veilway.example", WHEN, type="image/png")),
        ("no address", {**connect("203.0.113.9", WHEN), "url": None}),
        ("no time", connect("203.0.113.9", None, 9001)),  # type: ignore[arg-type]
    ],
)
def test_ordinary_connections_are_no_finding(name: str, event: dict[str, Any]) -> None:
    assert not find("anonymisers", [event], CONTEXT), name


def test_a_control_may_ask_for_more_visits_and_other_ports() -> None:
    strict = context_of("anonymisers", visits_a_day=3, ports=("8888",))
    assert not find("anonymisers", [get("veilway.example", WHEN), connect("203.0.113.9", WHEN, 9001)], strict)
    assert find("anonymisers", [connect("203.0.113.9", WHEN, 8888)], strict)


@pytest.mark.parametrize(
    ("permit", "silent"),
    [
        (Permit("anonymiser", "s1", "veilway.example"), True),
        (Permit("anonymiser", "*", "*"), True),
        (Permit("anonymiser", "s1", "veilway.example", date(2026, 11, 23)), False),
        (Permit("anonymiser", "s2", "veilway.example"), False),
    ],
)
def test_a_permit_silences(permit: Permit, silent: bool) -> None:
    events = [get("gate.veilway.example", WHEN)]
    assert bool(find("anonymisers", events, context_of("anonymisers", permits=[permit]))) is not silent
