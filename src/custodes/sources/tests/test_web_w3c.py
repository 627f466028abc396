"""W3C extended logs. The format: https://www.w3.org/TR/WD-logfile.html; IIS's fields:
https://learn.microsoft.com/windows/win32/http/w3c-logging; ProxySG's: "Access Log Formats" at https://techdocs.broadcom.com."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.tests.headed import IIS, PROXY_SG, TMG, outcome, read
from custodes.sources.web import W3C_EXTENDED

URL, HOST, AGENT = "http_request.url.url_string", "http_request.url.hostname", "http_request.user_agent"
SERVED, CATEGORY, SERVICE = "dst_endpoint.hostname", "logsource.category", "logsource.service"


def rows_of(data):
    rows, rejected = outcome(read(W3C_EXTENDED, data)[1])
    assert rejected == []
    return rows


def row_of(fields, line):
    (row,) = rows_of(f"#Fields: date time {fields}\n2026-11-24 07:42:38 {line}\n".encode())
    return row


def unmapped(row):
    return orjson.loads(row["unmapped"]) if row["unmapped"] else {}


def test_a_web_server_is_asked_for_a_path_and_writes_a_plus_for_a_space():
    found, missing = rows_of(IIS)
    assert found["time"] == datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)
    assert (found[CATEGORY], found[SERVICE], found[SERVED]) == ("webserver", "iis", "10.1.0.2")
    assert (found[URL], found[HOST]) == ("/catalog/search?q=frogs", None)
    assert found[AGENT] == "Mozilla/5.0 (Windows NT 10.0)"
    assert (found["http_response.code"], found["duration"], found["action_id"]) == (200, 46, 0)
    assert unmapped(found) == {"s-ip": "10.1.0.2", "s-port": "443", "sc-substatus": "0", "sc-win32-status": "0"}
    assert (missing["actor.user.name"], missing[URL]) == ("FERN\\dana", "/missing")


def test_a_proxys_url_is_put_together_from_its_parts():
    page, tunnel, odd = rows_of(PROXY_SG)
    assert (page[URL], page[HOST]) == ("https://News.example/today?a=1", "news.example")
    assert (tunnel[URL], tunnel[HOST]) == ("shop.example:443", "shop.example")
    assert (odd[URL], odd[HOST]) == ("http://a.example:8080/b\\c", "a.example")
    assert {row[CATEGORY] for row in (page, tunnel, odd)} == {"proxy"}


def test_quotes_hold_spaces_and_quotes():
    page, tunnel, odd = rows_of(PROXY_SG)
    assert page[AGENT] == "Mozilla/5.0 (Windows NT 10.0)"
    assert tunnel[AGENT] == 'say "hi" to me'
    assert unmapped(page) == {
        "sc-filter-result": "OBSERVED",
        "cs-categories": "News/Media;Sports",
        "s-action": "TCP_NC_MISS",
    }
    assert unmapped(odd)["x-virus-id"] == "Bad, very"


def test_what_became_of_a_request_is_denied_if_one_field_says_so():
    page, tunnel, odd = rows_of(PROXY_SG)
    assert [row["action_id"] for row in (page, tunnel, odd)] == [ACTION_ALLOWED, ACTION_DENIED, ACTION_ALLOWED]
    assert (page["http_response.content_type"], page["http_response.length"]) == ("text/html", 5120)


def test_tabs_part_the_fields_where_they_part_their_names():
    page, denied = rows_of(TMG)
    assert (page[URL], page[AGENT]) == ("http://news.example/today", "Mozilla/5.0 (Windows NT 10.0)")
    assert (page["http_request.http_method"], page[SERVED]) == ("GET", "192.0.2.1")
    assert (denied[HOST], denied["action_id"]) == ("shop.example", ACTION_DENIED)


def test_a_status_that_is_none_of_http_stays_among_the_fields():
    _, denied = rows_of(TMG)
    assert denied["http_response.code"] is None
    assert unmapped(denied)["sc-status"] == "12239"


@pytest.mark.parametrize(
    ("fields", "line", "url", "host"),
    [
        ("cs-uri", "http://a.example/x", "http://a.example/x", "a.example"),
        ("cs-uri-scheme cs-host cs-uri-path", "http a.example -", "http://a.example", "a.example"),
        ("cs-uri-scheme cs-host cs-uri-port cs-uri-path", "https a.example 80 /", "https://a.example:80/", "a.example"),
        (
            "cs-uri-scheme cs(Host) cs-uri-port cs-uri-path",
            "http a.example:8080 8080 /",
            "http://a.example:8080/",
            "a.example",
        ),
        ("cs-uri-scheme cs-host cs-uri-stem", "http a.example http://a.example/x", "http://a.example/x", "a.example"),
        ("cs(Host) cs-uri-stem cs-uri-query", "www.Fernwood.example:443 /x q=1", "/x?q=1", "www.fernwood.example"),
        ("cs-uri-stem cs-uri-query", "/x ?q=1", "/x?q=1", None),
        ("cs-uri cs-host", "- a.example", None, "a.example"),
        ("c-ip", "10.1.0.5", None, None),
    ],
)
def test_a_url_is_as_whole_as_the_fields_make_it(fields, line, url, host):
    row = row_of(fields, line)
    assert (row[URL], row[HOST]) == (url, host)


@pytest.mark.parametrize(
    ("head", "line", "time"),
    [
        ("#Date: 2026-11-24 00:00:00\n#Fields: time", "07:42", datetime(2026, 11, 24, 7, 42, tzinfo=UTC)),
        (
            "#Date: 12-Jan-1996 00:00:00\n#Fields: time",
            "00:34:23.25",
            datetime(1996, 1, 12, 0, 34, 23, 250_000, tzinfo=UTC),
        ),
        ("#Fields: x-timestamp-unix", "1795506158", datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)),
        ("#Fields: time date", "07:42:38 2026-11-24", datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)),
    ],
)
def test_the_time_is_where_the_header_says(head, line, time):
    (row,) = rows_of(f"{head} c-ip\n{line} 10.1.0.5\n".encode())
    assert row["time"] == time


def test_a_duration_with_a_fraction_is_in_seconds():
    assert row_of("time-taken", "0.0451")["duration"] == 45
    assert row_of("time-taken", "45")["duration"] == 45


def test_cloudfront_parts_its_names_by_spaces_and_its_fields_by_tabs():
    head = "#Version: 1.0\n#Fields: date time x-edge-location c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent)\n"
    line = "2026-11-24\t07:42:38\tORD1\t203.0.113.7\tGET\td1.example\t/x\t200\tMozilla/5.0%20(X)"
    (row,) = rows_of((head + line).encode())
    assert (row[AGENT], row[HOST], row[SERVICE], row[CATEGORY]) == (
        "Mozilla/5.0 (X)",
        "d1.example",
        "cloudfront",
        "webserver",
    )


def test_header_fields_keep_the_name_that_rules_use():
    assert unmapped(row_of("cs(Cookie) cs(X-Forwarded-For)", "a=1 10.9.9.9")) == {
        "cs-cookie": "a=1",
        "cs-x-forwarded-for": "10.9.9.9",
    }


PARTS = ("cs-uri-scheme", "cs-host", "cs-uri-port", "cs-uri-path", "cs-uri-query")
VALUES = {
    "cs-uri-scheme": ["http", "https", "ftp", "-"],
    "cs-host": ["a.example", "B.example:8080", "-"],
    "cs-uri-port": ["80", "443", "8080", "0", "-"],
    "cs-uri-path": ["/", "/x", "http://c.example/y", "*", "-"],
    "cs-uri-query": ["a=1", "?b=2", "-"],
}
USUAL = {("http", "80"), ("https", "443"), ("ftp", "21")}


def join_plainly(scheme, host, port, path, query):
    """One URL of its parts, written as one would say it."""
    scheme, host, port, path, query = ("" if part == "-" else part for part in (scheme, host, port, path, query))
    before = ""
    if scheme and host and path[:1] in {"", "/"}:
        before = f"{scheme}://{host}"
        if port not in {"", "0"} and ":" not in host and (scheme, port) not in USUAL:
            before += f":{port}"
    mark = "" if not query or query.startswith("?") else "?"
    return (before + path + mark + query) or None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(*(st.sampled_from(VALUES[name]) for name in PARTS)), min_size=1, max_size=8))
def test_all_urls_are_put_together_as_each_would_be(lines):
    body = "\n".join(f"2026-11-24 07:42:38 {' '.join(line)}" for line in lines)
    rows = rows_of(f"#Fields: date time {' '.join(PARTS)}\n{body}\n".encode())
    assert [row[URL] for row in rows] == [join_plainly(*line) for line in lines]
