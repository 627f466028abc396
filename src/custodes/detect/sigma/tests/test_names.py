"""The columns of events under Sigma's names."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.sigma.names import read_columns, read_rows, sigma_columns, texts
from custodes.detect.sigma.names.parts import PARTS, address, domain, ending, extension, host, query, stem, target
from custodes.events import HTTP_ACTIVITY, KINDS, make_batch
from custodes.events.schema import EMAIL_ACTIVITY
from custodes.sources.tables import text_of

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
URLS = [
    # url, target, query, stem, extension, host
    (
        "http://u:p@h.example:80/a/b.tar.gz?x=1.exe#f",
        "/a/b.tar.gz?x=1.exe",
        "x=1.exe",
        "/a/b.tar.gz",
        "gz",
        "h.example",
    ),
    ("/a.php?../x", "/a.php?../x", "../x", "/a.php", "php", None),
    ("h.example:443", None, None, None, None, None),
    ("https://h.example", None, None, None, None, "h.example"),
    ("https://h.example?x", "?x", "x", None, None, "h.example"),
    ("//h.example/x.exe", "/x.exe", None, "/x.exe", "exe", "h.example"),
    ("ftp://[::1]:21/a..exe", "/a..exe", None, "/a..exe", "exe", "[::1]"),
    ("http://h.example/.profile", "/.profile", None, "/.profile", None, "h.example"),
    ("http://h.example/a.b/", "/a.b/", None, "/a.b/", None, "h.example"),
    ("", None, None, None, None, None),
]


@pytest.mark.parametrize(("url", "of_target", "of_query", "of_stem", "of_extension", "of_host"), URLS)
def test_a_url_gives_its_parts(url, of_target, of_query, of_stem, of_extension, of_host):
    read = (target(url), query(url), stem(url), extension(url), host(url))
    assert read == (of_target, of_query, of_stem, of_extension, of_host)


def test_a_file_s_ending_is_what_a_computer_goes_by():
    assert [
        ending(name) for name in ("a.tar.gz", "Invoice.pdf.EXE", "a.exe ", "README", ".profile", "C:\\x\\b.js")
    ] == [*("gz", "EXE", "exe", None, None, "js")]


def test_an_address_is_told_from_a_name():
    assert [address(name) for name in ("192.0.2.1", "[2001:db8::1]", "h.example", "face.b00c", "")] == [
        *("192.0.2.1", "2001:db8::1", None, None, None)
    ]


def test_a_mail_address_has_a_domain():
    assert [domain(name) for name in ("ana@fernwood.example", "ana", "@x", "ana@")] == [
        "fernwood.example",
        None,
        None,
        None,
    ]


@given(st.sampled_from(sorted(PARTS)), st.text("ab.:/\\?#@[]0é \n", max_size=20))
@settings(derandomize=True, deadline=None, max_examples=500)
def test_a_part_stands_in_the_text_it_is_of(part, text):
    found = PARTS[part](text)
    assert found is None or (found and found in text)


def test_a_request_answers_to_the_names_of_proxies_servers_and_zeek():
    batch = make_batch(
        HTTP_ACTIVITY,
        {
            "time": [NOW],
            "actor.user.name": ["amoss"],
            "src_endpoint.ip": ["10.0.0.7"],
            "dst_endpoint.hostname": ["192.0.2.9"],
            "http_request.http_method": ["GET"],
            "http_request.url.url_string": ["http://h.example/a.exe?b=c"],
            "http_request.url.hostname": ["h.example"],
            "http_response.code": [200],
            "action_id": [2],
        },
        rows=1,
    )
    fields = read_columns(batch, 0)
    expected = {
        "c-uri": ["http://h.example/a.exe?b=c", "/a.exe?b=c"],
        "cs-uri-query": ["/a.exe?b=c", "b=c"],
        "c-uri-query": "b=c",
        "cs-uri-stem": "/a.exe",
        "c-uri-extension": "exe",
        "cs-host": "h.example",
        "host": "h.example",
        "dst_ip": "192.0.2.9",
        "id.orig_h": "10.0.0.7",
        "cs-username": "amoss",
        "sc-status": 200,
        "action": "denied",
        "http_request.url.hostname": "h.example",
    }
    assert fields.items() >= expected.items()
    assert "c-useragent" not in fields, "what is null is left out"
    assert texts(batch)[0].as_py().split(b"\n") == [
        *(b"", b"amoss", b"10.0.0.7", b"192.0.2.9", b"GET", b"http://h.example/a.exe?b=c", b"h.example", b"200", b"2"),
        b"denied",
    ]


def test_a_message_answers_with_its_links_and_attachments():
    batch = make_batch(
        EMAIL_ACTIVITY,
        {
            "email.from": ["ana@fernwood.example"],
            "email.to": [["bo@fernwood.example", "cy@other.example"]],
            "email.cc": [["bo@fernwood.example"]],
            "urls": [[{"url_string": "https://forms.example/x", "text": None}]],
            "files": [[{"name": "a.docm", "size": 7, "is_encrypted": True}, {"name": "b.docm", "size": 7}]],
        },
        rows=1,
    )
    fields = read_columns(batch, 0)
    assert fields["from_domain"] == "fernwood.example"
    assert fields["recipient"] == ["bo@fernwood.example", "cy@other.example"]
    assert (fields["url"], fields["url_host"], "url_text" in fields) == (
        "https://forms.example/x",
        "forms.example",
        False,
    )
    assert fields["attachment_name"] == ["a.docm", "b.docm"]
    assert (fields["attachment_extension"], fields["attachment_size"]) == ("docm", 7)
    assert fields["attachment_encrypted"] is True


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_has_a_name_but_those_that_say_where(kind):
    named = sigma_columns(KINDS[kind])
    assert {name for name in KINDS[kind].names if name not in named} - {"urls", "files"} == {
        *("time", "source", "position", "file", "raw_data", "unmapped"),
        *("logsource.product", "logsource.category", "logsource.service"),
    }


def test_no_events_are_no_texts():
    assert texts(make_batch(HTTP_ACTIVITY, {}, rows=0)).to_pylist() == []


WORDS = st.text("ab/.:@?\n\x00é😀", max_size=8)
VALUES = {
    pa.bool_(): st.booleans(),
    pa.int8(): st.integers(0, 3),
    pa.int32(): st.integers(0, 999),
    pa.int64(): st.integers(0, 2**62),
}


def _values(type_):
    if pa.types.is_list(type_):
        return st.none() | st.lists(_values(type_.value_type), max_size=3)
    if pa.types.is_struct(type_):
        return st.none() | st.fixed_dictionaries({field.name: _values(field.type) for field in type_})
    return st.none() | VALUES.get(type_, WORDS)


@st.composite
def _batches(draw):
    schema = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    rows = draw(st.integers(0, 4))
    named = [field for field in schema if field.name in sigma_columns(schema) or pa.types.is_list(field.type)]
    columns = {field.name: [draw(_values(field.type)) for _ in range(rows)] for field in named}
    batch = make_batch(schema, columns, rows=rows)
    return batch.slice(draw(st.integers(0, rows)))


@given(_batches())
@settings(derandomize=True, deadline=None, max_examples=60)
def test_every_value_stands_in_the_text_of_its_row(batch):
    found = texts(batch)
    assert (found.type, found.null_count, len(found)) == (pa.large_binary(), 0, batch.num_rows)
    rows = [read_columns(batch, row) for row in range(batch.num_rows)]
    assert rows == list(read_rows(batch, range(batch.num_rows)))
    for fields, text in zip(rows, found.to_pylist(), strict=True):
        for value in fields.values():
            assert value != []
            for item in value if isinstance(value, list) else [value]:
                assert text_of(item).encode() in text
