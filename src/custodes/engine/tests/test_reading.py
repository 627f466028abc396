"""A source that raises, as none should: the run goes on, and the account balances."""

import pytest

from custodes.detect.lists import load_lists
from custodes.engine import bind, run
from custodes.engine.intake import read_chunks
from custodes.engine.reading import MOST_HALVINGS, read_chunk
from custodes.engine.tests.library import PURPOSE, make_policy, web_log
from custodes.report.account import balances
from custodes.sources.contract import Chunk, Parsed, Rejected
from custodes.sources.registry import SOURCES
from custodes.sources.walk import open_items

REASON = "could not be read (OverflowError)"


class Failing:
    """Squid's source, but for lines that hold `page7 `; and items with bounds, which it rejects as read."""

    name = "failing"

    def __init__(self):
        self.times = 0

    def parse(self, chunk):
        self.times += 1
        items = [chunk.data[begin:end] for begin, end in chunk.bounds or ()]
        if b"page7 " in (b"".join(items) if chunk.bounds is not None else chunk.data):
            raise OverflowError("date value out of range, of dana")
        if chunk.bounds is None:
            return SOURCES["squid"].parse(chunk)
        left_out = {item.first for item in chunk.rejected}
        numbers = range(chunk.first, chunk.first + len(items) + len(left_out))
        if chunk.files:
            read = [Rejected(chunk.source, "read", 1, 1, file) for file in chunk.files]
        else:
            read = [Rejected(chunk.source, "read", at, at) for at in numbers if at not in left_out]
        return Parsed((), (*chunk.rejected, *read))


@pytest.fixture
def failing():
    SOURCES["failing"] = Failing()
    yield SOURCES["failing"]
    del SOURCES["failing"]


def test_a_line_that_a_source_fails_on_is_rejected_and_the_others_are_read(tmp_path, failing):
    policy = make_policy(PURPOSE)
    (tmp_path / "access.log").write_text("\n" + web_log(400))
    (chunk,) = read_chunks(open_items([tmp_path]))
    found = run([Chunk(chunk.source, "failing", chunk.data, chunk.first)], bind(policy, lists=load_lists(None)), policy)
    (account,) = found.results.accounts
    assert (account.taken, account.out, account.rejected) == (400, 399, 1)
    assert balances(account)
    assert [(item.locator, item.reason) for item in found.rejections] == [("9", REASON)]


def test_blank_lines_and_a_mark_at_the_beginning_are_no_items_there_either(failing):
    chunk = Chunk("x", "failing", b"\xef\xbb\xbf\n \npage7 \n\n\npage7 \n\n")
    parsed = read_chunk(chunk)
    assert parsed.taken == chunk.count_items() == 2
    assert [(item.first, item.reason) for item in parsed.rejected] == [(3, REASON), (6, REASON)]


def test_where_every_line_fails_the_search_for_them_ends(failing):
    chunk = Chunk("x", "failing", b"page7 \n" * 3 * 2**MOST_HALVINGS)
    parsed = read_chunk(chunk)
    assert parsed.taken == chunk.count_items()
    assert failing.times < 2 * 2**MOST_HALVINGS


@pytest.mark.parametrize("bad", range(5))
def test_an_item_keeps_its_position_beside_those_its_cutter_left_out(failing, bad):
    items = [b"page7 " if number == bad else b"a" for number in range(5)]
    bounds = tuple((sum(map(len, items[:n])), sum(map(len, items[: n + 1]))) for n in range(5))
    left_out = (Rejected("x", "torn", 11, 11), Rejected("x", "torn", 14, 14))
    parsed = read_chunk(Chunk("x", "failing", b"".join(items), 10, bounds, rejected=left_out))
    positions = [10, 12, 13, 15, 16]
    expected = {11: "torn", 14: "torn"} | {
        at: REASON if number == bad else "read" for number, at in enumerate(positions)
    }
    assert {item.first: item.reason for item in parsed.rejected} == expected
    assert len(parsed.rejected) == 7


def test_an_item_that_is_a_file_is_named(failing):
    chunk = Chunk("x", "failing", b"apage7 b", 1, ((0, 1), (1, 7), (7, 8)), files=("1.eml", "2.eml", "3.eml"))
    assert {item.file: item.reason for item in read_chunk(chunk).rejected} == {
        "1.eml": "read",
        "2.eml": REASON,
        "3.eml": "read",
    }
