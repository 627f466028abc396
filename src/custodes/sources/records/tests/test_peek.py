"""Lines that are peeked at read as they do in full, whatever stands in them."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk
from custodes.sources.records.lines import JsonLines
from custodes.sources.records.mattering import choose_names, find_mattering
from custodes.sources.records.peek import BLOCK_LINES, peek
from custodes.sources.records.tests.records import mutated
from custodes.sources.tables import tables
from custodes.sources.web.spans import Lines

PEEKING, READING = JsonLines(peeks_from_bytes=0), JsonLines(peeks_from_bytes=1 << 60)
AT = "2026-11-24T07:42:38.123456Z"
SYSMON = {
    "Provider_Name": "Microsoft-Windows-Sysmon",
    "EventID": 1,
    "Channel": "Microsoft-Windows-Sysmon/Operational",
    "Computer": "desk-7.fernwood.example",
    "SystemTime": AT,
    "UtcTime": "2026-11-24 07:42:38.123",
    "User": "FERNWOOD\\dana",
    "Image": "C:\\Windows\\System32\\cmd.exe",
    "CommandLine": 'cmd /c "echo é"',
    "Hashes": "SHA1=3E12A4,MD5=0E999999",
    "tags": ["a", {"b": 1}],
}
LOGON = {
    "Channel": "Security",
    "EventID": 4624,
    "SourceName": "Microsoft-Windows-Security-Auditing",
    "Hostname": "desk-8",
    "@timestamp": AT,
    "LogonType": "3",
    "LogonProcessName": "Kerberos",
    "SubjectUserName": "-",
    "TargetUserName": "ana",
    "IpAddress": "198.51.100.7:52110",
    "Message": "An account was logged on.",
}
MODULE = {"Channel": "Windows PowerShell", "EventID": 800, "Payload": "CommandInvocation(x)", "TimeCreated": AT}
ZEEK = {"ts": 1795506158.5, "uid": "C1", "id.orig_h": "10.1.0.1", "id.resp_h": "10.1.0.2", "conn_state": "SF"}
TRAIL = {
    "eventVersion": "1.08",
    "eventName": "ListUsers",
    "eventSource": "iam.amazonaws.com",
    "awsRegion": "us-east-1",
    "eventTime": AT,
    "sourceIPAddress": "203.0.113.7",
    "userAgent": "aws-cli",
    "userIdentity": {"userName": "ana"},
}
PLAIN = {"ts": AT, "url": "http://a.example/", "user": "ana", "status": 200}
GOOD = [SYSMON, LOGON, MODULE, ZEEK, TRAIL, PLAIN, {"msg": "x", "Event": 1}]


def chunk_of(*lines, end=b"\n"):
    return Chunk("a.log", "jsonl", end.join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines))


def known_rows(*lines):
    """The lines that are known by a look."""
    left = peek(Lines.of(chunk_of(*lines).data)).left
    return sorted(set(range(len(lines))) - set(left))


def assert_reads_alike(chunk):
    peeked, read = PEEKING.parse(chunk), READING.parse(chunk)
    assert peeked.rejected == read.rejected
    assert [batch.schema for batch in peeked.batches] == [batch.schema for batch in read.batches]
    assert [batch.to_pylist() for batch in peeked.batches] == [batch.to_pylist() for batch in read.batches]
    assert peeked.taken == chunk.count_items()


def test_lines_of_products_are_known_by_a_look():
    conn = [{**ZEEK, "uid": "C1"}] * 2
    assert known_rows(SYSMON, LOGON, MODULE, SYSMON, *conn) == [0, 1, 2, 3, 4, 5]
    assert_reads_alike(chunk_of(SYSMON, LOGON, MODULE, SYSMON, *conn))


def test_what_lines_say_alike_is_held_once():
    (known,), left = peek(Lines.of(chunk_of(*({**SYSMON, "SystemTime": second} for second in range(100))).data))
    assert not left
    assert known.places.tolist() == [0] * 100
    assert known.given["EventID"] == [1]
    assert known.own["SystemTime"] == list(range(100))


def test_a_name_that_stands_nowhere_in_a_chunk_is_not_asked_for():
    found = find_mattering(orjson.dumps(SYSMON))
    assert found.doubts == []
    wanted = choose_names(found.names)
    assert {"Channel", "EventID", "Computer", "User"} <= wanted.alike
    assert wanted.own == {"SystemTime", "UtcTime"}
    assert "Hostname" not in wanted.alike


@pytest.mark.parametrize(
    ("line", "doubts"),
    [
        (b'{"Hashes":"SHA1=3E1234,MD5=3E1234"}', 0),
        (b'{"x":"' + b"9" * 64 + b'"}', 0),
        (b'{"x":1e999}', 1),
        (b'{"x":[0,-1.5E+0400]}', 1),
        (b'{"x":' + b"9" * 70 + b"}", 7),
        (b'{"x":"see 1e999, 3E1234"}', 1),
        (b'{"winlog.channel":"a"}', 1),
    ],
)
def test_a_number_too_large_is_told_from_the_end_of_a_word(line, doubts):
    assert len(find_mattering(line).doubts) == doubts


ODD = [
    b'{"Hashes":"SHA1=3E1234,MD5=0",%s',
    b'{"x":1e999,%s',
    b'{"x":-1E+0400,%s',
    b'{"x":[1e999],%s',
    b'{"x":1' + b"0" * 400 + b",%s",
    b'{"x":1' + b"0" * 250 + b"e99,%s",
    b'{"EventID":1' + b"0" * 30 + b",%s",
    b'{"winlog.event_data.User":"x",%s',
    b'{"\\u0077inlog.event_data.Us\\"er":"x",%s',
    b'{"Us\\u0065r":"x",%s',
    b'{"\\u004cogonType":"x","LogonProcessName":"x","SubjectUserName":"x","TargetUserName":"x",%s',
    b'{"User":{"name":"x"},%s',
    b'{"user":{"name":"x"},%s',
    b'{"winlog":{"event_data":{"IpAddress":"10.9.9.9"}},%s',
    b'{"User":["x","y"],%s',
    b'{"User":true,%s',
    b'{"Message":1.0,%s',
    b'{"Message":true,%s',
    b'{"Payload":" {\\"User\\":\\"x\\"}",%s',
    b'{"User":"x","User":null,%s',
    b'{"User":"\\ud800",%s',
    b'{"x":"\\ud800",%s',
    b'{"x":"\xff",%s',
    b'{"x":"a\tb",%s',
    b'{"x":"\\q",%s',
    b'{"x":01,%s',
    b'{"x":NaN,%s',
    b'{"x":,%s',
    b'{"x":tru,%s',
    b'{"x":' + b"[" * 2000 + b"]" * 2000 + b",%s",
    b'{"x":' + b'{"a":' * 500 + b"1" + b"}" * 500 + b",%s",
    b'[{"x":1},%s',
    b" \t{%s",
    b"\xef\xbb\xbf{%s",
    b'{"x":1}{%s',
    b'{"x":1},{%s',
    b'{"x":\r1,%s',
    b'{"x":1,%s\x00',
    b'{"x":1,\n%s',
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("record", [SYSMON, LOGON, ZEEK])
def test_odd_lines_read_as_they_do_in_full(odd, record):
    line = odd.replace(b"%s", orjson.dumps(record)[1:])
    assert_reads_alike(chunk_of(SYSMON, line, LOGON, line, ZEEK))
    assert_reads_alike(chunk_of(SYSMON, line, LOGON, end=b"\r\n"))


NAMES = sorted({name for table in tables().values() for names in table.recognised_by for name in names})
OWN = ["Channel", "EventID", "EventType", "Provider_Name", "LogonType", "User", "user.name", "winlog", "Event", "TimeCreated",
       "EventID.#text", "winlog.channel", "Payload", "Message", "x", "uid", "ts", "status", "url", "SystemTime"]  # fmt: skip
texts = st.sampled_from(
    ["a", "", "-", "{}", '{"User":"x"}', AT, "Security", "4624", "\x00", "é", "1e999", '"Event.x":']
)
scalars = st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from([1.0, 0.5, 1e30, 2**63, 2**64 - 1]) | texts
values = scalars | st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(OWN), inner, max_size=2)
)
added = st.dictionaries(st.sampled_from(OWN) | st.sampled_from(NAMES), values, max_size=3)


@st.composite
def records(draw):
    """A record of a product, some of its fields replaced or left out, and others added."""
    record = draw(st.sampled_from(GOOD)) | draw(added)
    left_out = draw(st.sets(st.sampled_from(sorted(record)), max_size=2))
    return {name: value for name, value in record.items() if name not in left_out}


lines = (
    st.sampled_from([SYSMON, LOGON, ZEEK]).map(orjson.dumps)
    | records().map(orjson.dumps)
    | mutated([orjson.dumps(record) for record in GOOD], b'{}[]",:\\\r\n eE0123456789.\x00\xff')
    | st.sampled_from(ODD).map(lambda odd: odd.replace(b"%s", orjson.dumps(SYSMON)[1:]))
    | st.sampled_from([b"", b" ", b"null", b"[]", b"{}"])
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(lines, min_size=1, max_size=12), st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\n\n"]))
def test_whatever_stands_in_lines_they_read_as_in_full(lines, end):
    assert_reads_alike(chunk_of(*lines, end=end))


def test_a_line_that_is_none_leaves_few_others_to_be_read_in_full():
    good = [orjson.dumps({**SYSMON, "User": number % 7}) for number in range(2 * BLOCK_LINES)]
    good[700] = b"{"
    assert len(known_rows(*good)) > len(good) - 20
    assert_reads_alike(chunk_of(*good))


def test_lines_that_are_mostly_read_in_full_are_looked_at_no_longer():
    nested = [orjson.dumps({**TRAIL, "eventName": str(number)}) for number in range(BLOCK_LINES)]
    assert known_rows(*nested, *[SYSMON] * BLOCK_LINES) == []
    assert_reads_alike(chunk_of(*nested, *[SYSMON] * BLOCK_LINES))


def test_a_flood_of_doubtful_places_is_read_in_full():
    flood = b'{"x":"' + b"9" * 200_000 + b'"}'
    assert find_mattering(flood) is None
    assert_reads_alike(chunk_of(SYSMON, flood, LOGON))
