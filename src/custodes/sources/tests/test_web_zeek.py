"""Zeek's logs. The formats: https://docs.zeek.org/en/master/log-formats.html; the fields:
https://docs.zeek.org/en/master/logs/http.html, dns.html, conn.html."""

from datetime import UTC, datetime

import orjson
import pytest

from custodes.events import BASE_EVENT, DNS_ACTIVITY, HTTP_ACTIVITY, is_kind
from custodes.sources.records.shapes import find_product
from custodes.sources.registry import SOURCES
from custodes.sources.tables import tables
from custodes.sources.tests.headed import ZEEK_CONN, ZEEK_DNS, ZEEK_HTTP, item_of, outcome, read
from custodes.sources.web import ZEEK

URL, HOST = "http_request.url.url_string", "http_request.url.hostname"
LOG_SOURCE = ("logsource.product", "logsource.category", "logsource.service")


def rows_of(data):
    rows, rejected = outcome(read(ZEEK, data)[1])
    assert rejected == []
    return rows


def unmapped(row):
    return orjson.loads(row["unmapped"])


def test_requests_have_their_url_put_together():
    page, odd, tunnel = rows_of(ZEEK_HTTP)
    assert page["time"] == datetime(2026, 11, 24, 7, 42, 38, 123_456, tzinfo=UTC)
    assert (page[URL], page[HOST]) == ("http://News.example/today?a=1", "news.example")
    assert (odd[URL], odd[HOST]) == ("http://192.0.2.2:8080/x\ty\\z", "192.0.2.2")
    assert (tunnel[URL], tunnel[HOST]) == ("shop.example:443", "shop.example")
    assert [page[word] for word in LOG_SOURCE] == ["zeek", "proxy", "http"]


def test_what_no_column_holds_is_kept_under_zeeks_own_names():
    page, odd, _ = rows_of(ZEEK_HTTP)
    assert unmapped(page) == {
        "uid": "C1",
        "id.orig_p": "40000",
        "id.resp_p": "80",
        "trans_depth": "1",
        "request_body_len": "0",
        "resp_mime_types": ["text/html", "text/plain"],
    }
    assert unmapped(odd)["tags"] == ["HTTP::A", "HTTP::B"]
    assert (page["http_response.content_type"], page["actor.user.name"], odd["http_response.code"]) == (
        "text/html",
        "dana",
        None,
    )


def test_names_looked_up_have_their_answers():
    found, text, gone = rows_of(ZEEK_DNS)
    assert (found["query.hostname"], found["query.type"], found["rcode"]) == ("news.example", "A", "NOERROR")
    assert found["answers"] == ["www.news.example", "192.0.2.1"]
    assert text["answers"] == ["say, this"]
    assert (gone["answers"], gone["rcode"]) == (None, "NXDOMAIN")
    assert [found[word] for word in LOG_SOURCE] == ["zeek", "dns", "dns"]
    assert (unmapped(found)["Z"], unmapped(text)["AA"], unmapped(gone)["rejected"]) == ("0", "true", "true")


def test_every_other_log_is_read_as_it_names_itself():
    (row,) = rows_of(ZEEK_CONN)
    assert [row[word] for word in LOG_SOURCE] == ["zeek", None, "conn"]
    assert (row["src_endpoint.ip"], row["dst_endpoint.hostname"]) == ("10.1.0.5", "192.0.2.1")
    assert unmapped(row)["local_orig"] == "true"


def test_each_log_gives_its_kind_of_event():
    kinds = {ZEEK_HTTP: HTTP_ACTIVITY, ZEEK_DNS: DNS_ACTIVITY, ZEEK_CONN: BASE_EVENT}
    for data, schema in kinds.items():
        (parsed,) = read(ZEEK, data)[1]
        assert is_kind(parsed.batches[0], schema)


def test_another_separator_and_other_words_for_nothing_are_minded():
    data = b"#separator \\x2c\n#set_separator,;\n#empty_field,EMPTY\n#unset_field,NULL\n#path,http\n#fields,ts,id.orig_h,username,host\n1795506158.1,10.1.0.5,NULL,EMPTY\n"
    (row,) = rows_of(data)
    assert (row["src_endpoint.ip"], row["actor.user.name"], row[HOST]) == ("10.1.0.5", None, None)


def as_json(data):
    """The log as Zeek writes it with `LogAscii::use_json=T`: unset fields left out, times and counts as numbers."""
    lines = [line.split("\t") for line in data.decode().splitlines()]
    names, types = (next(line[1:] for line in lines if line[0] == word) for word in ("#fields", "#types"))
    records = [line for line in lines if not line[0].startswith("#")]
    return b"\n".join(
        orjson.dumps(
            {name: _typed(value, kind) for name, value, kind in zip(names, record, types, strict=True) if value != "-"}
        )
        for record in records
    )


def _typed(value, kind):
    if kind in {"time", "interval"}:
        return float(value)
    if kind in {"count", "port"}:
        return int(value)
    if kind == "bool":
        return value == "T"
    value = value.encode().decode("unicode_escape") if "\\" in value else value
    if kind.startswith(("set", "vector")):
        return [] if value == "(empty)" else [value] if value == "say, this" else value.split(",")
    return value


@pytest.mark.parametrize("data", [ZEEK_HTTP, ZEEK_DNS, ZEEK_CONN])
def test_json_lines_of_the_same_log_give_the_same_events(data):
    source = SOURCES["jsonl"]
    rows, rejected = outcome(source.parse(chunk) for chunk in source.cut(item_of(as_json(data))))
    assert rejected == []
    own = {"source", "position", "raw_data", "unmapped", URL}
    for row, other in zip(rows, rows_of(data), strict=True):
        assert {name: value for name, value in row.items() if name not in own} == {
            name: value for name, value in other.items() if name not in own
        }


def test_each_table_knows_its_own_records():
    for name, table in tables().items():
        if name.startswith("zeek"):
            for names in table.recognised_by:
                found = find_product(tuple(names))
                assert found is not None
                assert found.name == name


def test_a_plain_event_keeps_every_field_under_zeeks_own_name():
    (row,) = rows_of(ZEEK_CONN)
    wanted = {"id.orig_h": "10.1.0.5", "id.resp_h": "192.0.2.1", "conn_state": "SF", "local_orig": "true"}
    assert wanted.items() <= unmapped(row).items()
