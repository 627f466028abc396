import base64
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from custodes.sources.contract import Chunk
from custodes.sources.mail import MAIL
from custodes.sources.mail.message import read_message

ODD = {
    "multipart without a boundary": (
        b"Subject: s\nContent-Type: multipart/mixed\n\n--b\nContent-Type: text/plain\n\nhello text\n--b--\n",
        "s",
        "hello text",
    ),
    "no closing boundary": (
        b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nhello text\n',
        "s",
        "hello text",
    ),
    "a boundary that is not the one used": (
        b'Subject: s\nContent-Type: multipart/mixed; boundary="q"\n\n--b\nContent-Type: text/plain\n\nhello text\n--b--\n',
        "s",
        "hello text",
    ),
    "junk content type": (b"Subject: s\nContent-Type: ;;;==junk\n\nhello text\n", "s", "hello text"),
    "half a content type": (b"Subject: s\nContent-Type: text\n\nhello text\n", "s", "hello text"),
    "lines end in carriage returns": (b"Subject: s\rFrom: a@b.c\r\rhello text\r", "s", "hello text"),
    "a header line without a colon": (
        b"From: a@b.c\nthis line has none\nSubject: s\n\nhello text\n",
        "s",
        "hello text",
    ),
    "no empty line before the body": (b"Subject: s\nhello text\n", "s", "hello text"),
    "dirt in base64": (
        b"Subject: s\nContent-Transfer-Encoding: base64\n\naGVsbG8g!!!dGV4dA=\n=x\n",
        "s",
        "hello text",
    ),
    "base64 cut short": (
        b"Subject: s\nContent-Transfer-Encoding: base64\n\naGVsbG8gdGV4dCBtb3J\n",
        "s",
        "hello text mo",
    ),
    "a broken escape in quoted-printable": (
        b"Subject: s\nContent-Transfer-Encoding: quoted-printable\n\nhello=ZZ =74ext\n",
        "s",
        "hello=ZZ text",
    ),
    "unknown charset": (
        b"Subject: s\nContent-Type: text/plain; charset=x-foo\n\nhello caf\xe9 text\n",
        "s",
        "hello café text",
    ),
    "unknown charset that is UTF-8": (
        "Subject: s\nContent-Type: text/plain; charset=x-foo\n\nhello café\n".encode(),
        "s",
        "hello café",
    ),
    "UTF-8 that says nothing": ("Subject: é\n\nhéllo – text\n".encode(), "é", "héllo – text"),
    "Windows-1252 that says nothing": (b"Subject: caf\xe9\n\nhello caf\xe9 \x96 text\n", "café", "hello café – text"),
    "says UTF-8 and is not": (
        b"Subject: s\nContent-Type: text/plain; charset=utf-8\n\nhello caf\xe9 text\n",
        "s",
        "hello café text",
    ),
    "a character split over two encoded words": (
        b"Subject: =?utf-8?B?w6nD?= =?utf-8?B?qQ==?=\n\nhello text\n",
        "éé",
        "hello text",
    ),
    "two charsets in one subject": (
        b"Subject: =?iso-8859-1?Q?caf=E9?= =?utf-8?Q?_=E2=82=AC?=\n\nhello text\n",
        "café €",
        "hello text",
    ),
    "ISO-2022-JP": (
        "Subject: s\nContent-Type: text/plain; charset=iso-2022-jp\n\nこんにちは\n".encode("iso-2022-jp"),
        "s",
        "こんにちは",
    ),
    "GB18030 under the name of GB2312": (
        "Subject: s\nContent-Type: text/plain; charset=gb2312\n\n你好镕㐀\n".encode("gb18030"),
        "s",
        "你好镕㐀",
    ),
    "UTF-7": (b"Subject: s\nContent-Type: text/plain; charset=utf-7\n\nhello +AOk- text\n", "s", "hello é text"),
    "a byte order mark first": (b"\xef\xbb\xbfSubject: s\n\nhello text\n", "s", "hello text"),
    "empty lines first": (b"\n\r\nSubject: s\n\nhello text\n", "s", "hello text"),
    "a NUL in the text": (b"Subject: s\n\nhello\x00 text\n", "s", "hello\x00 text"),
}


@pytest.mark.parametrize(("data", "subject", "text"), ODD.values(), ids=ODD.keys())
def test_odd_mail_yields_its_subject_and_text(data, subject, text):
    message = read_message(data)
    assert message.letter.subject == subject
    assert text in message.body


def test_a_message_within_in_base64_is_read():
    inner = base64.b64encode(b"Subject: inner\nFrom: a@b.c\n\nhello http://inner.example/x\n")
    data = (
        b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: message/rfc822\n'
        b"Content-Transfer-Encoding: base64\n\n" + inner + b"\n--b--\n"
    )
    message = read_message(data)
    assert message.files[0]["text"] == "inner\nhello http://inner.example/x"
    assert message.links == [("http://inner.example/x", None)]


def test_messages_within_messages_come_to_an_end():
    data = b"Subject: core\n\nhello\n"
    for _ in range(200):
        data = b"Subject: s\nContent-Type: message/rfc822\nMIME-Version: 1.0\n\n" + data
    assert read_message(data).letter.subject == "s"


HOSTILE = {
    "20,000 parts": b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: text/plain\n\nhi\n" * 20_000
    + b"--b--\n",
    "20,000 attachments": b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: image/png; name=x\n\nhi\n" * 20_000
    + b"--b--\n",
    "20,000 parts and dirt": b'Subject: s\nContent-Type: multipart/mixed; boundary="b"\n\n'
    + b"--b\nContent-Type: text/plain; charset=x-foo\n\nhi \xff\n" * 20_000
    + b"--b--\n",
    "10,000 levels": b"Subject: s\n"
    + b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(10_000))
    + b"\nhello\n",
    "a header of a megabyte": b"Subject: " + b"x" * 1_000_000 + b"\n\nhello",
    "100,000 encoded words": b"Subject: " + b"=?utf-8?q?x?= " * 100_000 + b"\n\nhello",
    "a million opening brackets": b"Subject: s\nTo: " + b"<" * 1_000_000 + b"\n\nhello",
    "a million quotes": b"Subject: s\nTo: " + b'"' * 1_000_001 + b"\n\nhello",
    "a million escaped quotes": b"Subject: s\nTo: " + b'\\"' * 500_000 + b"\n\nhello \xff",
    "a million parentheses": b"Subject: s\nFrom: " + b"(" * 1_000_000 + b"\n\nhello",
    "100,000 headers": b"".join(b"X-%d: a\n" % number for number in range(100_000)) + b"\nhello",
    "100,000 folded lines": b"Subject: s\n" + b" x\n" * 100_000 + b"\nhello \xff",
    "a million empty lines": b"Subject: s\n\n" + b"\n" * 1_000_000 + b"x wrote:\n" * 1000,
    "100,000 divisions": b"Subject: s\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"hello",
    "100,000 attributes": b"Subject: s\nContent-Type: text/html\n\n<a " + b" x=1" * 100_000 + b">hello",
    "100,000 attributes behind strokes": b"Subject: s\nContent-Type: text/html\n\n<a " + b"/x" * 100_000 + b">hello",
    "100,000 scripts": b"Subject: s\nContent-Type: text/html\n\n" + b"<script>" * 100_000,
    "a million bytes of From": b"Subject: s\n\n" + b"From: x\n" * 130_000,
    "a million dashes": b"Subject: s\n\n" + b"-" * 1_000_000 + b"Original",
    "many of wrote": b"Subject: s\n\n" + b"wrote:" * 100_000,
    "a long address": b"Subject: s\n\nhttp://" + b"." * 1_000_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_mail_does_not_take_long(data):
    began = time.process_time()
    (batch,) = MAIL.parse(Chunk("box", "mail", data, bounds=((0, len(data)),))).batches
    assert time.process_time() - began < 5
    assert batch.num_rows == 1


def test_a_hundred_thousand_recipients_are_all_there():
    data = b"Subject: s\nTo: " + b", ".join(b"u%d@example.org" % number for number in range(100_000)) + b"\n\nhello"
    began = time.process_time()
    assert len(read_message(data).letter.to) == 100_000
    assert time.process_time() - began < 5


def test_binary_noise_is_given_as_it_is_and_marked_raw():
    message = read_message(bytes(range(256)) * 20)
    assert message.parser in ("raw", "standard")
    assert "ABCDEFGHIJ" in message.body


def test_the_stage_that_read_a_message_is_named():
    assert read_message(b"Subject: s\n\nhello\n").parser == "fast"
    assert read_message(ODD["unknown charset"][0]).parser == "standard"


PIECE = st.sampled_from(
    [
        b"Subject: x\n",
        b"From: Ann <ann@example.org>\n",
        b"To: a@b.c, d@e.f\n",
        b'Content-Type: multipart/mixed; boundary="b"\n',
        b"Content-Type: text/html; charset=utf-7\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Date: Thu, 31 Feb 9999 25:61:00 +9999\n",
        b"Received: x; Thu, 22 Aug 2002 12:36:23 +0000\n",
        b"--b\n",
        b"--b--\n",
        b"\n",
        b"\r",
        b"<a href='http://x.example'>hi</a><div hidden>",
        b"=?utf-8?B?w6nD?=",
        b"+2AA-",
        b"> quoted\n",
        b"On Monday Ann wrote:\n",
    ]
)


@settings(deadline=None, derandomize=True, max_examples=500)
@given(st.lists(st.one_of(PIECE, st.binary(max_size=20)), max_size=14).map(b"".join))
@example(b"")
def test_any_bytes_become_one_event(data):
    parsed = MAIL.parse(Chunk("box", "mail", data, bounds=((0, len(data)),)))
    (batch,) = parsed.batches
    assert batch.num_rows == parsed.taken == 1
    batch.validate(full=True)
    assert batch.column("raw_data")[0].as_py() == data


def test_a_space_within_the_angle_brackets_is_no_part_of_the_address():
    data = b"From: A <a@b.example >\nTo: <c@d.example >, e@f.example\n\nx"
    (batch,) = MAIL.parse(Chunk("m.mbox", "mail", data, bounds=((0, len(data)),))).batches
    assert batch.column("email.from").to_pylist() == ["a@b.example"]
    assert batch.column("email.to").to_pylist() == [["c@d.example", "e@f.example"]]
