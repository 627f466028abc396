"""Files of every format of the cloud, as the sources read them: recognised, cut, parsed, accounted for."""

import io

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Item
from custodes.sources.registry import SOURCES, recognise
from custodes.sources.tables.tests import entra_records, google_records, m365_records, service_records

RECORDS = {
    "m365-sign-in": m365_records.sign_in(),
    "m365-audit": m365_records.exchange(),
    "entra-sign-in": entra_records.sign_in(),
    "entra-audit": entra_records.monitored(entra_records.directory(), "AuditLogs"),
    "entra-risk": entra_records.risk(),
    "entra-pim": entra_records.STALE_ROLE,
    "azure-activity": entra_records.ACTIVITY_STREAMED,
    "google-login": google_records.sign_in(),
    "google-audit": google_records.download(),
    "google-cloud": google_records.kept("storage.googleapis.com", "storage.buckets.delete"),
    "cloudtrail": service_records.trail(),
    "cloudtrail-sign-in": service_records.console(),
    "okta": service_records.OKTA,
    "onelogin": service_records.ONELOGIN,
    "duo": service_records.DUO,
    "github-audit": service_records.GITHUB,
    "bitbucket-audit": service_records.BITBUCKET,
    "kubernetes-audit": service_records.KUBERNETES,
    "opencanary": service_records.OPENCANARY,
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def read(data):
    source = recognise(data[: 1 << 16])
    assert source is not None
    item = Item("log", None, io.BytesIO(data), data[: 1 << 16])
    chunks = list(source.cut(item))
    parsed = [source.parse(chunk) for chunk in chunks]
    assert [one.taken for one in parsed] == [chunk.count_items() for chunk in chunks]
    rows = [row for one in parsed for batch in one.batches for row in batch.to_pylist()]
    return sorted(rows, key=lambda row: row["position"]), [lack for one in parsed for lack in one.rejected]


@pytest.mark.parametrize("name", RECORDS)
def test_a_line_of_each_format_is_an_event_of_its_log_source(name):
    (row,), rejected = read(orjson.dumps(RECORDS[name]) + b"\n")
    assert (row["raw_data"], rejected) == (orjson.dumps(RECORDS[name]), [])
    assert row["logsource.product"] is not None
    assert row["metadata.event_code"] is not None
    assert row["actor.user.name"] is not None
    assert (row["time"] is None) == (name == "entra-pim")


@pytest.mark.parametrize(
    "name", ["m365-audit", "entra-sign-in", "entra-audit", "azure-activity", "google-login", "cloudtrail"]
)
def test_what_rules_ask_for_beyond_the_record_is_kept_beside_it(name):
    (row,), _ = read(orjson.dumps(RECORDS[name]) + b"\n")
    assert row["unmapped"] is not None
    assert all(not isinstance(value, dict) for value in orjson.loads(row["unmapped"]).values())


@pytest.mark.parametrize(
    ("envelope", "name"),
    [
        ("Records", "cloudtrail"),  # as CloudTrail keeps its files
        ("value", "entra-sign-in"),  # as Graph answers
        ("items", "google-login"),  # as Google's Reports API answers
    ],
)
def test_a_document_gives_the_same_events_as_lines(envelope, name):
    record = RECORDS[name]
    (row,), _ = read(orjson.dumps(record) + b"\n")
    document = orjson.dumps({"kind": "list", envelope: [record, record]}, option=orjson.OPT_INDENT_2)
    rows, rejected = read(document)
    assert rejected == []
    assert [told | {"raw_data": None} for told in rows] == [row | {"raw_data": None, "position": n} for n in (1, 2)]


def as_csv(record):
    return [",".join('"' + value.replace('"', '""') + '"' for value in part) for part in (record, record.values())]


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (entra_records.SIGN_IN_CSV, "signinlogs"),
        (entra_records.DIRECTORY_CSV, "auditlogs"),
        (google_records.SIGN_IN_CSV, "google_workspace.login"),
    ],
)
def test_a_portals_csv_is_read_by_its_header(record, kind):
    (row,), rejected = read(("\r\n".join(as_csv(record)) + "\r\n").encode("utf-8-sig"))
    assert (row["logsource.service"], row["actor.user.name"], rejected) == (kind, "dana@fernwood.example", [])
    assert row["time"].hour in {13, 16, 18}


@pytest.mark.parametrize(
    "record", [m365_records.sign_in(), m365_records.exchange(), m365_records.sharing(), m365_records.alert()]
)
def test_purviews_csv_gives_the_same_events_as_its_records(record):
    (told,), _ = read(orjson.dumps(record) + b"\n")
    cells = {
        "RecordId": record["Id"],
        "CreationDate": record["CreationTime"] + ".0000000Z",
        "RecordType": str(record["RecordType"]),
        "Operation": record["Operation"],
        "UserId": record["UserId"],
        "AuditData": orjson.dumps(record).decode(),
    }
    (row,), rejected = read("\n".join(as_csv(cells)).encode())
    own = {"raw_data": None, "unmapped": None, "position": None}
    assert rejected == []
    assert row | own == told | own


@st.composite
def damaged_records(draw):
    record = orjson.loads(orjson.dumps(RECORDS[draw(st.sampled_from(sorted(RECORDS)))]))
    for _ in range(draw(st.integers(1, 3))):
        place = record
        while True:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or not place[key] or draw(st.booleans()):
                break
            place = place[key]
        if draw(st.booleans()):
            place[key] = draw(JSON)
        else:
            del place[key]
            place[draw(st.text(max_size=4))] = draw(JSON)
    return record


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.lists(damaged_records(), min_size=1, max_size=4))
def test_damaged_records_are_read_or_rejected_and_never_lost(records):
    data = b"".join(orjson.dumps(record) + b"\n" for record in records)
    source = SOURCES["jsonl"]
    item = Item("log", None, io.BytesIO(data), data)
    for chunk in source.cut(item):
        assert source.parse(chunk).taken == len(records)
