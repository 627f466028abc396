"""Journal reports as https://learn.microsoft.com/exchange/security-and-compliance/journaling/journaling describes them."""

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.policy.model import Control, Policy
from custodes.sources.contract import Chunk
from custodes.sources.firewall import Firewall
from custodes.sources.mail import MAIL
from custodes.sources.mail.journal import is_journal_report

INNER = b"""From: Dana Roe <dana@fernwood.example>
To: all@fernwood.example
Cc: old@fernwood.example
Subject: Budget
Date: Tue, 24 Nov 2026 07:42:38 +0000
Message-ID: <inner@fernwood.example>

See http://a.example/x
"""
ENVELOPE = b"""Sender: dana@fernwood.example
On-Behalf-Of: director@fernwood.example
Subject: Budget
Message-Id: <inner@fernwood.example>
To: ann@fernwood.example, Expanded: all@fernwood.example
Cc: New@home.example, Forwarded: old@fernwood.example
Bcc: blind@fernwood.example
Recipient: bea@fernwood.example, Expanded: all@fernwood.example
Recipient: someone@shop.example
"""
HEADER = b"""Received: from a by b; Tue, 24 Nov 2026 07:43:00 +0000
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@fernwood.example>
To: journal@archive.example
Subject: Budget
Date: Tue, 24 Nov 2026 07:43:00 +0000
Message-ID: <report@fernwood.example>
X-MS-Journal-Report:
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

"""
CODINGS = {"7bit": bytes, "base64": base64.encodebytes, "quoted-printable": quopri.encodestring}


def report(envelope=ENVELOPE, inner=INNER, *, header=HEADER, coding="7bit"):
    coded = b"Content-Transfer-Encoding: " + coding.encode() + b"\n\n"
    parts = [header, b"--b1\nContent-Type: text/plain; charset=utf-8\n", coded, CODINGS[coding](envelope)]
    if inner is not None:
        parts += [b"\n--b1\nContent-Type: message/rfc822\n", coded, CODINGS[coding](inner)]
    return b"".join([*parts, b"\n--b1--\n"])


def read(*messages):
    data, bounds = b"".join(messages), []
    for message in messages:
        begin = bounds[-1][1] if bounds else 0
        bounds.append((begin, begin + len(message)))
    (batch,) = MAIL.parse(Chunk("journal.mbox", "mail", data, bounds=tuple(bounds))).batches
    return batch


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_event_is_the_message_carried_with_all_who_got_it(coding, end):
    data = report(coding=coding).replace(b"\n", end)
    (row,) = read(data).to_pylist()
    assert row["email.from"] == "dana@fernwood.example"
    assert row["email.from_name"] == "Dana Roe"
    assert row["email.to"] == ["all@fernwood.example", "ann@fernwood.example", "bea@fernwood.example"]
    assert row["email.cc"] == ["old@fernwood.example", "new@home.example"]
    assert row["email.bcc"] == ["blind@fernwood.example", "someone@shop.example"]
    assert row["email.message_uid"] == "inner@fernwood.example"
    assert row["email.subject"] == "Budget"
    assert row["body"].strip() == "See http://a.example/x"
    assert [url["url_string"] for url in row["urls"]] == ["http://a.example/x"]
    assert row["time"].isoformat() == "2026-11-24T07:42:38+00:00"
    assert row["files"] == []
    assert row["raw_data"] == data


def test_what_the_message_leaves_out_is_the_envelopes():
    (row,) = read(report(inner=b"X-Note: none\nTo: all@fernwood.example\n\nhi\n")).to_pylist()
    assert row["email.from"] == "dana@fernwood.example"
    assert row["email.subject"] == "Budget"
    assert row["email.message_uid"] == "inner@fernwood.example"
    assert row["time"].isoformat() == "2026-11-24T07:43:00+00:00"


def test_a_report_that_lost_its_message_is_an_ordinary_message_to_those_it_lists():
    (row,) = read(report(inner=None)).to_pylist()
    assert row["email.message_uid"] == "report@fernwood.example"
    assert row["email.bcc"] == ["blind@fernwood.example", "someone@shop.example"]
    assert "Expanded: all@fernwood.example" in row["body"]


def test_what_else_the_report_says_is_not_passed_over():
    (row,) = read(report(b"Sender: dana@fernwood.example\nYou will regret this\nhttp://b.example/\n")).to_pylist()
    assert "You will regret this" in row["body"]
    assert {url["url_string"] for url in row["urls"]} == {"http://a.example/x", "http://b.example/"}


def test_a_second_copy_beside_the_message_is_a_file_of_it():
    carried = b"--b1\nContent-Type: message/rfc822\n\n" + INNER.replace(b"See", b"The locked one: see")
    (row,) = read(report().replace(b"\n--b1--", b"\n" + carried + b"\n--b1--")).to_pylist()
    assert [file["mime_type"] for file in row["files"]] == ["message/rfc822"]
    assert "locked" in row["files"][0]["text"]


@pytest.mark.parametrize(
    ("header", "is_one"),
    {
        b"X-MS-Journal-Report:\n": True,
        b"x-ms-journal-report: \r\n": True,
        b"X-MS-Exchange-Organization-Journal-Report:\n": True,
        b"Content-Identifier: ExJournalReport\n": True,
        b"Content-Identifer: exJournalReport\n": True,
        b"Subject: The Journal, X-MS-Journal-Report: no\n": False,
        b"Subject: x\n\nX-MS-Journal-Report:\n": False,
        b"Subject: x\r\n\r\nX-MS-Journal-Report:\r\n": False,
        b"": False,
    }.items(),
)
def test_only_the_header_marks_a_report(header, is_one):
    assert is_journal_report(b"\r\nFrom: a@b.example\n" + header) is is_one


def test_a_mailbox_may_mix_reports_and_messages():
    assert read(report(), INNER, report()).column("email.message_uid").to_pylist() == ["inner@fernwood.example"] * 3
    assert set(read(INNER).column("logsource.category").to_pylist()) == {"email"}


PROTECTED = {
    "a blind copy": report(ENVELOPE + b"Bcc: reports@safe.example\n"),
    "a recipient of no kind": report(ENVELOPE + b"Recipient: Reports@safe.example\n"),
    "a list": report(ENVELOPE + b"Recipient: x@y.example, Expanded: reports@safe.example\n"),
    "the sender": report(b"Sender: reports@safe.example\n", b"To: a@b.example\n\nhi\n"),
    "who forwarded": report(ENVELOPE + b"To: x@y.example, Forwarded: reports@safe.example\n"),
    "the message's own header": report(inner=b"Delivered-To: reports@safe.example\n" + INNER),
    "the message's sender": report(inner=INNER.replace(b"dana@fernwood", b"reports@safe")),
}


@pytest.mark.parametrize("message", PROTECTED.values(), ids=PROTECTED)
def test_what_touches_a_protected_address_is_dropped(message):
    control = Control("monitor.protected", "intake", "protected-places", {"addresses": ["reports@safe.example"]})
    passed = Firewall.of(Policy("Ours", (), (control,))).apply(read(report(), message))
    assert (passed.dropped_protected, passed.batch.num_rows) == (1, 1)


@pytest.mark.parametrize("coding", ["base64", "quoted-printable"])
def test_a_protected_blind_copy_is_dropped_however_the_report_is_coded(coding):
    control = Control("monitor.protected", "intake", "protected-places", {"addresses": ["reports@safe.example"]})
    message = report(ENVELOPE + b"Bcc: reports@safe.example\n", coding=coding)
    assert Firewall.of(Policy("Ours", (), (control,))).apply(read(message)).dropped_protected == 1


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=8)), max_size=4), st.sampled_from(sorted(CODINGS)))
def test_a_mutated_report_is_one_event_and_never_raises(changes, coding):
    data = bytearray(report(coding=coding))
    for at, new in changes:
        data[at : at + len(new)] = new
    assert read(bytes(data)).num_rows == 1
