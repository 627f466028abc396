"""Logs that name their own fields: the same events however they are cut, and as a plain reader has them."""

import dataclasses

import numpy as np
import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk
from custodes.sources.lines import TORN
from custodes.sources.registry import recognise
from custodes.sources.tests.headed import W3C_LOGS, ZEEK_LOGS, logs_of, outcome, read
from custodes.sources.tests.weblines import logs
from custodes.sources.web import COMBINED, SQUID, W3C_EXTENDED, ZEEK
from custodes.sources.web.directives import read_head, tell_apart
from custodes.sources.web.layout import locate
from custodes.sources.web.objects import write_objects
from custodes.sources.web.separated import parted, spaced
from custodes.sources.web.spans import Lines, Spans

quickly = settings(max_examples=60, deadline=None, derandomize=True)
both = pytest.mark.parametrize(("source", "examples"), [(W3C_EXTENDED, W3C_LOGS), (ZEEK, ZEEK_LOGS)])
LOGS = st.one_of(
    logs_of(W3C_LOGS).map(lambda data: (W3C_EXTENDED, data)), logs_of(ZEEK_LOGS).map(lambda data: (ZEEK, data))
)


@both
def test_each_recognises_its_own_logs_and_no_other_does(source, examples):
    for data in examples:
        assert recognise(data) is source
        assert recognise(b"\xef\xbb\xbf" + data) is source
        assert recognise(data.replace(b"\n", b"\r\n")) is source
        assert not any(other.recognises(data) for other in (SQUID, COMBINED))
        assert not source.recognises(b"# a comment\n" + data.partition(b"\n#")[0].rpartition(b"\n")[2])


@both
def test_every_line_of_a_good_log_is_an_event_under_its_number(source, examples):
    for data in examples:
        chunks, parsed = read(source, data)
        rows, rejected = outcome(parsed)
        lines = {number: line for number, line in enumerate(data.split(b"\n"), 1) if line and not line.startswith(b"#")}
        assert {row["position"]: row["raw_data"] for row in rows} == lines
        assert rejected == []
        assert sum(chunk.count_items() for chunk in chunks) == len(lines)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(LOGS)
def test_every_line_that_is_no_header_is_an_event_or_rejected_under_its_own_number(log):
    source, data = log
    chunks, parsed = read(source, data)
    rows, rejected = outcome(parsed)
    assert all(chunk.count_items() == each.taken for chunk, each in zip(chunks, parsed, strict=True))
    lines = {number: line for number, line in enumerate(data.split(b"\n"), 1) if line.strip() and line[:1] != b"#"}
    if b"\n" in data:
        assert sorted([*(row["position"] for row in rows), *(place for place, _ in rejected)]) == sorted(lines)
        assert all(lines[row["position"]].rstrip(b"\r") == row["raw_data"] for row in rows)


@quickly
@given(LOGS, st.integers(1, 400))
def test_the_size_of_chunks_changes_nothing(log, chunk_bytes):
    source, data = log
    data += b"\n"
    _, whole = read(source, data, chunk_bytes=1 << 20, limit_bytes=1000)
    chunks, parts = read(source, data, chunk_bytes=chunk_bytes, limit_bytes=1000)
    assert outcome(parts) == outcome(whole)
    assert all(chunk.count_items() == each.taken for chunk, each in zip(chunks, parts, strict=True))


@quickly
@given(
    st.binary(max_size=300) | logs(tuple(line for log in W3C_LOGS + ZEEK_LOGS for line in log.splitlines())),
    st.binary(max_size=60),
)
def test_a_chunk_of_any_bytes_below_any_header_balances(data, context):
    for source in (W3C_EXTENDED, ZEEK):
        for header in (context, b"#Fields: date time x", b"#fields\tts\tx\n#separator " + context):
            chunk = Chunk("log", source.name, data, 5, context=header)
            assert source.parse(chunk).taken == chunk.count_items()


def one_by_one(layout):
    """The layout with nothing placed all at once."""
    nothing = [Spans(np.zeros(0, np.int64), np.zeros(0, np.int64))] * len(layout.fields)
    return dataclasses.replace(layout, locate_lines=lambda lines: (np.zeros(len(lines), bool), nothing))


SPACED = st.lists(
    st.sampled_from([b"a", b"-", b'"a b"', b'""', b'"a ""b"" c"', b'a"b', b'"', b'" "', b"  ", b'"x"y']), max_size=5
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.one_of(SPACED.map(b" ".join), st.text('ab" \t', max_size=8).map(str.encode)), max_size=6))
def test_fields_apart_by_spaces_are_found_at_once_as_one_by_one(lines):
    assert_located_alike(spaced("w3c", "W3C", ("one", "two", "three")), lines)


@quickly
@given(st.lists(st.text("ab\t", max_size=8).map(str.encode), max_size=6))
def test_fields_apart_by_a_tab_are_found_at_once_as_one_by_one_and_as_split_has_them(lines):
    layout = parted("zeek", "Zeek", ("one", "two", "three"), b"\t")
    assert_located_alike(layout, lines)
    full = [line for line in lines if line.strip()]
    located = locate(Lines.of(b"\n".join(lines)), layout)
    wanted = [row for row, line in enumerate(full) if line.count(b"\t") == 2]
    assert located.rows.tolist() == wanted


def assert_located_alike(layout, lines):
    data = Lines.of(b"\n".join(lines))
    fast, slow = locate(data, layout), locate(data, one_by_one(layout))
    assert fast.rows.tolist() == slow.rows.tolist()
    assert fast.unplaced == slow.unplaced
    for name in layout.fields:
        assert [spans.tolist() for spans in fast.fields[name]] == [spans.tolist() for spans in slow.fields[name]]


VALUES = st.binary(max_size=6) | st.sampled_from(
    [b"-", b"", b"a,b", b'say "x"', b"\\", b"\t", b"\xff", "é".encode(), b"1"]
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=5))
def test_objects_hold_what_each_row_says_and_nothing_else(rows):
    names = ("id", 'a"b', "list")
    columns = {
        name: pa.array(values, pa.large_binary()) for name, values in zip(names, zip(*rows, strict=True), strict=True)
    }
    columns["list"] = pa.array(
        [value.split(b",") if value else None for _, _, value in rows], pa.list_(pa.large_binary())
    )
    written = write_objects(columns, rows=len(rows))
    for index, row in enumerate(rows):
        said = {
            name: value.decode(errors="replace")
            for name, value in zip(names, row, strict=True)
            if value not in {b"", b"-"}
        }
        if row[2]:
            said["list"] = [part.decode(errors="replace") for part in row[2].split(b",")]
        found = None if written is None else written[index].as_py()
        assert (orjson.loads(found) if found is not None else {}) == said


def test_a_header_that_changes_in_the_middle_holds_for_what_follows():
    data = b"#Fields: date time cs-uri\n2026-11-24 07:00:00 http://a.example/\n#Fields: cs-uri time date\nhttp://b.example/ 07:00:01 2026-11-24\n"
    rows, rejected = outcome(read(W3C_EXTENDED, data)[1])
    assert [(row["position"], row["http_request.url.hostname"]) for row in rows] == [(2, "a.example"), (4, "b.example")]
    assert rejected == []


def test_a_header_met_again_ends_no_chunk():
    data = W3C_LOGS[0] * 50
    chunks, parsed = read(W3C_EXTENDED, data)
    assert len(chunks) == 1
    assert parsed[0].batches[0].num_rows == 100


def test_a_header_of_very_many_fields_is_refused_in_little_memory():
    header = b"#Fields: time " + b"x " * 100_000 + b"\n"
    rows, rejected = outcome(read(W3C_EXTENDED, header + b"a\n" * 1000)[1])
    assert (rows, len(rejected)) == ([], 1000)
    assert {reason for _, reason in rejected} == {"not a W3C line: its header names more than 256 fields"}


@pytest.mark.parametrize(
    ("source", "data", "reason"),
    [
        (W3C_EXTENDED, b"2026-11-24 07:00:00 GET\n", "not a W3C line: no line before it names its fields"),
        (W3C_EXTENDED, b"#Fields: cs-uri c-ip\na b\n", "not a W3C line: its header names no time"),
        (W3C_EXTENDED, b"#Fields: date time\n2026-11-24\n", "not a W3C line: fewer fields than its header names"),
        (
            W3C_EXTENDED,
            b"#Fields: date time\n2026-11-24 07:00:00 x\n",
            "not a W3C line: more fields than its header names",
        ),
        (W3C_EXTENDED, b"#Fields: date time\ntoday 07:00:00\n", "not a W3C line: no time under its header's names"),
        (W3C_EXTENDED, b"#Fields: time\n07:00:00\n", "not a W3C line: no time under its header's names"),
        (W3C_EXTENDED, b"#Fields: date time\n2026-02-30 07:00:00\n", "its time is impossible"),
        (W3C_EXTENDED, b"#Fields: date time\n2026-11-24 25:00:00\n", "its time is impossible"),
        (
            W3C_EXTENDED,
            b"#Fields: date time sc-status\n2026-11-24 07:00:00 x\n",
            "not a W3C line: the status is not a number",
        ),
        (
            W3C_EXTENDED,
            b"#Fields: date time time-taken\n2026-11-24 07:00:00 1.x\n",
            "not a W3C line: the duration is not a number",
        ),
        (W3C_EXTENDED, b"#Fields: date time\n2026-11-24 07:00:00\rmore\n", TORN),
        (ZEEK, b"1795506158.1\tC1\n", "not a Zeek line: no line before it names its fields"),
        (ZEEK, b"#fields\tuid\tid.orig_h\nC1\t10.1.0.5\n", "not a Zeek line: its header names no time"),
        (ZEEK, b"#fields\tts\tuid\n1795506158.1\n", "not a Zeek line: fewer fields than its header names"),
        (ZEEK, b"#fields\tts\tuid\nyesterday\tC1\n", "not a Zeek line: no time in the field ts"),
        (ZEEK, b"#fields\tts\tuid\n9995506158.1\tC1\n", "its time is impossible"),
    ],
)
def test_a_line_that_is_none_is_rejected_with_what_it_lacks(source, data, reason):
    rows, rejected = outcome(read(source, data)[1])
    assert (rows, [why for _, why in rejected]) == ([], [reason])


@both
def test_a_line_too_long_is_rejected_and_the_rest_is_read(source, examples):
    data = examples[0]
    rows, rejected = outcome(read(source, data + b"x" * 5000 + b"\n" + data, chunk_bytes=512, limit_bytes=2000)[1])
    good = len(outcome(read(source, data)[1])[0])
    assert len(rows) == 2 * good
    assert rejected == [(data.count(b"\n") + 1, "The line is longer than 2,000 bytes.")]


@both
def test_a_line_of_a_million_signs_is_read_in_no_time(source, examples):
    header = b"\n".join(line for line in examples[0].splitlines() if line.startswith(b"#"))
    for sign in (b" ", b'"', b"\t", b'" ', b"\\", b"a ", b"#"):
        chunk = Chunk("log", source.name, b"x" + sign * (1 << 18) + b"x", context=header)
        assert source.parse(chunk).taken == 1


def test_names_met_twice_are_told_apart():
    assert tell_apart(["a", "b", "a"]) == ("a", "b", "a 2")
    assert read_head(b"#Fields: a\nline\n#Fields: b\n") == {b"fields": b" a"}
