"""CEF and LEEF. The formats: "Implementing ArcSight Common Event Format", revision 26;
https://www.ibm.com/docs/en/dsm?topic=leef-event-components; framing: RFC 3164, RFC 5424, RFC 6587."""

import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.schema import ACTION_ALLOWED, ACTION_DENIED
from custodes.sources.contract import Chunk, Item
from custodes.sources.lines import TORN, cut_lines
from custodes.sources.registry import recognise
from custodes.sources.syslog import CEF_LEEF
from custodes.sources.syslog.frames import cut_frames
from custodes.sources.syslog.header import find_event
from custodes.sources.syslog.times import read_time, read_time_as
from custodes.sources.tests.weblines import mutated

AT = datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)
ZSCALER = (
    rb"<134>Nov 24 07:42:38 gate CEF:0|Zscaler|NSSWeblog|5.0|Allowed|Allowed|3|act=Allowed cat=News dhost=news.example "
    rb"dst=192.0.2.1 src=10.1.0.5 in=5120 out=512 outcome=200 request=https://news.example/today?a\=1 requestMethod=GET "
    rb"requestClientApplication=Mozilla/5.0 (Windows NT 10.0) suser=dana@fernwood.example rt=1795506158000 "
    rb"cs1Label=Policy cs1=Staff rule"
)
FORTINET = (
    rb"<134>1 2026-11-24T01:42:38.5-06:00 fw01 - - - - " + b"\xef\xbb\xbf" + rb"CEF:0|Fortinet|Fortigate|v6.0|44547"
    rb"|event:system a\|b|2|cat=event:system FTNTFGTcfgpath=system.admin act=Add msg=Edit a\=b\nnext \\ end"
)
FORCEPOINT = (
    b"LEEF:1.0|Forcepoint|Security|8.5|blocked|devTime=2026-11-24 07:42:38+0000\tdevTimeFormat=yyyy-MM-dd HH:mm:ssZ\t"
    b"url=http://a.example/x=y\tusrName=dana\taction=blocked\tsrc=10.1.0.5"
)
LANCOPE = b"Nov 24 07:42:38 host LEEF:2.0|Lancope|StealthWatch|1.0|41|^|src=10.0.1.8^dst=10.0.0.5^devTime=Nov 24 2026 07:42:38 UTC"
LINES = (ZSCALER, FORTINET, FORCEPOINT, LANCOPE)
URL = "http_request.url.url_string"


def chunks_of(data, **sizes):
    item = Item("gate.log", None, io.BytesIO(data), data[:65536])
    if not sizes:
        return list(CEF_LEEF.cut(item))
    return list((cut_frames if sizes.pop("counted", False) else cut_lines)(item, "cef", **sizes))


def outcome(chunks):
    rows, rejected = {}, []
    for chunk in chunks:
        parsed = CEF_LEEF.parse(chunk)
        assert parsed.taken == chunk.count_items()
        rows |= {row["position"]: row for batch in parsed.batches for row in batch.to_pylist()}
        rejected += [(place, item.reason) for item in parsed.rejected for place in range(item.first, item.last + 1)]
    return rows, rejected


def row_of(line):
    rows, rejected = outcome(chunks_of(line))
    assert rejected == []
    return rows[1]


def unmapped(row):
    return orjson.loads(row["unmapped"])


@pytest.mark.parametrize("line", LINES)
def test_it_is_recognised_with_any_header_or_none(line):
    assert recognise(line + b"\n") is CEF_LEEF
    assert recognise(b"%d %s" % (len(line), line)) is CEF_LEEF
    assert recognise(line.replace(b"EF:", b"EF ")) is not CEF_LEEF


def test_a_proxys_line_is_a_web_request():
    row = row_of(ZSCALER)
    assert (row["time"], row["raw_data"]) == (AT, ZSCALER)
    assert (row[URL], row["http_request.url.hostname"]) == ("https://news.example/today?a=1", "news.example")
    assert (row["actor.user.name"], row["src_endpoint.ip"], row["dst_endpoint.hostname"]) == (
        "dana@fernwood.example",
        "10.1.0.5",
        "192.0.2.1",
    )
    assert (row["http_request.user_agent"], row["http_request.http_method"]) == ("Mozilla/5.0 (Windows NT 10.0)", "GET")
    assert (row["http_response.code"], row["http_response.length"], row["action_id"]) == (200, 5120, ACTION_ALLOWED)
    assert (row["logsource.category"], row["metadata.event_code"]) == ("proxy", "Allowed")


def test_a_custom_field_has_its_labels_name_too():
    assert unmapped(row_of(ZSCALER))["Policy"] == "Staff rule"


def test_another_event_has_its_products_log_source_and_its_escapes_undone():
    row = row_of(FORTINET)
    assert row["time"] == datetime(2026, 11, 24, 7, 42, 38, 500_000, tzinfo=UTC)
    assert (row["message"], row["device.hostname"]) == ("Edit a=b\nnext \\ end", "fw01")
    assert (row["logsource.product"], row["logsource.service"]) == ("fortigate", "event")
    assert unmapped(row)["name"] == "event:system a|b"


def test_leef_of_both_versions_is_read():
    web, flow = row_of(FORCEPOINT), row_of(LANCOPE)
    assert (web["time"], web[URL], web["action_id"]) == (AT, "http://a.example/x=y", ACTION_DENIED)
    assert (flow["time"], flow["src_endpoint.ip"], flow["dst_endpoint.hostname"]) == (AT, "10.0.1.8", "10.0.0.5")
    assert flow["device.hostname"] == "host"
    by_number = row_of(LANCOPE.replace(b"|^|", b"|0x5E|"))
    assert by_number["src_endpoint.ip"] == "10.0.1.8"


@pytest.mark.parametrize(
    ("text", "zone", "time"),
    [
        ("1795506158", "", "2026-11-24T07:42:38+00:00"),
        ("1795506158000", "", "2026-11-24T07:42:38+00:00"),
        ("Nov 24 2026 07:42:38", "", "2026-11-24T07:42:38+00:00"),
        ("Nov 24 2026 01:42:38", "America/Chicago", "2026-11-24T07:42:38+00:00"),
        ("Nov 24 2026 08:42:38.123 +01:00", "", "2026-11-24T07:42:38.123000+00:00"),
        ("2026-11-24T08:42:38+01:00", "", "2026-11-24T07:42:38+00:00"),
        ("Nov 24 07:42:38", "", None),
        ("Nov 24 2026 07:42:38 CST", "", None),
        ("Nov 31 2026 07:42:38", "", None),
        ("Nov 24 2026 07:42:38", "Nowhere/Place", None),
        ("soon", "", None),
        ("", "", None),
    ],
)
def test_a_time_is_read_where_it_can_be_told(text, zone, time):
    assert read_time(text, zone) == time


@pytest.mark.parametrize(
    ("text", "form", "time"),
    [
        ("24/11/2026 07-42-38", "dd/MM/yyyy HH-mm-ss", "2026-11-24T07:42:38+00:00"),
        ("2026-11-24T08:42:38.250+0100", "yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-11-24T07:42:38.250000+00:00"),
        ("Nov 24 26", "MMM dd yy", "2026-11-24T00:00:00+00:00"),
        ("Nov 24 07:42:38", "MMM dd HH:mm:ss", None),
        ("x", "yyyy", None),
    ],
)
def test_leef_may_name_the_format_of_its_time(text, form, time):
    assert read_time_as(text, form) == time


@pytest.mark.parametrize(
    ("line", "time", "host"),
    [
        (b"CEF:0|a", None, None),
        (b"<134>Nov  4 2026 07:42:38 gate CEF:0|a", "2026-11-04T07:42:38+00:00", "gate"),
        (b"Nov 24 07:42:38 gate tag: CEF:0|a", None, "gate"),
        (b'97 <134>1 2026-11-24T07:42:38Z - app 1 id [x y="z"] CEF:0|a', "2026-11-24T07:42:38+00:00", None),
        (b"2026-11-24 07:42:38,123 gate LEEF:1.0|a", "2026-11-24T07:42:38.123000+00:00", "gate"),
    ],
)
def test_a_header_tells_the_time_and_the_host_where_it_has_them(line, time, host):
    found = find_event(line)
    assert found is not None
    assert (found.time, found.host) == (time, host)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"Nov 24 07:42:38 host sshd[1]: hello", "neither a CEF nor a LEEF line"),
        (b"CEF:0|only|three", "not a CEF line: fewer than seven fields in its header"),
        (b"LEEF:1.0|only", "not a LEEF line: fewer than five fields in its header"),
        (b"Nov 24 07:42:38 gate CEF:0|a|b|1|2|c|3|request=http://a.example/", "a web request without a time"),
        (ZSCALER + b"\rmore", TORN),
    ],
)
def test_a_line_that_is_none_is_rejected_with_what_it_lacks(line, reason):
    rows, rejected = outcome(chunks_of(LANCOPE + b"\n" + line + b"\n" + LANCOPE))
    assert (sorted(rows), rejected) == ([1, 3], [(2, reason)])


def counted(lines, between=b""):
    return b"".join(b"%d %s%s" % (len(line), line, between) for line in lines)


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n"])
def test_messages_with_their_length_before_them_are_read_by_it(between):
    lines = [ZSCALER, FORTINET, ZSCALER.replace(b"Staff", b"two\nlines")]
    rows, rejected = outcome(chunks_of(counted(lines, between)))
    assert rejected == []
    assert [rows[place]["raw_data"] for place in (1, 2, 3)] == lines


def test_a_message_without_its_length_is_rejected_and_one_that_breaks_off_is_told():
    data = counted([ZSCALER, b"<1>" + LANCOPE]) + b"noise\nmore\n" + counted([FORTINET]) + counted([ZSCALER])[:50]
    rows, rejected = outcome(chunks_of(data))
    assert sorted(rows) == [1, 2, 5]
    assert rejected == [
        (3, "The message does not begin with its length."),
        (4, "The message does not begin with its length."),
        (6, "The file ends before the message does."),
    ]


def test_a_message_too_long_is_passed_over():
    data = counted([FORTINET, ZSCALER + b"x" * 3000, FORTINET])
    rows, rejected = outcome(chunks_of(data, counted=True, limit_bytes=1000, chunk_bytes=100))
    assert (sorted(rows), rejected) == ([1, 3], [(2, "The message is longer than 1,000 bytes.")])


MESSAGES = st.lists(mutated(LINES) | st.sampled_from(LINES) | st.binary(max_size=30), max_size=6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(MESSAGES, st.booleans(), st.integers(1, 900))
def test_any_lines_balance_and_the_size_of_chunks_changes_nothing(messages, with_length, chunk_bytes):
    data = counted(messages, b"\n") if with_length else b"\n".join(messages) + b"\n"
    sizes = {"counted": with_length, "limit_bytes": 2000}
    assert outcome(chunks_of(data, chunk_bytes=chunk_bytes, **sizes)) == outcome(
        chunks_of(data, chunk_bytes=1 << 20, **sizes)
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.text('CEF:0|a=b \\\n"123LEF.xX^\t', max_size=120),
    st.sampled_from(["CEF:0|", "LEEF:1.0|", "LEEF:2.0|a|b|c|d|", ""]),
)
def test_any_text_is_an_event_or_rejected(text, start):
    outcome([Chunk("gate.log", "cef", (start + text).encode())])


def test_a_line_of_a_million_signs_is_read_in_no_time():
    for sign in (b"|", b"\\", b"=", b" a", b"a=", b" =", b"\t", b"1 <2>"):
        for start in (b"CEF:0|", b"CEF:0|a|b|c|d|e|f|", b"LEEF:2.0|a|b|c|d|", b""):
            assert CEF_LEEF.parse(Chunk("gate.log", "cef", start + sign * (1 << 17) + b"x")).taken == 1


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "Jan 01 0001 00:00:00 +14:00"]
)
def test_a_time_without_a_moment_in_utc_is_none(time):
    assert read_time(time) is None
    assert read_time_as(time.replace("T", " "), "yyyy-MM-dd HH:mm:ssZ") is None
    lines = (
        f"CEF:0|A|G|1|7|B|3|src=10.1.0.5 rt={time}",
        f"LEEF:1.0|A|G|1|7|src=10.1.0.5\tdevTime={time}",
        f"{time} host CEF:0|A|G|1|7|B|3|src=10.1.0.5",
    )
    rows, rejected = outcome(chunks_of("\n".join(lines).encode()))
    assert len(rows) + len(rejected) == 3


def test_a_zone_that_is_none_gives_no_time():
    assert read_time("2026-11-24T07:42:38", "+99:99") is None
