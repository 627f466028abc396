import io
import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Item
from custodes.sources.errors import StreamEndsEarlyError
from custodes.sources.records.cutting import NO_LIST, UNCLOSED, UNFINISHED, cut_records, first_records
from custodes.sources.records.document import JSON_DOCUMENT
from custodes.sources.records.envelope import find_envelope
from custodes.sources.records.lines import JSON_LINES
from custodes.sources.records.tests.records import item_of, mutated, read_file
from custodes.sources.registry import recognise

quickly = settings(max_examples=80, deadline=None, derandomize=True)

DOOR = {"timestamp": "2026-11-24T07:42:38Z", "msg": 'Door 3 said "open]}" \\', "of": [{"room": 4}, {"room": 5}]}
VISIT = {"ts": 1795507200, "user": "dana", "url": "http://news.example/"}
RECORDS = [DOOR, VISIT, {"msg": "no time"}, DOOR]

WAYS = {
    "a list": orjson.dumps(RECORDS),
    "a list on many lines": json.dumps(RECORDS, indent=2).encode(),
    "an envelope": orjson.dumps({"kind": "page", "more": {"url": "x"}, "items": RECORDS, "etag": "e"}),
    "an envelope on many lines": json.dumps({"value": RECORDS}, indent="\t").encode(),
    "an envelope of an unknown name": orjson.dumps({"kept": RECORDS}),
    "two envelopes": orjson.dumps({"Records": RECORDS[:2]}) + b"\n" + orjson.dumps({"n": 1, "Records": RECORDS[2:]}),
    "objects on many lines": b"\n".join(json.dumps(record, indent=1).encode() for record in RECORDS),
    "objects without a space between": b"".join(map(orjson.dumps, RECORDS)),
    "a list with a mark before it": b"\xef\xbb\xbf" + orjson.dumps(RECORDS),
    "two lists": orjson.dumps(RECORDS[:3]) + orjson.dumps(RECORDS[3:]),
}


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
def test_the_same_records_are_read_however_they_are_wrapped(data):
    assert recognise(data) is JSON_DOCUMENT
    events, rejected = read_file(JSON_DOCUMENT, data)
    assert rejected == []
    assert [orjson.loads(event["raw_data"]) for _, _, event in events] == RECORDS
    assert [event.get("message") for _, _, event in events][:3] == [DOOR["msg"], None, "no time"]
    assert [kind for _, kind, _ in events] == ["Base Event", "HTTP Activity", "Base Event", "Base Event"]


@pytest.mark.parametrize("data", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("chunk_bytes", [1, 2, 7, 64])
def test_the_size_of_chunks_changes_nothing(data, chunk_bytes):
    whole = read_file(JSON_DOCUMENT, data)
    assert read_file(JSON_DOCUMENT, data, cut_records, chunk_bytes=chunk_bytes) == whole


def test_the_records_of_a_document_read_as_lines_do():
    lines = b"\n".join(map(orjson.dumps, RECORDS))
    document, _ = read_file(JSON_DOCUMENT, WAYS["a list"])
    assert document == read_file(JSON_LINES, lines)[0]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'{"a": 1}\n{"a": 2}\n', "jsonl"),
        (b'{"a": 1}\r{"a": 2}\r', "jsonl"),
        (b'{"a": [{"b": 1}]}\n', "jsonl"),
        (b'{"timestamp": 1795507200, "events": [{"timestamp": 1795507200}]}\n', "jsonl"),
        (b'{"a": 1} {"a": 2}\n', "json"),
        (b'{\n  "a": 1}', "json"),
        (b"[]", "json"),
        (b'{"value": []}', "json"),
        (b'[{"a": "' + b"x" * 65_000, "json"),
        (b"[1, 2]", None),
        (b'["a"]', None),
        (b"[24/Nov/2026] x", None),
        (b"[{not json}]", None),
        (b"{{template}}", None),
        (b'{\n  "a": 1', None),
    ],
)
def test_content_says_whether_it_is_a_document_or_lines(head, name):
    source = recognise(head)
    assert (source and source.name) == name


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"Records": [{"x": 1}]}, b"Records"),
        ({"kind": "page", "items": []}, b"items"),
        ({"mine": [{"x": 1}], "theirs": [{"timestamp": 1795507200}]}, b"theirs"),
        ({"timestamp": 1795507200, "items": [{"x": 1}]}, None),
        ({"Channel": "System", "EventID": 1, "items": [{"x": 1}]}, None),
        ({"mine": [{"x": 1}]}, None),
        ({"items": ["x"]}, None),
        ([{"items": [{}]}], None),
    ],
)
def test_an_envelope_is_what_holds_records_and_is_none_itself(document, name):
    data = orjson.dumps(document)
    assert find_envelope(data) == name
    assert name is None or find_envelope(data[:-2]) == name


def test_an_envelope_longer_than_the_head_is_known():
    data = orjson.dumps({"kind": "page", "kept": [DOOR] * 2000, "note": "n"})
    assert find_envelope(data[:5000]) == b"kept"
    assert len(read_file(JSON_DOCUMENT, data)[0]) == 2000
    assert first_records(data[:5000])[0] == orjson.dumps(DOOR)


LIST = b'[{"msg": "a"}, {"msg": "b"}]'


@pytest.mark.parametrize(
    ("data", "messages", "rejected"),
    [
        (LIST[:-1], ["a", "b"], [(3, UNCLOSED)]),
        (LIST[:-3], ["a"], [(2, UNFINISHED)]),
        (b'{"value": [{"msg": "a"}', ["a"], [(2, UNCLOSED)]),
        (b'[{"msg": "a"}, 4, "x", {"msg": "b"}]', ["a", "b"], [(2, "not JSON, or nested too deeply")]),
        (b'[{"msg": "a"}, [1], {"msg": "b"}]', ["a", "b"], [(2, "JSON, but not an object")]),
        (b'[{"msg": "a"}, {"msg": }, {"msg": "b"}]', ["a", "b"], [(2, "not JSON, or nested too deeply")]),
        (b'[{"msg": "a"}}, {"msg": "b"}]', ["a", "b"], [(3, "not JSON, or nested too deeply")]),
        (b'{\n"msg": "a"} noise {"msg": "b"}', ["a", "b"], [(2, "not JSON, or nested too deeply")]),
        (b'{"value": [{"msg": "a"}]} {"error": 1}', ["a"], [(2, NO_LIST)]),
        (b'[{"msg": "a"}, {"msg": "\xff"}]', ["a", "\ufffd"], []),
        (b'[{"msg": "a\n"},\n{"msg": "b"}]', ["b"], [(1, "not JSON, or nested too deeply")]),
        (b'[{"time": "yesterday"}, {"msg": "b"}]', ["b"], [(1, "its time cannot be read")]),
    ],
)
def test_what_is_no_record_is_rejected_and_the_others_are_read(data, messages, rejected):
    events, told = read_file(JSON_DOCUMENT, data)
    assert [event["message"] for _, _, event in events] == messages
    assert told == rejected
    for chunk_bytes in (1, 5):
        assert read_file(JSON_DOCUMENT, data, cut_records, chunk_bytes=chunk_bytes) == (events, told)


@pytest.mark.parametrize("chunk_bytes", [3, 50, 1000])
@pytest.mark.parametrize("noise", [b'{"msg": "%s"}', b'"%s"'])
def test_a_record_that_is_too_long_is_passed_over(noise, chunk_bytes):
    data = b'[{"msg": "a"}, ' + noise % (b"x" * 500) + b', {"msg": "b"}]'
    events, rejected = read_file(JSON_DOCUMENT, data, cut_records, limit_bytes=200, chunk_bytes=chunk_bytes)
    assert [event["message"] for _, _, event in events] == ["a", "b"]
    assert rejected == [(2, "The record is longer than 200 bytes.")]


class BreakingStream(io.BytesIO):
    """Ends in the way that a damaged packed file does."""

    def read(self, size=-1):
        given = super().read(size)
        if not given:
            raise StreamEndsEarlyError("The packing breaks off.")
        return given


@pytest.mark.parametrize("data", [LIST[:-3], LIST[:-1], LIST, b'{"value": [{"msg": "a"}, {"msg": "b'])
def test_where_the_packing_breaks_off_it_is_told_once(data):
    chunks = list(cut_records(Item("x", None, BreakingStream(data), data), "json"))
    assert [item.reason for chunk in chunks for item in chunk.rejected] == ["The packing breaks off."]
    assert chunks[0].count_items() == data.count(b"}")


def test_memory_stays_flat_however_long_the_envelopes_own_members_are():
    own = orjson.dumps({"text": "x" * 1000, "list": [{"x": "[{"}] * 500, "Records": [DOOR] * 3})
    chunks = list(cut_records(item_of(own), "json", chunk_bytes=100, limit_bytes=300))
    assert sum(chunk.count_items() for chunk in chunks) == 3


ODD = b'[]{}",:\\ \n\r\t0e\xff'


@quickly
@given(
    mutated(list(WAYS.values()), ODD)
    | st.lists(st.sampled_from(list(ODD)), max_size=30).map(bytes)
    | st.binary(max_size=40),
    st.sampled_from([1, 3, 16]),
)
def test_every_record_is_an_event_or_rejected_whatever_a_document_holds(data, chunk_bytes):
    JSON_DOCUMENT.recognises(data)
    whole = read_file(JSON_DOCUMENT, data, cut_records, limit_bytes=100)
    assert read_file(JSON_DOCUMENT, data, cut_records, limit_bytes=100, chunk_bytes=chunk_bytes) == whole


values = st.recursive(
    st.none() | st.integers(0, 9) | st.text('a"\\[]{},:\n', max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a"\\{', max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.dictionaries(st.text("ab[", max_size=3), values, max_size=4), max_size=5),
    st.sampled_from([None, 0, 3]),
    st.sampled_from([1, 7, 4096]),
)
def test_good_records_are_cut_exactly(records, indent, chunk_bytes):
    data = json.dumps([{"timestamp": 1, **record} for record in records], indent=indent).encode()
    chunks = cut_records(item_of(data), "json", chunk_bytes=chunk_bytes)
    cut = [orjson.loads(chunk.data[begin:end]) for chunk in chunks for begin, end in chunk.bounds]
    assert cut == [{"timestamp": 1, **record} for record in records]
