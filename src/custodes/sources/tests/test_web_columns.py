"""The column-wise readers beside plain Python on the same values."""

import re
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.web.hosts import find_authorities, find_authority, read_host
from custodes.sources.web.spans import Lines, Spans, read_numbers, take
from custodes.sources.web.times import read_bracketed, read_epoch

quickly = settings(max_examples=100, deadline=None, derandomize=True)


def spans_of(values: list[bytes]):
    ends = np.cumsum([len(value) for value in values], dtype=np.int64)
    data = b"".join(values) or b"\0"
    return data, Spans(ends - [len(value) for value in values], ends)


SOME_BYTES = st.lists(st.sampled_from([b"\n", b"\r\n", b"\r", b" ", b"\0", b"a", b"\xff"]) | st.binary(max_size=2)).map(
    b"".join
)


@quickly
@given(SOME_BYTES)
def test_lines_that_are_not_blank_are_split_at_line_feeds_only_and_numbered_with_the_blank_ones(data):
    lines = Lines.of(data)
    expected = {number: line for number, line in enumerate(data.split(b"\n")) if line.strip()}
    assert lines.before.tolist() == list(expected)
    whole = [line.removesuffix(b"\r").removesuffix(b"\r") for line in expected.values()]
    assert [lines[index] for index in range(len(lines))] == whole
    assert lines.holding("\r").tolist() == [b"\r" in line for line in whole]


def test_a_flood_of_blank_lines_makes_no_arrays_of_numbers():
    data = b"a" + b"\n" * 1_000_000 + b"b"
    tracemalloc.start()
    try:
        lines = Lines.of(data)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert lines.before.tolist() == [0, 1_000_000]
    assert peak_bytes < 3 * len(data)


@quickly
@given(st.lists(st.binary(max_size=9), max_size=6))
def test_the_bytes_of_each_range_are_taken(values):
    assert take(*spans_of(values)).to_pylist() == values


@quickly
@given(
    st.lists(st.integers(-(10**20), 10**20).map(str) | st.text("0123456789-+. ", max_size=4), min_size=1, max_size=6)
)
def test_numbers_are_read_up_to_eighteen_digits(values):
    data, spans = spans_of([value.encode() for value in values])
    read = read_numbers(np.frombuffer(data, np.uint8), spans)
    for value, number, fit in zip(values, read.array().to_pylist(), read.fit, strict=True):
        digits = value.removeprefix("-")
        assert fit == (len(digits) <= 18 and (digits == "" or (digits.isascii() and digits.isdigit())))
        if fit:
            assert number == (None if value in {"", digits and "-" + digits, "-"} else int(value))


aware = st.datetimes(
    datetime(1971, 1, 1),  # noqa: DTZ001 - Hypothesis adds the zone
    datetime(2099, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-839, 839).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@quickly
@given(st.lists(aware, min_size=1, max_size=5))
def test_bracketed_times_are_read_in_any_zone(times):
    data, spans = spans_of([time.strftime("%d/%b/%Y:%H:%M:%S %z").encode() for time in times])
    read = read_bracketed(np.frombuffer(data, np.uint8), spans)
    assert read.fit.all()
    assert read.possible.all()
    expected = [round(time.replace(microsecond=0).timestamp()) * 1_000_000 for time in times]
    assert read.micros.tolist() == expected


@quickly
@given(st.lists(st.text("0123456789/:NovFebDec +-", min_size=20, max_size=28), min_size=1, max_size=4))
def test_a_bracketed_time_is_possible_only_where_python_reads_it_too(texts):
    data, spans = spans_of([text.encode() for text in texts])
    read = read_bracketed(np.frombuffer(data, np.uint8), spans)
    for text, good in zip(texts, read.fit & read.possible, strict=True):
        if good:
            datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z")


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("1763970000.054", 1763970000_054000),
        ("1763970000", 1763970000_000000),
        ("1763970000.5", 1763970000_500000),
        ("1763970000.123456", 1763970000_123456),
        ("1763970000.", None),
        (".054", None),
        ("1763970000.1234567", None),
        ("1763970000.05x", None),
        ("-1763970000.054", None),
        ("1.7e9", None),
        ("", None),
    ],
)
def test_seconds_since_1970_may_have_a_fraction(text, micros):
    data, spans = spans_of([text.encode(), b"1763970000.054"])
    read = read_epoch(np.frombuffer(data, np.uint8), spans)
    assert (int(read.micros[0]) if read.fit[0] and read.possible[0] else None) == micros
    assert read.micros[1] == int(datetime(2025, 11, 24, 7, 40, tzinfo=UTC).timestamp()) * 1_000_000 + 54_000


URLS = [
    "http://a.example/x",
    "HTTPS://B.example:443?x",
    "ftp://c/d",
    "/path//x",
    "",
    "x",
    "http:/y",
    "http://",
    "https://a#b/c",
]


@quickly
@given(st.lists(st.sampled_from(URLS) | st.text("htps:/\\?#@[]a.", max_size=14), max_size=6), st.booleans())
def test_authorities_are_found_in_all_urls_as_in_each(urls, bare):
    values = [url.encode() for url in urls]
    spans = find_authorities(pa.array(values, pa.large_binary()), np.full(len(values), bare))
    found = take(b"".join(values) or b"\0", spans).to_pylist()
    for url, authority in zip(values, found, strict=True):
        begin, end = find_authority(url)
        has_scheme = url.lower().startswith((b"http://", b"https://"))
        if not bare or has_scheme:
            assert authority == url[begin:end]
        else:
            assert authority == re.split(rb"[/\\?#]", url)[0]


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        (b"WWW.Fernwood.Example.", "www.fernwood.example"),
        (b"user:secret@a.example:8080", "a.example"),
        (b"[2001:DB8::1]:443", "2001:db8::1"),
        (b"2001:db8::1", "2001:db8::1"),
        (b"xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("BÜCHER.example".encode(), "bücher.example"),
        (b"", None),
        (b":80", None),
        (b"-", None),
    ],
)
def test_a_host_is_lower_case_without_user_port_brackets_and_closing_dot(authority, host):
    assert read_host(authority) == host
