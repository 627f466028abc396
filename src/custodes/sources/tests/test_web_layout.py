"""Lines placed all at once must be read just as those placed one by one."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.tests.weblines import COMBINED_LINES, SQUID_LINES, chunk_of, logs, rows_of
from custodes.sources.web import COMBINED, SQUID


def one_by_one(source):
    """The source with nothing placed all at once."""
    nothing = dataclasses.replace(
        source.layout,
        locate_lines=lambda lines: (np.zeros(len(lines), bool), [([], [])] * len(source.layout.fields)),
    )
    return dataclasses.replace(source, layout=nothing)


def assert_alike(source, data):
    fast, slow = source.parse(chunk_of(data, source.name)), one_by_one(source).parse(chunk_of(data, source.name))
    assert rows_of(fast) == rows_of(slow)
    assert fast.rejected == slow.rejected


@settings(max_examples=150, deadline=None, derandomize=True)
@given(logs(SQUID_LINES))
def test_squid_lines_placed_at_once_read_as_those_placed_one_by_one(data):
    assert_alike(SQUID, data)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(logs(COMBINED_LINES))
def test_combined_lines_placed_at_once_read_as_those_placed_one_by_one(data):
    assert_alike(COMBINED, data)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(logs(SQUID_LINES + COMBINED_LINES), st.sampled_from([SQUID, COMBINED]), st.integers(1, 1 << 40))
def test_every_line_that_is_not_blank_is_an_event_or_rejected_under_its_own_number(data, source, first):
    parsed = source.parse(chunk_of(data, source.name, first))
    lines = dict(enumerate(data.split(b"\n"), first))
    items = {number: line.removesuffix(b"\r") for number, line in lines.items() if line.strip()}
    events = {row["position"]: row["raw_data"] for row in rows_of(parsed)}
    rejected = [number for item in parsed.rejected for number in range(item.first, item.last + 1)]
    assert parsed.taken == len(items)
    assert sorted([*events, *rejected]) == sorted(items)
    assert all(items[number] == raw for number, raw in events.items())


@pytest.mark.parametrize(("source", "lines"), [(SQUID, SQUID_LINES), (COMBINED, COMBINED_LINES)])
def test_a_format_recognises_its_own_lines_and_not_the_other_ones(source, lines):
    other = {"squid": COMBINED, "combined": SQUID}[source.name]
    assert source.recognises(b"\n".join(lines))
    assert source.recognises(b"\n\n# a comment\n" + b"\n".join(lines))
    assert not other.recognises(b"\n".join(lines))
    assert not source.recognises(b"")
    assert not source.recognises(bytes(range(256)) * 20)


@pytest.mark.parametrize("source", [SQUID, COMBINED])
def test_a_chunk_of_blank_lines_holds_nothing(source):
    for data in (b"", b"\n", b"\r\n \n\n"):
        assert source.parse(chunk_of(data, source.name)).taken == 0


@pytest.mark.parametrize("source", [SQUID, COMBINED])
def test_a_line_of_a_million_spaces_quotes_or_brackets_is_read_in_no_time(source):
    for sign in (b" ", b'"', b"[", b'" ', b"\\", b'] "', b"a "):
        assert source.parse(chunk_of(sign * (1 << 19) + b"x", source.name)).taken == 1


@pytest.mark.parametrize(("source", "line"), [(SQUID, SQUID_LINES[0]), (COMBINED, COMBINED_LINES[0])])
def test_a_byte_order_mark_before_the_first_line_is_passed_over(source, line):
    (row,) = rows_of(source.parse(chunk_of(b"\xef\xbb\xbf" + line, source.name)))
    assert row["raw_data"] == line
