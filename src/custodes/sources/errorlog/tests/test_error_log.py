"""The forms: https://httpd.apache.org/docs/2.4/logs.html#errorlog, https://nginx.org/en/docs/ngx_core_module.html and
src/core/ngx_log.c of NGINX. Names, times and addresses are ours."""

import io
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk, Item
from custodes.sources.errorlog import ERROR_LOG
from custodes.sources.errorlog.forms import without_port
from custodes.sources.registry import recognise

quickly = settings(max_examples=100, deadline=None, derandomize=True)
AT = datetime(2026, 11, 24, 7, 42, 38, tzinfo=UTC)
APACHE = "[Tue Nov 24 07:42:38.000000 2026] [core:error] [pid 812:tid 140] [client 203.0.113.7:5120] AH00127: Cannot map GET /x, referer: http://a.example/"
OLD_APACHE = "[Tue Nov 24 07:42:38 2026] [error] [client 203.0.113.7] File does not exist: /srv/x"
NOTICE = "[Tue Nov 24 07:42:38 2026] [notice] child pid 9 exit signal Segmentation Fault (11)"
NGINX = '2026/11/24 07:42:38 [error] 812#0: *67 open() "/x" failed (2: No such file), client: 203.0.113.7, server: www, request: "GET /x HTTP/1.1", host: "www.fernwood.example", referrer: "http://a.example/"'
NGINX_ALERT = "2026/11/24 07:42:38 [alert] 812#812: worker process 9 exited on signal 6 (core dumped)"
LINES = [APACHE, OLD_APACHE, NOTICE, NGINX, NGINX_ALERT]


def read(*lines):
    """The events, and what was rejected; the account is held."""
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return read_in_chunks(data, 1 << 20)


def read_in_chunks(data, chunk_bytes):
    item = Item("error.log", None, io.BytesIO(data), data[:65536])
    rows, rejected = [], []
    for chunk in split(ERROR_LOG.cut(item), chunk_bytes):
        parsed = ERROR_LOG.parse(chunk)
        assert parsed.taken == chunk.count_items()
        rows += [row for batch in parsed.batches for row in batch.to_pylist()]
        rejected += [(item.first, item.reason) for item in parsed.rejected]
    return sorted(rows, key=lambda row: row["position"]), rejected


def split(chunks, chunk_bytes):
    """The chunks in parts of whole lines."""
    for chunk in chunks:
        first, part = chunk.first, b""
        for line in chunk.data.splitlines(keepends=True) if chunk_bytes < len(chunk.data) else [chunk.data]:
            part += line
            if len(part) >= chunk_bytes:
                yield Chunk(chunk.source, chunk.reader, part, first, context=chunk.context)
                first, part = first + part.count(b"\n"), b""
        yield Chunk(chunk.source, chunk.reader, part, first, rejected=chunk.rejected, context=chunk.context)


@pytest.mark.parametrize(
    ("line", "service", "address", "host", "code"),
    [
        (APACHE, "apache", "203.0.113.7", None, "error"),
        (OLD_APACHE, "apache", "203.0.113.7", None, "error"),
        (NOTICE, "apache", None, None, "notice"),
        (NGINX, "nginx", "203.0.113.7", "www.fernwood.example", "error"),
        (NGINX_ALERT, "nginx", None, None, "alert"),
    ],
)
def test_a_line_of_either_server_is_an_event(line, service, address, host, code):
    assert recognise(line.encode() + b"\n") is ERROR_LOG
    (event,), rejected = read(line)
    assert not rejected
    assert (event["time"], event["logsource.service"], event["src_endpoint.ip"]) == (AT, service, address)
    assert (event["dst_endpoint.hostname"], event["metadata.event_code"]) == (host, code)
    assert event["raw_data"] == line.encode()
    assert event["message"] in line


def test_what_stands_beside_the_message_is_kept_under_its_own_name():
    assert {"module": "core", "pid": "812", "referer": "http://a.example/"}.items() <= fields_of(APACHE).items()
    assert {"connection": "67", "request": "GET /x HTTP/1.1", "server": "www"}.items() <= fields_of(NGINX).items()


def fields_of(line):
    return orjson.loads(read(line)[0][0]["unmapped"])


def test_a_client_that_a_path_names_is_not_taken_for_the_client():
    line = NGINX.replace('"/x"', '"/x, client: 192.0.2.9"').replace("GET /x", "GET /x, client: 192.0.2.9")
    assert fields_of(line)["client"] == "203.0.113.7"


def test_a_request_that_closes_the_quote_names_no_other_client():
    forged = NGINX.replace('"/x"', '"/x", client: 192.0.2.9, y"')
    assert fields_of(forged)["client"] == "203.0.113.7"
    assert "client" not in fields_of(forged.replace(", y", ", server: www, y"))


@pytest.mark.parametrize(
    ("line", "user"),
    [
        (
            '[Tue Nov 24 07:42:38 2026] [auth_basic:error] [pid 1] [client 203.0.113.7:1] AH01617: user dana: authentication failure for "/x": Password Mismatch',
            "dana",
        ),
        ("[Tue Nov 24 07:42:38 2026] [error] [client 203.0.113.7] user dana not found: /x", "dana"),
        (
            '2026/11/24 07:42:38 [error] 8#0: *6 user "dana": password mismatch, client: 203.0.113.7, server: www, request: "GET /x"',
            "dana",
        ),
        (
            '2026/11/24 07:42:38 [error] 8#0: *6 user "dana" was not found in "/etc/p", client: 203.0.113.7, server: www',
            "dana",
        ),
    ],
)
def test_a_refused_password_is_a_sign_in_that_failed(line, user):
    (event,), _ = read(line)
    assert (event["actor.user.name"], event["src_endpoint.ip"], event["status_id"]) == (user, "203.0.113.7", 2)


def test_what_a_program_wrote_without_a_head_is_an_event_without_a_time():
    events, rejected = read(APACHE, "httpd: x.c:1: __pthread_tpp_change_priority: Assertion failed", APACHE)
    assert not rejected
    assert [(event["position"], event["time"]) for event in events] == [(1, AT), (2, None), (3, AT)]
    assert events[1]["logsource.service"] == "apache"


def test_a_time_that_cannot_be_and_a_line_torn_by_a_return_are_told():
    events, rejected = read(APACHE, APACHE.replace("Nov 24", "Feb 30"), APACHE.replace("Cannot", "Can\rnot"))
    assert len(events) == 1
    assert rejected == [
        (2, "its time cannot be read"),
        (3, "holds a carriage return, and so may be several lines"),
    ]


@pytest.mark.parametrize("head", [b"[2026-11-24] [info] x\n", b"[section]\nkey=1\n", b"2026/11/24 x\n", b"", b"\n"])
def test_what_only_looks_like_an_error_log_is_none(head):
    assert recognise(head) is not ERROR_LOG


@pytest.mark.parametrize(
    ("client", "address"),
    [
        ("203.0.113.7:5120", "203.0.113.7"),
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::5", "2001:db8::5"),
        ("[2001:db8::5]:5120", "2001:db8::5"),
        ("", ""),
    ],
)
def test_the_port_is_left_off(client, address):
    assert without_port(client) == address


@quickly
@given(st.lists(st.sampled_from([APACHE, OLD_APACHE, NOTICE, "noise", ""]), max_size=12), st.integers(50, 500))
def test_where_chunks_end_changes_nothing(lines, chunk_bytes):
    data = "\n".join([APACHE] * 5 + lines).encode()
    assert read_in_chunks(data, chunk_bytes) == read_in_chunks(data, 1 << 20)


@quickly
@given(st.binary(max_size=300), st.sampled_from(LINES))
def test_any_bytes_are_accounted_for(noise, line):
    ERROR_LOG.recognises(noise)
    read(noise)
    read(line.encode() + noise + b"\n" + noise)


@quickly
@given(st.sampled_from(LINES), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 255)), max_size=10))
def test_damage_is_read_or_told(line, changes):
    damaged = bytearray(line.encode())
    for at, octet in changes:
        damaged[at] = octet
    read(line, bytes(damaged))
