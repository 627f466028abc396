"""Lines that carriage returns end or tear, in each format of lines."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Item
from custodes.sources.lines import TORN
from custodes.sources.registry import SOURCES, recognise
from custodes.sources.tests.weblines import COMBINED_LINES, SQUID_LINES

GOOD = {
    "squid": SQUID_LINES[0],
    "combined": COMBINED_LINES[0],
    "jsonl": b'{"ts": 1763970000, "user": "ana", "url": "http://a.example/"}',
}
each_format = pytest.mark.parametrize("name", GOOD)


def read(name: str, data: bytes):
    """The positions of events and of what was rejected, with the reasons; and the items that the chunks count."""
    chunks = list(SOURCES[name].cut(Item("a.log", None, io.BytesIO(data), data[:65536])))
    parsed = [SOURCES[name].parse(chunk) for chunk in chunks]
    positions = [place for each in parsed for batch in each.batches for place in batch.column("position").to_pylist()]
    rejected = [(item.first, item.last, item.reason) for each in parsed for item in each.rejected]
    assert sum(each.taken for each in parsed) == sum(chunk.count_items() for chunk in chunks)
    return positions, rejected


@each_format
def test_a_file_of_carriage_returns_alone_is_read_line_by_line(name):
    data = b"\r".join([GOOD[name]] * 5) + b"\r"
    assert recognise(data).name == name
    assert read(name, data) == ([1, 2, 3, 4, 5], [])


@each_format
def test_a_line_that_holds_a_carriage_return_is_rejected_and_the_others_are_read(name):
    line = GOOD[name]
    data = line + b"\n\n" + line + b"\r" + line + b"\n" + line + b"\r\n" + line + b"\r\r\n"
    assert read(name, data) == ([1, 4, 5], [(3, 3, TORN)])


@each_format
def test_blank_lines_cost_no_event_and_keep_the_numbers(name):
    data = b"\n \t\r\n" * 100_000 + GOOD[name] + b"\n" + b"\n" * 1_000_000 + GOOD[name] + b"\r\n" * 1_000_000
    assert read(name, data) == ([200_001, 1_200_002], [])
    assert read(name, b"\n" * 1_000_000) == ([], [])


@each_format
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_line_is_read_or_rejected_under_its_number(name, data):
    pieces = st.sampled_from([GOOD[name], b"\r", b"\n", b"\r\n", b" ", b"\0"])
    log = b"".join(data.draw(st.lists(pieces, max_size=12)))
    log = b"\n" + log  # with a line feed, so that returns end no lines
    positions, rejected = read(name, log)
    found = sorted([*positions, *(place for first, last, _ in rejected for place in range(first, last + 1))])
    assert found == [number for number, line in enumerate(log.split(b"\n"), 1) if line.strip()]
