from datetime import UTC, datetime

import pytest

from custodes.events import HTTP_ACTIVITY
from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.contract import Chunk, Rejected
from custodes.sources.tests.weblines import SQUID_LINES, chunk_of, rows_of
from custodes.sources.web import SQUID


def read(*lines):
    return SQUID.parse(chunk_of(b"\n".join(lines), "squid"))


def test_a_line_gives_every_column_it_holds():
    (row,) = rows_of(read(SQUID_LINES[0]))
    assert row == dict.fromkeys(HTTP_ACTIVITY.names) | {
        "time": datetime(2025, 11, 24, 7, 40, 0, 54_000, tzinfo=UTC),
        "source": "access.log",
        "position": 1,
        "file": None,
        "raw_data": SQUID_LINES[0],
        "actor.user.name": "ana",
        "src_endpoint.ip": "10.1.0.141",
        "dst_endpoint.hostname": "10.0.0.1",
        "http_request.http_method": "GET",
        "http_request.url.url_string": "http://www.a.example/x?y=1",
        "http_request.url.hostname": "www.a.example",
        "http_request.user_agent": None,
        "http_request.referrer": None,
        "http_response.code": 200,
        "http_response.length": 96594,
        "http_response.content_type": "text/css",
        "duration": 4146,
        "logsource.category": "proxy",
        "action_id": ACTION_ALLOWED,
    }


def test_a_tunnel_names_its_host_and_a_dash_is_nothing():
    (row,) = rows_of(read(SQUID_LINES[1]))
    assert row["http_request.url.hostname"] == "www.b.example"
    assert row["actor.user.name"] is None
    assert row["http_response.content_type"] is None


def test_a_denied_request_says_so_and_its_words_are_made_plain():
    (row,) = rows_of(read(SQUID_LINES[2]))
    assert row["action_id"] == ACTION_DENIED
    assert row["http_request.url.hostname"] == "2001:db8::1"
    assert row["actor.user.name"] == "f\\eve"
    assert row["http_response.content_type"] == "text/html"


def test_a_request_without_an_answer_has_no_status():
    (row,) = rows_of(read(SQUID_LINES[3]))
    assert row["http_response.code"] is None
    assert row["http_request.url.hostname"] is None
    assert row["action_id"] == 0


def test_a_url_with_a_space_and_a_line_with_headers_are_read_whole():
    spaced, headed = rows_of(read(SQUID_LINES[4], SQUID_LINES[5]))
    assert spaced["http_request.url.url_string"] == "http://c.example/a b"
    assert headed["http_request.url.url_string"] == "http://c.example/"
    assert headed["http_response.content_type"] == "text/html"


def test_what_is_not_utf8_is_replaced_and_its_bytes_are_kept():
    line = SQUID_LINES[0].replace(b"/x?", b"/\xff?")
    (row,) = rows_of(read(line))
    assert row["http_request.url.url_string"] == "http://www.a.example/\ufffd?y=1"
    assert row["raw_data"] == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"Squid log, kept by IT", "not a Squid line: fewer than ten columns"),
        (SQUID_LINES[0].replace(b"1763970000.054", b"yesterday"), "not a Squid line: no time at the start"),
        (SQUID_LINES[0].replace(b"1763970000.054", b"9763970000.054"), "its time is impossible"),
        (SQUID_LINES[0].replace(b"1763970000.054", b"0.000"), "its time is impossible"),
        (SQUID_LINES[0].replace(b"96594", b"big"), "not a Squid line: the size is not a number"),
        (SQUID_LINES[0].replace(b"4146", b"1" * 30), "not a Squid line: the duration is not a number"),
        (SQUID_LINES[0].replace(b"/200", b"/2x0"), "not a Squid line: the status is not a number"),
        (
            SQUID_LINES[0].replace(b"TCP_MISS/200", b"TCP_MISS"),
            "not a Squid line: no result such as TCP_MISS/200 in the fourth column",
        ),
    ],
)
def test_a_line_that_is_no_request_is_rejected_with_what_it_lacks(line, reason):
    parsed = read(SQUID_LINES[0], line, SQUID_LINES[1])
    assert [(item.first, item.last, item.reason) for item in parsed.rejected] == [(2, 2, reason)]
    assert parsed.taken == 3


def test_rejected_lines_side_by_side_are_told_as_one():
    parsed = read(b"a", b"b", b"", b"c", SQUID_LINES[0])
    assert [(item.first, item.last) for item in parsed.rejected] == [(1, 2), (4, 4)]


def test_what_the_cutter_rejected_is_handed_on_once():
    rejected = Rejected("access.log", "the line is longer than 1,048,576 bytes", 7, 7)
    assert SQUID.parse(Chunk("access.log", "squid", b"", 7, rejected=(rejected,))).rejected == (rejected,)
