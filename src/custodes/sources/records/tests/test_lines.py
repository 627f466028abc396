from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events import BASE_EVENT, HTTP_ACTIVITY, is_kind
from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.records.lines import JSON_LINES, MOST_LINES
from custodes.sources.records.tests.records import item_of
from custodes.sources.tests.weblines import chunk_of, rows_of

AT = "2026-11-24T07:42:38Z"
quickly = settings(max_examples=150, deadline=None, derandomize=True)


def read(*lines, end=b"\n"):
    data = end.join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
    return JSON_LINES.parse(chunk_of(data, "jsonl"))


def row_of(record):
    (row,) = rows_of(read(record))
    return row


PLAIN = {
    "ts": AT,
    "user": "ana",
    "src_ip": "10.1.0.1",
    "method": "GET",
    "url": "http://A.example/x",
    "status": 200,
    "bytes": 84,
}
NESTED = {
    "time": 1795506158000,
    "actor": {"user": {"name": "ana"}},
    "src_endpoint": {"ip": "10.1.0.1"},
    "http_request": {"http_method": "GET", "url": {"url_string": "http://A.example/x"}},
    "http_response": {"code": "200", "length": 84.0},
}
DOTTED = {
    "@timestamp": "2026-11-24T01:42:38-06:00",
    "actor.user.name": "ana",
    "src_endpoint.ip": "10.1.0.1",
    "http_request.http_method": "GET",
    "http_request.url.url_string": "http://A.example/x",
    "http_response.code": 200,
    "http_response": {"length": "84"},
}


@pytest.mark.parametrize("record", [PLAIN, NESTED, DOTTED])
def test_a_request_reads_the_same_under_plain_nested_and_dotted_names(record):
    row = row_of(record)
    assert row.pop("raw_data") == orjson.dumps(record)
    assert {name: value for name, value in row.items() if value is not None} == {
        "time": datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC),
        "source": "access.log",
        "position": 1,
        "actor.user.name": "ana",
        "src_endpoint.ip": "10.1.0.1",
        "http_request.http_method": "GET",
        "http_request.url.url_string": "http://A.example/x",
        "http_request.url.hostname": "a.example",
        "http_response.code": 200,
        "http_response.length": 84,
        "action_id": 0,
        "logsource.category": "proxy",
    }


def test_lines_of_both_kinds_give_a_batch_each_and_keep_their_numbers():
    parsed = read(PLAIN, {"msg": "the door opened", "ts": AT}, b"", PLAIN, {"a": 1})
    requests, others = parsed.batches
    assert is_kind(requests, HTTP_ACTIVITY)
    assert is_kind(others, BASE_EVENT)
    assert requests.column("position").to_pylist() == [1, 4]
    assert others.column("position").to_pylist() == [2, 5]
    assert others.column("message").to_pylist() == ["the door opened", '{"a":1}']


def test_a_path_takes_its_host_from_beside_it_and_a_tunnel_from_its_address():
    assert row_of({**PLAIN, "url": "/x", "host": "B.example:8080"})["http_request.url.hostname"] == "b.example"
    assert row_of({**PLAIN, "url": "c.example:443", "method": "CONNECT"})["http_request.url.hostname"] == "c.example"


@pytest.mark.parametrize(
    ("name", "value", "action"),
    [
        ("action", "Blocked", ACTION_DENIED),
        ("action", "allow", ACTION_ALLOWED),
        ("action_id", 2, ACTION_DENIED),
        ("disposition", "odd", 0),
        ("action_id", 7, 0),
    ],
)
def test_an_action_is_known_by_word_or_number(name, value, action):
    assert row_of({**PLAIN, name: value})["action_id"] == action


def test_of_several_names_the_first_of_the_table_counts_and_a_repeated_name_counts_last():
    assert row_of({**PLAIN, "username": "b", "user": "a"})["actor.user.name"] == "a"
    assert (
        row_of(b'{"ts":"%s","url":"http://a.example/","user":"a","user":"b"}' % AT.encode())["actor.user.name"] == "b"
    )


def test_what_is_not_utf8_is_replaced_and_its_bytes_are_kept():
    line = b'{"ts":"%s","url":"http://a.example/\xff"}' % AT.encode()
    row = row_of(line)
    assert row["http_request.url.url_string"] == "http://a.example/\ufffd"
    assert row["raw_data"] == line


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_a_record():
    record = orjson.dumps(PLAIN)
    rows = rows_of(read(b"\xef\xbb\xbf" + record, record, end=b"\r\n"))
    assert [row["raw_data"] for row in rows] == [record, record]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"a": NaN}', "not JSON, or nested too deeply"),
        (b'{"a": 1', "not JSON, or nested too deeply"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "not JSON, or nested too deeply"),
        (b"\xff\xfe\x00", "not JSON, or nested too deeply"),
        (b"[1, 2]", "JSON, but not an object"),
        (b'"text"', "JSON, but not an object"),
        ({**PLAIN, "ts": "yesterday"}, "its time cannot be read"),
        ({**PLAIN, "ts": True}, "its time cannot be read"),
        ({**PLAIN, "ts": 1e30}, "its time is impossible"),
        ({**PLAIN, "ts": "2345-01-01"}, "its time is impossible"),
        ({**PLAIN, "ts": "nan"}, "its time is impossible"),
        ({**PLAIN, "ts": -5}, "its time is impossible"),
        ({**PLAIN, "ts": None}, "a web request without a time"),
        ({**PLAIN, "status": "fine"}, "http_response.code is not a whole number, or is too large"),
        ({**PLAIN, "status": 20.5}, "http_response.code is not a whole number, or is too large"),
        ({**PLAIN, "status": 1000}, "http_response.code is not a whole number, or is too large"),
        ({**PLAIN, "bytes": True}, "http_response.length is not a whole number, or is too large"),
        ({**PLAIN, "bytes": 2**63}, "http_response.length is not a whole number, or is too large"),
    ],
)
def test_a_line_that_is_no_event_is_rejected_with_what_it_lacks(line, reason):
    parsed = read(PLAIN, line, PLAIN)
    assert [(item.first, item.last, item.reason) for item in parsed.rejected] == [(2, 2, reason)]
    assert parsed.taken == 3


@quickly
@given(
    st.datetimes(
        datetime(1973, 4, 1),  # noqa: DTZ001 - Hypothesis adds the zone
        datetime(2099, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-839, 839).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_a_time_reads_the_same_in_any_unit_and_zone(time):
    time = time.replace(microsecond=time.microsecond // 1000 * 1000)
    millis = (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    written = [
        millis,
        str(millis),
        millis * 1000,
        millis * 1_000_000,
        millis / 1000,
        time.isoformat(),
        time.isoformat(" "),
    ]
    if not time.microsecond:
        written += [millis // 1000, time.strftime("%d/%b/%Y:%H:%M:%S %z")]
    assert {row["time"] for row in rows_of(read(*({**PLAIN, "ts": value} for value in written)))} == {time}


def test_a_time_without_a_zone_is_utc():
    assert row_of({**PLAIN, "ts": "2026-11-24 07:42:38,5"})["time"] == datetime(
        2026, 11, 24, 7, 42, 38, 500_000, tzinfo=UTC
    )


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from(
    ["time", "url", "status", "bytes", "user", "msg", "host", "action", "http_request", "method", "x"]
)
records = st.dictionaries(names, values, max_size=5).map(
    lambda record: orjson.dumps(record, option=orjson.OPT_NON_STR_KEYS)
)


@quickly
@given(st.lists(records | st.binary(max_size=20).map(lambda data: data.replace(b"\n", b"")), max_size=6))
def test_every_line_that_is_not_blank_is_an_event_or_rejected(lines):
    parsed = read(*lines)
    rejected = [number for item in parsed.rejected for number in range(item.first, item.last + 1)]
    numbers = sorted([*rejected, *(row["position"] for row in rows_of(parsed))])
    lines = [b"".join(lines[:1]).removeprefix(b"\xef\xbb\xbf"), *lines[1:]]
    assert numbers == [number for number, line in enumerate(lines, 1) if line.strip()]


def test_short_lines_are_cut_into_chunks_of_few_and_keep_their_numbers():
    data = b"{}\n" * MOST_LINES + b"\n{}\n" + b'{"msg":"x"}\n' * MOST_LINES
    chunks = list(JSON_LINES.cut(item_of(data)))
    assert [chunk.data.count(b"\n") for chunk in chunks] == [MOST_LINES, MOST_LINES, 2]
    assert [chunk.first for chunk in chunks] == [1, MOST_LINES + 1, 2 * MOST_LINES + 1]
    assert b"".join(chunk.data for chunk in chunks) == data
    assert sum(chunk.count_items() for chunk in chunks) == 2 * MOST_LINES + 1
    (batch,) = JSON_LINES.parse(chunks[-1]).batches
    assert batch.column("position").to_pylist() == [2 * MOST_LINES + 1, 2 * MOST_LINES + 2]


def test_json_lines_are_recognised_by_their_first_object():
    assert JSON_LINES.recognises(b'\n{"a": 1}\n{"b"')
    assert JSON_LINES.recognises(b'\xef\xbb\xbf{"a": 1}')
    assert JSON_LINES.recognises(b'{"a": "' + b"x" * 65_000)
    assert not JSON_LINES.recognises(b'[{"a": 1}]')
    assert not JSON_LINES.recognises(b"From ana@fernwood.example Tue")
    assert not JSON_LINES.recognises(b"")
