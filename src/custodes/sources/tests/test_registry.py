import pytest

from custodes.sources.registry import SOURCES, recognise

HEADS = {
    b"From ann@example.org Thu Aug 22 12:36:23 2002\nSubject: x\n\n": "mail",
    b"Return-Path: <a@b.c>\nReceived: from x\n\ty\nSubject: x\n\nhi": "mail",
    b"\xef\xbb\xbfFrom: a@b.c\r\nTo: d@e.f\r\n\r\nhi": "mail",
    b"From exmh-workers-admin Thu Aug 22 12:36:23 2002\nReturn-Path: <x>\nDelivered-To: y\n": "mail",
    b"Message-ID: <1>\nDate: Mon, 14 May 2001 16:39:00 -0700 (PDT)\nFrom: a@b.c\n": "mail",
    b"Subject: x\rFrom: a@b.c\r\rhi": "mail",
    b"1764000000.123    45 10.0.0.5 TCP_MISS/200 1234 GET http://a.example/ ann HIER_DIRECT/1.2.3.4 text/html\n": "squid",
    b'10.0.0.5 - ann [24/Nov/2026:07:42:38 +0000] "GET http://a.example/ HTTP/1.1" 200 12 "-" "Mozilla"\n': "combined",
    b'{"time": 1764000000, "url": "http://a.example/"}\n': "jsonl",
}


@pytest.mark.parametrize(("head", "name"), HEADS.items())
def test_content_says_what_it_is(head, name):
    source = recognise(head)
    assert source is not None
    assert source.name == name


@pytest.mark.parametrize("head", [b"", b"\x89PNG\r\n\x1a\n", b"name,mail\nann,a@b.c\n", b"Dear all:\nfrom me: hello\n"])
def test_what_nothing_reads_is_told_apart(head):
    assert recognise(head) is None


def test_a_name_chooses_without_looking():
    assert {name: source.name for name, source in SOURCES.items()} == dict(zip(SOURCES, SOURCES, strict=True))
    assert recognise(b"anything", "mail") is SOURCES["mail"]
    assert recognise(b"anything", "nothing") is None
