"""Backups as https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/ describes them."""

import base64
import hashlib
import io
from functools import partial

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from custodes.events.schema import CALL, TEXT_MESSAGE, VOICEMAIL
from custodes.sources.contract import Item
from custodes.sources.messages.elements import UNCLOSED, cut_elements
from custodes.sources.messages.sms import _SHAPE, SMS
from custodes.sources.messages.tests.items import breaking_off, mutate, read
from custodes.sources.registry import recognise

PROLOG = b"""<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore v10.20.002 on 24/11/2026 07:42:38-->
<?xml-stylesheet type="text/xsl" href="sms.xsl"?>
<smses count="3" backup_set="a1" type="full">
"""
SMS_IN = b"""  <sms protocol="0" address="+13125550101" date="1795506158123" type="1" subject="null" body="Keys? &#55357;&#56832; &amp; x > y&#10;www.a.example" service_center="null" read="1" status="-1" readable_date="Nov 24, 2026" contact_name="Ann" />
"""
SMS_OUT = b'<sms address="+13125550102" date="1795506159000" type="2" body="on my way"/>\n'
MMS = b"""<mms date="1795506160000" msg_box="1" address="+13125550101~+13125550103" sub="Plan" m_type="132">
 <parts>
  <part seq="-1" ct="application/smil" text="&lt;smil/>" />
  <part seq="0" ct="text/plain" text="see this" /><part seq="0" ct="text/plain" text="and this" />
  <part seq="1" ct="image/jpeg" name="null" cl="IMG_1.jpg" text="null" data="aGVsbG8=" />
 </parts>
 <addrs><addr address="+13125550101" type="137" /><addr address="insert-address-token" type="151" /><addr address="+13125550103" type="151" /></addrs>
</mms>
"""
CALLED = (
    b'<call number="+13125550104" duration="61" date="1795506161000" type="3" presentation="1" contact_name="Bo" />\n'
)
END = b"</smses>\n"
BACKUP = PROLOG + SMS_IN + SMS_OUT + MMS + CALLED + END


def rows_of(*elements):
    rows, rejected = read(SMS, PROLOG + b"".join(elements) + END)
    assert rejected == []
    return rows


def given_in(row, *names):
    return {name: row[name] for name in names}


def test_a_backup_is_recognised_by_its_root():
    for data in (BACKUP, b"<calls count='0'/>", b"\xef\xbb\xbf" + BACKUP):
        assert recognise(data) is SMS
    for data in (b"<html><smses>", b"see <smses count='1'>", b"", b"<smsesx/>", b"<feed/>"):
        assert not SMS.recognises(data)


def test_a_text_that_was_received():
    (row,) = rows_of(SMS_IN)
    assert row["raw_data"] == SMS_IN.strip()
    assert row["time"].isoformat() == "2026-11-24T07:42:38.123000+00:00"
    assert row["communication.kind"] == TEXT_MESSAGE
    assert row["communication.from"] == "+13125550101"
    assert row["communication.to"] is None
    assert row["message"] == "Keys? 😀 & x > y\nwww.a.example"
    assert [url["url_string"] for url in row["urls"]] == ["http://www.a.example"]
    assert row["metadata.event_code"] == "received"
    assert (row["logsource.product"], row["logsource.category"]) == ("android", "text_message")
    assert row["src_endpoint.location.is_on_premises"] is None
    unmapped = orjson.loads(row["unmapped"])
    assert (unmapped["contact_name"], unmapped["subject"]) == ("Ann", None)


def test_a_text_that_was_sent_has_a_recipient_and_no_known_sender():
    (row,) = rows_of(SMS_OUT)
    assert given_in(row, "communication.from", "communication.to") == {
        "communication.from": None,
        "communication.to": ["+13125550102"],
    }


def test_a_picture_message():
    (row,) = rows_of(MMS)
    assert row["raw_data"] == MMS.strip()
    assert row["message"] == "Plan\nsee this\nand this"
    assert (row["communication.from"], row["communication.to"]) == ("+13125550101", ["+13125550103"])
    (file,) = row["files"]
    assert (file["name"], file["mime_type"], file["size"]) == ("IMG_1.jpg", "image/jpeg", 5)
    unmapped = orjson.loads(row["unmapped"])
    assert unmapped["parts.data"] == 8
    assert b"aGVsbG8" not in row["unmapped"]


@pytest.mark.parametrize(
    ("kind", "code", "event"),
    [
        ("1", "incoming", CALL),
        ("2", "outgoing", CALL),
        ("3", "missed", CALL),
        ("4", "voicemail", VOICEMAIL),
        ("5", "rejected", CALL),
        ("99", None, CALL),
    ],
)
def test_a_call(kind, code, event):
    (row,) = rows_of(CALLED.replace(b'type="3"', f'type="{kind}"'.encode()))
    assert (row["metadata.event_code"], row["communication.kind"], row["duration"]) == (code, event, 61_000)
    sides = (row["communication.from"], row["communication.to"])
    assert sides == ((None, ["+13125550104"]) if kind == "2" else ("+13125550104", None))


def test_items_are_numbered_as_they_stand():
    rows, _ = read(SMS, BACKUP)
    assert [row["position"] for row in rows] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        (b"&#55357;&#56832;", "😀"),
        (b"&#xD83D;&#xDE00;", "😀"),
        (b"&#128512;", "😀"),
        (b"a&#55357;b", "a\ufffdb"),
        (b"&#0;&#7;&#9999999;", "\ufffd\ufffd\ufffd"),
        (b"&#60;&#38;amp;", "<&amp;"),
        (b"Q&A &copy;", "Q&A &copy;"),
        (b"bell \x07 and \xff", "bell \ufffd and \ufffd"),
        ("naïve 😀".encode(), "naïve 😀"),
        (b"it's > that", "it's > that"),
        (b"null", None),
    ],
)
def test_what_phones_write_that_is_no_xml_is_mended(body, read_as):
    (row,) = rows_of(b'<sms address="1" date="1795506158123" type="1" body="' + body + b'"/>')
    assert row["message"] == read_as


@pytest.mark.parametrize("date", ["", "null", "yesterday", "-1", "99999999999999999999"])
def test_a_text_without_a_readable_date_is_still_a_text(date):
    (row,) = rows_of(f'<sms address="1" date="{date}" type="1" body="x"/>'.encode())
    assert row["time"] is None


BROKEN = {
    b'<sms body="a < b"/>': "It is no well-formed XML element.",
    b'<sms body="a" body="b"/>': "It is no well-formed XML element.",
    b'<sms body="open': "It is no well-formed XML element.",
    b"<mms><parts></mms>": "It is no well-formed XML element.",
    b"<mms>": "It is no well-formed XML element.",
    b"stray words": "It is no well-formed XML element.",
    b"<note/>": "It is neither a text, a picture message nor a call.",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>": "It is no well-formed XML element.",
}


@pytest.mark.parametrize(("broken", "reason"), BROKEN.items())
def test_a_broken_element_is_rejected_and_its_neighbours_are_kept(broken, reason):
    rows, rejected = read(SMS, PROLOG + SMS_OUT + broken + b"\n" + SMS_IN + END)
    assert [row["position"] for row in rows] == [1, 3]
    assert [(one.reason, one.first, one.last) for one in rejected] == [(reason, 2, 2)]


def test_entities_are_neither_expanded_nor_fetched():
    bomb = b"""<!DOCTYPE smses [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>"""
    rows, rejected = read(SMS, bomb + b'<smses><sms type="1" address="1" body="&b;&c;"/></smses>')
    assert [row["message"] for row in rows] == ["&b;&c;"]
    assert len(rejected) == 1


def test_a_file_that_breaks_off_says_so():
    rows, rejected = read(SMS, BACKUP[:-20])
    assert len(rows) == 3
    assert [one.reason for one in rejected] == ["It is no well-formed XML element.", UNCLOSED]


def test_a_packed_backup_that_breaks_off_keeps_what_came_before():
    rows, rejected = read(SMS, b"", cut=lambda _: SMS.cut(breaking_off(PROLOG + SMS_IN + SMS_OUT + MMS[:50])))
    assert [row["position"] for row in rows] == [1, 2]
    assert [(one.first, one.reason) for one in rejected] == [
        (3, "It is no well-formed XML element."),
        (4, "The packed file ends early."),
    ]


def test_an_empty_backup_holds_nothing_and_is_whole():
    assert read(SMS, b"<smses count='0' />") == ([], [])
    assert read(SMS, PROLOG + END) == ([], [])


def test_a_large_picture_is_passed_over_and_told_by_size_and_hash():
    data = base64.b64encode(bytes(9000))
    backup = PROLOG + MMS.replace(b"aGVsbG8=", data) + SMS_OUT + END
    cut = partial(cut_elements, reader="sms", shape=_SHAPE, value_limit_bytes=4000)
    (row, after), rejected = read(SMS, backup, cut=cut)
    assert rejected == []
    assert after["raw_data"] == SMS_OUT.strip()
    assert row["files"][0]["size"] == 9000
    assert hashlib.sha256(data).hexdigest().encode() in row["raw_data"]
    assert data not in row["raw_data"]


def test_an_element_over_the_limit_is_rejected_and_read_past():
    long = b'<sms address="1" type="1" body="' + b"'x" * 500 + b'"/>'
    cut = partial(cut_elements, reader="sms", shape=_SHAPE, limit_bytes=700, chunk_bytes=100)
    rows, rejected = read(SMS, PROLOG + SMS_OUT + long + SMS_OUT + END, cut=cut)
    assert [row["position"] for row in rows] == [1, 3]
    assert [(one.first, one.reason) for one in rejected] == [(2, "The message is larger than 700 bytes.")]


class Endless(io.RawIOBase):
    """A backup of one picture after another, made as it is read."""

    def __init__(self, count):
        picture = (
            b'<mms msg_box="1"><parts><part ct="image/jpeg" data="' + bytes(b"QUJD" * (3 << 20)) + b'"/></parts></mms>'
        )
        self.waiting = [PROLOG, *([picture] * count), END]
        self.open = io.BytesIO()

    def read(self, size=-1):
        while not (data := self.open.read(size)) and self.waiting:
            self.open = io.BytesIO(self.waiting.pop(0))
        return data


def test_large_pictures_are_not_held():
    sizes = [len(chunk.data) for chunk in SMS.cut(Item("b.xml", None, Endless(5), PROLOG))]
    assert sum(sizes) < 2000


ELEMENTS = st.sampled_from(
    [
        SMS_IN,
        SMS_OUT,
        MMS,
        CALLED,
        *BROKEN,
        b"\n",
        b"<!-- x -->",
        b"'",
        b'"',
        b">",
        b"<",
        b"x" * 300,
        b"<sms ",
        b"</mms>",
    ]
)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.lists(ELEMENTS, max_size=8), st.integers(1, 400), st.booleans())
@example([SMS_IN, b"x" * 300, b"<sms "], 1, True)
def test_how_the_stream_is_blocked_does_not_change_the_events(elements, block, is_closed):
    data = PROLOG + b"".join(elements) + (END if is_closed else b"")
    cut = partial(cut_elements, reader="sms", shape=_SHAPE, limit_bytes=900, value_limit_bytes=250)
    assert read(SMS, data, cut=partial(cut, chunk_bytes=block)) == read(SMS, data, cut=cut)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(BACKUP)), st.binary(max_size=6)), max_size=5))
def test_a_mutated_backup_never_raises_and_the_account_balances(changes):
    read(SMS, mutate(BACKUP, changes))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_accounted_for(data, block):
    read(SMS, data, cut=partial(cut_elements, reader="sms", shape=_SHAPE, chunk_bytes=block))
