import json
import re
import string
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.events import AUTHENTICATION, BASE_EVENT, COMMUNICATION, HTTP_ACTIVITY, make_batch
from custodes.policy.model import Control, Policy
from custodes.sources.firewall import Firewall
from custodes.sources.firewall.words import ODD, read_layers

PROTECTED = {
    "hosts": ["shop.example", "bücher.example"],
    "networks": ["10.30.0.0/24", "2001:db8:30::/48"],
    "addresses": ["report@fernwood.example"],
}
PATRON = {"circulation_hosts": ["catalog.fernwood.example"], "public_networks": ["10.20.0.0/20", "192.0.2.64/26"]}


def firewall_of(**rules) -> Firewall:
    made = tuple(Control("x", "intake", name.replace("_", "-"), parameters) for name, parameters in rules.items())
    return Firewall.of(Policy("Policy", (), made, folder=Path()))


FIREWALL = firewall_of(protected_places=PROTECTED, patron_records=PATRON)


def outcome(schema=BASE_EVENT, **columns) -> str:
    passed = FIREWALL.apply(make_batch(schema, {name: [value] for name, value in columns.items()}, rows=1))
    assert passed.dropped_protected + passed.dropped_patron + passed.batch.num_rows == 1
    return "protected" if passed.dropped_protected else "patron" if passed.dropped_patron else "kept"


def said(text: str, column: str = "unmapped") -> str:
    return outcome(**{column: json.dumps({"Field": text}).encode()})


@pytest.mark.parametrize("column", ["unmapped", "raw_data"])
@pytest.mark.parametrize(
    "text", ["\nshop.example", "nslookup\tshop.example", "x\r\nhttp://www.shop.example/", '"shop.example"']
)
def test_a_host_after_an_escape_in_a_record_is_found(column, text):
    assert said(text, column) == "protected"


@pytest.mark.parametrize("column", ["unmapped", "raw_data"])
def test_a_host_in_a_record_within_a_record_is_found(column):
    assert said(json.dumps({"inner": "a\nshop.example"}), column) == "protected"


@pytest.mark.parametrize(
    "columns",
    [
        {"urls": [{"url_string": "http://shop&#46;example/", "text": None}]},
        {"urls": [{"url_string": "mailto:report@fernwood.example", "text": None}]},
        {"urls": [{"url_string": "http://a.example/", "text": "shop.example"}]},
        {"urls": [{"url_string": "http://a.example/", "text": None}, {"url_string": "//shop.example", "text": None}]},
        {"files": [{"name": "shop.example", "text": None}]},
        {"files": [{"name": "n", "text": "see http://shop.example/f"}]},
        {"communication.to": ["+13125550101", "report@fernwood.example"]},
        {"communication.channel": "shop.example"},
        {"communication.from": "report@fernwood.example"},
        {"message": "see http://%73hop.example/"},
    ],
)
def test_a_place_is_found_in_whatever_column_of_a_chat_names_it(columns):
    assert outcome(COMMUNICATION, **columns) == "protected"


def test_only_the_message_that_names_a_place_in_a_list_is_dropped():
    link = [{"url_string": "http://shop.example/", "text": None}]
    columns = {"urls": [None, [], link, None], "position": [1, 2, 3, 4]}
    passed = FIREWALL.apply(make_batch(COMMUNICATION, columns, rows=4))
    assert passed.batch.column("position").to_pylist() == [1, 2, 4]
    assert FIREWALL.apply(make_batch(COMMUNICATION, columns, rows=4).slice(2, 1)).batch.num_rows == 0


@pytest.mark.parametrize(
    "text",
    [
        "http://%73hop.example/",
        "http://%2573hop.example/",
        "http://shop%2Eexample/",
        "https://safe.example/?url=http%3A%2F%2Fshop.example%2F",
        "\uff53\uff48\uff4f\uff50.example",  # full-width letters
        "shop\u3002example",
        "shop\uff0eexample",
        "sh\u200bop.example",
        "SHOP.Example",
        "http://shop&#x2e;example/",
        "shop&period;example",
        "shop&amp;#46;example",
        "see _shop.example_ now",
        "so... shop.example... now",
        "*shop.example*,",
        "www.shop.example.",
        "BÜCHER.example",
        "xn--bcher-kva.example",
    ],
)
def test_a_host_is_known_in_odd_spellings_outside_the_web_too(text):
    assert said(text) == "protected"
    assert outcome(COMMUNICATION, message=text) == "protected"
    assert outcome(raw_data=text.encode()) == "protected"


@pytest.mark.parametrize(
    "text",
    [
        "report+x@fernwood.example",
        '"report"@fernwood.example',
        '"Report+x"@fernwood.example',
        "report%40fernwood.example",
        "report&#64;fernwood.example",
        "<mailto:report@Fernwood.example|us>",
    ],
)
def test_a_mail_address_is_known_in_events_that_are_no_mail(text):
    assert said(text) == "protected"
    assert outcome(raw_data=json.dumps({"Item": json.dumps({"Bcc": [text]})}).encode()) == "protected"


@pytest.mark.parametrize(
    "text",
    [
        "notshop.example",
        "my-shop.example",
        "shop.example.evil.example",
        "shop.example-mirror.example",
        "noreport@fernwood.example",
        "ana.report@fernwood.example",
        "report@fernwood.example.evil.example",
        "reporting@fernwood.example",
        "110.30.0.5",
        "10.30.1.5",
        "10.30.0.5.1",
        "1.3.10.30.0.5",
        "10.30.0.555",
        "10.20.16.1",
        "192.0.2.63",
        "2001:db8:31::5",
        "10.30.0 and 07:42:38",
        "é & 50% of \\users\\shop",
    ],
)
def test_what_only_looks_like_a_place_is_kept(text):
    assert said(text) == "kept"
    assert outcome(message=text) == "kept"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accepted password for dana from 10.30.0.7 port 22 ssh2", "protected"),
        ("10.30.0.7:4433", "protected"),
        ("to 10.30.0.7.", "protected"),
        ("::ffff:10.30.0.7", "protected"),
        ("::ffff:a1e:7", "protected"),
        ("10.30%2E0.7", "protected"),
        ("[2001:db8:30::5]:4433", "protected"),
        ("2001:0DB8:0030:0000:0000:0000:0000:0005", "protected"),
        ("client 2001:db8:30::5: refused", "protected"),
        ("DHCPACK on 10.20.15.9 to 00:11:22:33:44:55", "patron"),
        ("192.0.2.64", "patron"),
        ("10.20.0.1 asked catalog.fernwood.example", "patron"),
        ("10.20.0.1 asked shop.example", "protected"),
    ],
)
def test_an_address_of_a_network_is_found_wherever_it_stands(text, expected):
    assert said(text) == expected
    assert outcome(message=text) == expected
    assert outcome(AUTHENTICATION, raw_data=f"Nov 24 07:42:38 desk-4 sshd[9]: {text}".encode()) == expected


@pytest.mark.parametrize(
    ("column", "fields", "expected"),
    [
        ("unmapped", {"x-forwarded-for": "10.30.0.5"}, "protected"),
        ("unmapped", {"x-forwarded-for": "10.1.0.1, 10.20.0.5"}, "patron"),
        ("unmapped", {"proxied": ["X-FORWARDED-FOR -> 10.30.0.5"]}, "protected"),
        ("unmapped", {"forwarded": "for=10.30.0.5;proto=http"}, "protected"),
        ("raw_data", {"net": {"dst_ip": "10.30.0.5"}}, "protected"),
        ("unmapped", {"cs-uri-query": "ip=10.30.0.5"}, "kept"),
        ("unmapped", {"request": "GET /?ip=10.30.0.5 HTTP/1.1"}, "kept"),
        ("unmapped", {"x-forwarded-for": "10.30.1.5"}, "kept"),
        ("unmapped", {"note": "shop.example"}, "kept"),
    ],
)
def test_a_request_is_dropped_by_the_addresses_beside_it(column, fields, expected):
    record = json.dumps({"n": 7, **fields}).encode()
    assert outcome(HTTP_ACTIVITY, **{column: record, "src_endpoint.ip": "10.1.0.1"}) == expected


def test_a_request_whose_record_is_torn_is_kept():
    assert outcome(HTTP_ACTIVITY, raw_data=b'{"dst_ip": "10.30.0.5"') == "kept"
    assert outcome(HTTP_ACTIVITY, raw_data=b'{"a": [10, "10.30.0.') == "kept"


def test_the_other_records_of_an_audit_event_are_dropped_with_the_one_that_names_a_place():
    records = [
        b'type=SYSCALL msg=audit(1795506158.243:7): comm="curl"',
        b'type=EXECVE msg=audit(1795506158.243:7): a0="curl" a1="shop.example"',
        b'type=CWD msg=audit(1795506158.243:7): cwd="/\xff"',
        b'type=CWD msg=audit(1795506158.243:8): cwd="/"',
        b"torn",
        None,
    ]
    columns = {"raw_data": records, "logsource.service": ["auditd"] * 6, "position": [*range(6)]}
    passed = FIREWALL.apply(make_batch(BASE_EVENT, columns, rows=6))
    assert (passed.dropped_protected, passed.batch.column("position").to_pylist()) == (3, [3, 4, 5])


def test_without_lists_nothing_is_looked_for():
    batch = make_batch(BASE_EVENT, {"message": ["shop.example 10.30.0.5 %41"]}, rows=1)
    assert Firewall().apply(batch).batch is batch


def test_where_an_event_was_read_names_no_place():
    assert outcome(source="shop.example.log", file="shop.example") == "kept"


def escape(letter: str, way: str) -> str:
    ways = {
        "%": f"%{ord(letter):02x}",
        "u": rf"\u{ord(letter):04x}",
        "#": f"&#{ord(letter)};",
        "wide": chr(ord(letter) + 0xFEE0),
        "upper": letter.upper(),
    }
    return ways.get(way, letter)


@given(st.lists(st.sampled_from(["%", "u", "#", "wide", "upper", "as is"]), min_size=12, max_size=12))
def test_a_host_is_found_however_its_letters_are_escaped(ways):
    text = "".join(map(escape, "shop.example", ways))
    assert outcome(raw_data=f"see <{text}>".encode()) == "protected"


@given(st.text() | st.text(alphabet="\\u0d8%&#;n4f1"))
def test_any_text_is_read_and_in_few_layers(text):
    assert 1 <= len([*read_layers(text)]) <= 4


@given(st.binary())
def test_any_bytes_are_searched(octets):
    assert outcome(raw_data=octets, unmapped=octets) in {"kept", "patron", "protected"}
    assert outcome(HTTP_ACTIVITY, raw_data=octets, unmapped=b"{" + octets) in {"kept", "patron", "protected"}


@pytest.mark.slow
def test_no_sign_that_hides_another_is_passed_over():
    odd = re.compile(ODD.encode(), re.IGNORECASE)
    hidden = set(string.ascii_lowercase + string.digits + ".-@")
    for sign in map(chr, range(0x80, sys.maxunicode)):
        plain = next(read_layers(sign))
        if not plain or hidden & set(plain):
            assert odd.search(sign.encode()), hex(ord(sign))
            assert odd.search(json.dumps(sign).encode()), hex(ord(sign))


def test_a_name_of_other_letters_is_found_when_written_with_them():
    for text in ("Bücher.example", "b\\u00fccher.example", "b%c3%bccher.example", "bu\u0308cher.example"):
        assert outcome(raw_data=text.encode()) == "protected"
