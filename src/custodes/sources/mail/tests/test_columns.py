import io
import zipfile
from datetime import UTC, datetime

import pytest

from custodes.events import EMAIL_ACTIVITY
from custodes.sources.contract import Chunk
from custodes.sources.documents import LONGEST_TEXT
from custodes.sources.mail import MAIL
from custodes.sources.mail.fast import read_fast
from custodes.sources.mail.standard import read_standard

LETTER = b"""Return-Path: <bounce@shop.example>
Received: from relay.example by mail.example; Thu, 23 Aug 2002 09:00:00 +0000
Authentication-Results: mail.example; spf=pass
Authentication-Results: other.example; dkim=none
Message-ID: <1@shop.example>
From: "boss@library.example" <Ann@Shop.example>
Reply-To: Ann <reply@shop.example>
To: Bob <bob@library.example>, "Doe, Jane" <JANE@library.example>
Cc: friends: carl@library.example, dora@library.example;
Bcc: eve@library.example
List-Id: News <news.shop.example>
Date: Thu, 22 Aug 2002 12:36:23 +0200
Subject: =?utf-8?Q?Caf=C3=A9?=
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=utf-8

See https://shop.example/a, or www.shop.example/b.

> An older line
--c
Content-Type: text/html

<p>See <a href="https://track.example/a"><b>shop</b>.example</a></p>
--c--
--b
Content-Type: text/csv; name="list.csv"
Content-Disposition: attachment; filename="list.csv"

a,b
--b--
"""


def row(data: bytes) -> dict:
    (batch,) = MAIL.parse(Chunk("box", "mail", data, 7, ((0, len(data)),))).batches
    assert batch.schema.equals(EMAIL_ACTIVITY)
    return batch.to_pylist()[0]


def test_every_column_is_filled():
    assert row(LETTER) == {
        "time": datetime(2002, 8, 22, 10, 36, 23, tzinfo=UTC),
        "source": "box",
        "position": 7,
        "file": None,
        "raw_data": LETTER,
        "metadata.event_code": None,
        "logsource.product": None,
        "logsource.category": "email",
        "logsource.service": None,
        "src_endpoint.location.is_on_premises": None,
        "unmapped": None,
        "email.message_uid": "1@shop.example",
        "email.from": "ann@shop.example",
        "email.from_name": "boss@library.example",
        "email.reply_to": "reply@shop.example",
        "email.return_path": "bounce@shop.example",
        "email.to": ["bob@library.example", "jane@library.example"],
        "email.cc": ["carl@library.example", "dora@library.example"],
        "email.bcc": ["eve@library.example"],
        "email.subject": "Café",
        "email.size": len(LETTER),
        "email.list_id": "News <news.shop.example>",
        "email_auth.results": "mail.example; spf=pass\nother.example; dkim=none",
        "body": "See https://shop.example/a, or www.shop.example/b.\n\n",
        "body.quoted": "> An older line",
        "urls": [
            {"url_string": "https://track.example/a", "text": "shop.example"},
            {"url_string": "https://shop.example/a", "text": None},
            {"url_string": "http://www.shop.example/b", "text": None},
        ],
        "files": [{"name": "list.csv", "mime_type": "text/csv", "size": 3, "text": "a,b", "is_encrypted": False}],
        "parser": "fast",
    }


def test_both_stages_fill_the_columns_alike():
    fast, standard = read_fast(LETTER), read_standard(LETTER)
    assert fast is not None
    for name in ("subject", "from_", "to", "cc", "bcc", "date", "htmls"):
        assert getattr(fast, name) == getattr(standard, name)
    assert [text.strip() for text in fast.texts] == [text.strip() for text in standard.texts]
    assert [(file.name, file.mime_type) for file in fast.attachments] == [("list.csv", "text/csv")]
    assert fast.attachments == standard.attachments
    headers = {name: values for name, values in standard.headers.items() if name != "received"}  # it has a date
    assert {name: [value.strip() for value in values] for name, values in fast.headers.items()} == headers


@pytest.mark.parametrize(
    ("headers", "sent_at"),
    [
        (b"Date: Thu, 22 Aug 2002 12:36:23 -0700\n", datetime(2002, 8, 22, 19, 36, 23, tzinfo=UTC)),
        (b"Date: 22 Aug 02 12:36:23 EST\n", datetime(2002, 8, 22, 17, 36, 23, tzinfo=UTC)),
        (b"Date: Thu, 22 Aug 2002 12:36:23\n", datetime(2002, 8, 22, 12, 36, 23, tzinfo=UTC)),
        (b"Date: yesterday\n", None),
        (b"Date: Thu, 22 Aug 1902 12:36:23 +0000\n", None),
        (b"Date: Thu, 22 Aug 9999 12:36:23 +0000\n", None),
        (b"", None),
        (
            b"Received: by a; Thu, 22 Aug 2002 12:36:23 +0000\nReceived: by b; Wed, 21 Aug 2002 12:36:23 +0000\n",
            datetime(2002, 8, 22, 12, 36, 23, tzinfo=UTC),
        ),
        (
            b"Date: nonsense\nReceived: by a; Thu, 22 Aug 2002 12:36:23 +0000 (UTC)\n",
            datetime(2002, 8, 22, 12, 36, 23, tzinfo=UTC),
        ),
    ],
)
def test_the_time_is_that_of_sending_within_reason(headers, sent_at):
    assert row(headers + b"Subject: s\n\nhello\n")["time"] == sent_at


@pytest.mark.parametrize(
    ("header", "addresses"),
    [
        (b"undisclosed-recipients:;", []),
        (b"Ann Miller, bob@b.example", ["bob@b.example"]),
        (b"<ann@a.example> <bob@b.example>", ["ann@a.example"]),
        (b"ann@a.example; bob@b.example", ["ann@a.example", "bob@b.example"]),
        (b'"x@y.example" <ann@a.example>, bad', ["ann@a.example"]),
    ],
)
def test_recipients_are_read_from_lines_that_no_grammar_allows(header, addresses):
    assert row(b"Subject: s\nTo: " + header + b"\n\nhello\n")["email.to"] == addresses


def with_file(content: bytes, mime_type: str = "application/octet-stream") -> dict:
    data = (
        b'Subject: s\nContent-Type: multipart/mixed; boundary="bb"\n\n--bb\nContent-Type: '
        + mime_type.encode()
        + b'; name="f"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n'
        + __import__("base64").encodebytes(content)
        + b"--bb--\n"
    )
    return row(data)["files"][0]


def zipped(*, locked: bool) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "hello")
    data = bytearray(target.getvalue())
    data[6] |= locked
    data[data.find(b"PK\x01\x02") + 8] |= locked
    return bytes(data)


@pytest.mark.parametrize(
    ("content", "mime_type", "is_encrypted"),
    [
        (zipped(locked=False), "application/zip", False),
        (zipped(locked=True), "application/zip", True),
        (zipped(locked=True)[:60], "application/zip", True),
        (b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>", "application/pdf", True),
        (b"%PDF-1.7\ntrailer << >>", "application/pdf", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "application/msword", True),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", None),
        (b"-----BEGIN PGP MESSAGE-----\n", "application/octet-stream", True),
        (b"\x89PNG", "image/png", False),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", None),
    ],
)
def test_whether_a_file_is_locked_is_told_where_it_can_be(content, mime_type, is_encrypted):
    assert with_file(content, mime_type)["is_encrypted"] is is_encrypted


def test_of_a_text_file_the_first_megabyte_is_kept():
    assert with_file("né".encode(), "text/plain")["text"] == "né"
    assert with_file(b"x" * 2_000_000, "text/plain")["text"] == "x" * LONGEST_TEXT
    assert with_file(b"hello", "application/pdf")["text"] is None
