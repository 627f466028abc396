import ipaddress

import pytest

from custodes.sources.firewall.headers import HeaderSearch
from custodes.sources.firewall.places import Places

PLACES = Places(
    hosts=frozenset({"report.fernwood.example"}),
    networks=(ipaddress.ip_network("198.51.100.0/24"),),
    addresses=frozenset({"report@fernwood.example"}),
)
SEARCH = HeaderSearch(PLACES)
USUAL = b"From: a@x.example\r\nTo: b@fernwood.example\r\n"


@pytest.mark.parametrize(
    "field",
    [
        b"Sender: report@fernwood.example",
        b"Delivered-To: REPORT@Fernwood.Example",
        b"X-Original-To: <report@fernwood.example>",
        b"Resent-To: Someone <report+case7@fernwood.example>",
        b"Received: from mx by mail with ESMTP\r\n for <report@fernwood.example>; Tue",
        b"Received: from report.fernwood.example (x [10.1.1.1]) by mx",
        b'To: "report"@fernwood.example',
        b"To: report @ fernwood.example",
        b"to : report@fernwood.example.",
        b"To: <@relay.example:report@fernwood.example>",
        b"List-Post: <mailto:report@fernwood.example>",
        b"Cc: anyone@mail.report.fernwood.example",
        b"Cc: x@[198.51.100.7]",
    ],
)
def test_a_protected_place_is_found_in_any_field_and_spelling(field):
    assert SEARCH.touches(USUAL + field + b"\r\nSubject: s\r\n\r\nbody")


@pytest.mark.parametrize(
    "field",
    [
        b"To: myreport@fernwood.example",
        b"To: report@fernwood.example.org",
        b"To: report@fernwood.examples",
        b"To: x@otherreport.fernwood.example2",
        b"To: x@[198.51.101.7]",
        b"Subject: the report of fernwood.example",
    ],
)
def test_another_place_is_not_taken_for_it(field):
    assert not SEARCH.touches(USUAL + field + b"\r\n\r\nbody")


def test_a_mention_in_the_text_is_not_touching():
    assert not SEARCH.touches(
        USUAL + b"\r\nWrite to report@fernwood.example if you see it.\r\nTo: report@fernwood.example"
    )


def test_a_report_that_is_forwarded_whole_is_still_one():
    part = (
        b"\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@x.example\r\nTo: report@fernwood.example\r\n\r\nhi"
    )
    assert SEARCH.touches(USUAL + b"Content-Type: multipart/mixed; boundary=b" + part)


@pytest.mark.parametrize(
    "header",
    [
        b"To: b@x.example\r\nTo: report@fernwood.example",
        b"Cc: report(the hotline)@(of)fernwood.example",
        b"Received: from mx (envelope-from report@fernwood.example) by mail",
        b"List-Post: <mailto:report%40fernwood.example>",
        "Cc: report@ｆｅｒｎｗｏｏｄ.example".encode(),
        b"Cc: x@[ipv6:2001:db8::7]",
        b"X-Padding: " + b"x" * 300_000 + b"\r\nTo: report@fernwood.example",
    ],
)
def test_a_protected_address_is_found_behind_comments_signs_and_padding(header):
    places = Places(PLACES.hosts, (*PLACES.networks, ipaddress.ip_network("2001:db8::/32")), PLACES.addresses)
    assert HeaderSearch(places).touches(b"\r\n" + header + b"\r\nSubject: s\r\n\r\nbody")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"From: a@x.example, Report <REPORT@fernwood.example>", True),
        (b"From: a@x.example\r\nFrom: report@fernwood.example", True),
        (b"From: a@x.example\r\nSender:\r\n report+holds@fernwood.example", True),
        (b"Return-Path: <report@fernwood.example>\r\nFrom: a@x.example", True),
        (b"From: a@x.example\r\nTo: report@fernwood.example\r\nReply-To: report@fernwood.example", False),
    ],
)
def test_a_sender_is_one_of_the_senders_fields_only(header, expected):
    assert SEARCH.sent(header + b"\r\n\r\nFrom: report@fernwood.example") == expected


@pytest.mark.parametrize(
    "flood",
    [b" " * 2_000_000, b"report+" * 300_000, b"(" * 2_000_000, b"@[" * 1_000_000, b"from " * 400_000, b"a." * 900_000],
)
def test_a_hostile_header_is_searched_in_bounded_time(flood):
    assert not SEARCH.touches(USUAL + b"X: " + flood + b"\r\n\r\nbody")
