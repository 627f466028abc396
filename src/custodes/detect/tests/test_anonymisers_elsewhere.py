"""What other logs than a proxy's tell of services that hide who one is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.measure import merge_into
from custodes.detect.permits import Permit
from custodes.detect.registry import DETECTORS
from custodes.detect.tests.web_events import at, context_of, judge, texts
from custodes.events import make_batch
from custodes.events.schema import BASE_EVENT, DNS_ACTIVITY

WHEN = at("2026-11-24 10:00:00")
CONTEXT = context_of("anonymisers")
SURE = 0.6


def batch_of(schema, *rows):
    plain = {"time": WHEN, "source": "log", "src_endpoint.ip": "10.1.0.7"}
    rows = [{**plain, "position": n, "raw_data": b"%d" % n, **row} for n, row in enumerate(rows, 1)]
    return make_batch(schema, {name: [row.get(name) for row in rows] for name in schema.names}, rows=len(rows))


def find(batch, context=CONTEXT):
    return judge("anonymisers", DETECTORS["anonymisers"](batch, context).measures, context)


def look_ups(name, times=1, **more):
    rows = [
        {"query.hostname": name, "rcode": "NOERROR", "time": WHEN + timedelta(minutes=6 * n), **more}
        for n in range(times)
    ]
    return batch_of(DNS_ACTIVITY, *rows)


def connection(host, port, **more):
    fields = b'{"id.resp_p":%d,"conn_state":"SF"}' % port
    return {"logsource.service": "conn", "dst_endpoint.hostname": host, "unmapped": fields, **more}


def started(record):
    return {"logsource.category": "process_creation", "raw_data": record}


@pytest.mark.parametrize(
    ("batch", "code"),
    [
        (look_ups("abcdefghij234567.onion", rcode="NXDOMAIN"), "anonymiser.lookup"),
        (look_ups("api.veilway.example", times=3), "anonymiser.lookup"),
        (batch_of(BASE_EVENT, connection("8.8.4.4", 9001)), "anonymiser.port"),
        (batch_of(BASE_EVENT, connection("8.8.4.4", 51820)), "anonymiser.port"),
        (batch_of(BASE_EVENT, connection("gate.veilway.example", 443)), "anonymiser.service"),
        (batch_of(BASE_EVENT, {**connection("8.8.4.4", 1), "unmapped": None, "raw_data": b"CEF:0|x|dst=8.8.4.4 dpt=1194 act=accept"}), "anonymiser.port"),
        (batch_of(BASE_EVENT, started(b'{"Image":"C:\\\\Users\\\\ana\\\\Tor Browser\\\\tor.exe"}')), "anonymiser.program"),
        (batch_of(BASE_EVENT, started(b'{"columns":{"path":"/usr/bin/obfs4proxy"}}')), "anonymiser.program"),
        (batch_of(BASE_EVENT, started(b'{"exe":"/opt/nordvpn/nordvpnd"}')), "anonymiser.program"),
    ],
)  # fmt: skip
def test_hiding_is_found_in_other_logs(batch, code):
    (finding,) = find(batch)
    assert finding.reasons[0].code == code
    assert finding.confidence >= SURE
    assert finding.subject == "s1"
    assert "Tuesday 24 November" in texts(finding)


@pytest.mark.parametrize(
    "batch",
    [
        look_ups("veilway.example"),  # once: any page may
        look_ups("veilway.example", times=9, rcode="REFUSED"),
        look_ups("catalogrecords.example", times=9),
        look_ups("veilway.example", times=9, time=None),
        batch_of(BASE_EVENT, connection("8.8.4.4", 443)),
        batch_of(BASE_EVENT, connection("10.1.0.9", 9001)),  # in the house
        batch_of(BASE_EVENT, connection("8.8.4.4", 9001, unmapped=b'{"id.resp_p":9001,"conn_state":"S0"}')),
        batch_of(BASE_EVENT, connection("8.8.4.4", 9001, unmapped=b'{"dpt":"9001","act":"deny"}')),
        batch_of(BASE_EVENT, {**connection("8.8.4.4", 9001), "logsource.service": "dhcp"}),
        batch_of(BASE_EVENT, started(b'{"Image":"C:\\\\Program Files\\\\Editor\\\\editor.exe"}')),
        batch_of(BASE_EVENT, started(b'{"Image":"C:\\\\OpenVPN\\\\openvpn.exe"}')),  # mostly the house's own way in
        batch_of(BASE_EVENT, started(b'{"CommandLine":"notepad tor.exe"}')),
        batch_of(BASE_EVENT, {"raw_data": b'{"Image":"tor.exe"}'}),
    ],
)
def test_ordinary_events_are_not_shown(batch):
    assert all(finding.confidence < SURE for finding in find(batch))


def test_a_permit_silences_here_too():
    permitted = context_of("anonymisers", permits=[Permit("anonymiser", "s1", "veilway.example")])
    assert not find(look_ups("a.veilway.example", times=5), permitted)
    assert find(look_ups("onionstep.example", times=5), permitted)


def test_where_the_log_is_cut_changes_nothing():
    whole = look_ups("veilway.example", times=9)
    parts, total = [whole.slice(4), whole.slice(0, 4)], {}
    for part in parts:
        merge_into(total, DETECTORS["anonymisers"](part, CONTEXT).measures)
    assert judge("anonymisers", total, CONTEXT) == find(whole)


@given(st.binary(max_size=200), st.text(max_size=40))
def test_arbitrary_records_never_raise(record, host):
    row = {"unmapped": record, "raw_data": record, "dst_endpoint.hostname": host}
    find(batch_of(BASE_EVENT, connection("8.8.4.4", 1) | row, started(record) | row))
    find(batch_of(DNS_ACTIVITY, {"query.hostname": host}))
