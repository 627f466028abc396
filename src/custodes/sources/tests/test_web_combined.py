from datetime import UTC, datetime

import pytest

from custodes.events import HTTP_ACTIVITY
from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.tests.weblines import COMBINED_LINES, chunk_of, rows_of
from custodes.sources.web import COMBINED


def read(*lines):
    return COMBINED.parse(chunk_of(b"\n".join(lines), "combined"))


def test_a_line_gives_every_column_it_holds():
    (row,) = rows_of(read(COMBINED_LINES[0]))
    assert row == dict.fromkeys(HTTP_ACTIVITY.names) | {
        "time": datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC),
        "source": "access.log",
        "position": 1,
        "file": None,
        "raw_data": COMBINED_LINES[0],
        "actor.user.name": "ana",
        "src_endpoint.ip": "10.1.0.1",
        "dst_endpoint.hostname": None,
        "http_request.http_method": "GET",
        "http_request.url.url_string": "http://a.example/x",
        "http_request.url.hostname": "a.example",
        "http_request.user_agent": "Mozilla (X)",
        "http_request.referrer": "http://b.example/",
        "http_response.code": 200,
        "http_response.length": 84,
        "http_response.content_type": None,
        "duration": None,
        "logsource.category": "proxy",
        "action_id": 0,
    }


def test_a_common_line_of_a_web_server_has_neither_host_nor_agent():
    (row,) = rows_of(read(COMBINED_LINES[1]))
    assert row["time"] == datetime(2026, 11, 24, 13, 42, 38, tzinfo=UTC)
    assert row["http_request.url.url_string"] == "/x"
    assert row["http_request.url.hostname"] is None
    assert row["http_response.length"] is None


def test_a_web_server_is_asked_for_a_path_and_a_proxy_for_a_host():
    rows = rows_of(read(COMBINED_LINES[0], COMBINED_LINES[1], COMBINED_LINES[2], COMBINED_LINES[4]))
    assert [row["logsource.category"] for row in rows] == ["proxy", "webserver", "proxy", "webserver"]


def test_squid_says_in_its_last_column_what_became_of_the_request():
    denied, allowed = rows_of(read(COMBINED_LINES[2], COMBINED_LINES[7]))
    assert (denied["action_id"], allowed["action_id"]) == (ACTION_DENIED, ACTION_ALLOWED)
    assert denied["actor.user.name"] == "J Roe"
    assert denied["http_request.url.hostname"] == "b.example"


def test_escapes_are_undone_in_what_is_shown_and_kept_in_the_record():
    (row,) = rows_of(read(COMBINED_LINES[3]))
    assert row["http_request.url.url_string"] == '/"x"'
    assert row["http_request.user_agent"] == 'say "hi" é'
    assert row["actor.user.name"] == "a\\b"
    assert row["raw_data"] == COMBINED_LINES[3]


def test_a_virtual_host_is_the_host_of_a_path():
    rows = rows_of(read(COMBINED_LINES[4], COMBINED_LINES[0]))
    assert [row["http_request.url.hostname"] for row in rows] == ["c.example", "a.example"]
    assert rows[0]["src_endpoint.ip"] == "10.1.0.1"


def test_a_line_without_a_request_is_still_an_event():
    (row,) = rows_of(read(COMBINED_LINES[5]))
    assert row["http_request.url.url_string"] is None
    assert row["http_response.code"] == 408


def test_a_url_with_a_space_is_read_whole():
    (row,) = rows_of(read(COMBINED_LINES[6]))
    assert row["http_request.url.url_string"] == "/a b"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"#Fields: date time", "not a combined line: no time in brackets before a quoted request"),
        (COMBINED_LINES[0].replace(b"24/Nov", b"24/Nox"), "not a combined line: no time in brackets"),
        (COMBINED_LINES[0].replace(b"24/Nov", b"31/Nov"), "its time is impossible"),
        (COMBINED_LINES[0].replace(b":07:", b":27:"), "its time is impossible"),
        (COMBINED_LINES[0].replace(b"200", b"2000"), "not a combined line: the status is not a number"),
        (
            COMBINED_LINES[0].replace(b"- ana ", b""),
            "not a combined line: fewer than three columns before the time",
        ),
        (COMBINED_LINES[0][:60], "not a combined line: no quoted request, status and size after the time"),
    ],
)
def test_a_line_that_is_no_request_is_rejected_with_what_it_lacks(line, reason):
    parsed = read(COMBINED_LINES[0], line)
    assert [(item.first, item.last, item.reason) for item in parsed.rejected] == [(2, 2, reason)]
