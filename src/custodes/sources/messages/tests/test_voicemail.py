"""Notes as phone systems write them: Asterisk's app_voicemail (https://docs.asterisk.org), FreeSWITCH's mod_voicemail
(https://developer.signalwire.com/freeswitch), Cisco Unity Connection's Messaging Interface (CUMI), and vCard-like ones.
"""

import io
import wave

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.events.schema import VOICEMAIL as KIND
from custodes.sources.joining import join_files
from custodes.sources.messages.sound import SOUND
from custodes.sources.messages.tests.items import breaking_off, item, mutate, read
from custodes.sources.messages.voicemail import VOICEMAIL
from custodes.sources.registry import recognise

ASTERISK = b""";
; Message Information file
;
[message]
origmailbox=100
context=from-internal
macrocontext=
exten=s-NOANSWER
priority=4
callerchan=SIP/trunk-00000001
callerid="Ann Roe" <3125550101>
origdate=Tue Nov 24 07:42:38 AM UTC 2026
origtime=1795506158
category=
msg_id=1795506158-00000002
flag=Urgent
duration=12
"""
CARD = b"""BEGIN:VCARD\r
VERSION:3.0\r
FN:Ann Roe\r
TEL;TYPE=WORK:+13125550101\r
X-VOICEMAIL-DURATION:12\r
X-MAILBOX:100\r
X-DATE:20261124T074238Z\r
NOTE:Please call\r
  me back\r
END:VCARD\r
"""
FREESWITCH = orjson.dumps(
    {
        "created_epoch": 1795506158,
        "username": "100",
        "cid_name": "Ann Roe",
        "cid_number": "3125550101",
        "file_path": "/var/lib/freeswitch/voicemail/default/d/100/msg_1.wav",
        "message_len": 12,
        "message_transcription": "Please call me back",
    }
)
FREESWITCH_XML = b"""<voicemail><message><created_epoch>1795506158</created_epoch><username>100</username>
<path>/v/msg_1.wav</path><cid-name>Ann Roe</cid-name><cid-number>3125550101</cid-number><message-len>12</message-len></message>
</voicemail>"""
CISCO = b"""<?xml version="1.0" encoding="UTF-8"?><Messages total="1"><Message><Subject>Message</Subject><Read>false</Read>
<MsgId>0:7e</MsgId><CallerId><CallerNumber>3125550101</CallerNumber></CallerId>
<ArrivalTime>1795506158000</ArrivalTime><Size>9</Size><Duration>12000</Duration></Message></Messages>"""
CISCO_ONE = b"<Message>" + CISCO.partition(b"<Message>")[2].removesuffix(b"</Messages>")
NOTES = {
    "asterisk": ASTERISK,
    "card": CARD,
    "freeswitch": FREESWITCH,
    "freeswitch list": b"[" + FREESWITCH + b"]",
    "freeswitch xml": FREESWITCH_XML,
    "cisco": CISCO,
    "cisco one": CISCO_ONE,
}


@pytest.mark.parametrize("data", NOTES.values(), ids=NOTES)
def test_a_note_tells_who_called_when_and_for_how_long(data):
    assert recognise(data) is VOICEMAIL
    (row,), rejected = read(VOICEMAIL, data)
    assert rejected == []
    assert row["communication.kind"] == KIND
    assert row["communication.from"].endswith("3125550101")
    assert row["time"].isoformat() == "2026-11-24T07:42:38+00:00"
    assert row["duration"] == 12_000
    assert row["logsource.category"] == "voicemail"
    assert row["src_endpoint.location.is_on_premises"] is True


@pytest.mark.parametrize("name", ["asterisk", "card", "freeswitch", "freeswitch xml"])
def test_the_mailbox_is_who_it_was_for(name):
    (row,), _ = read(VOICEMAIL, NOTES[name])
    assert (row["communication.to"], row["communication.channel"]) == (["100"], "100")


def test_what_was_transcribed_is_the_message():
    assert read(VOICEMAIL, FREESWITCH)[0][0]["message"] == "Please call me back"
    assert read(VOICEMAIL, CARD)[0][0]["message"] == "Please call me back"


def test_a_note_of_a_folder_names_the_recording_beside_it():
    (row,), _ = read(VOICEMAIL, ASTERISK, name="voicemail", file="100/INBOX/msg0000.txt")
    assert (row["source"], row["file"]) == ("voicemail", "100/INBOX/msg0000.txt")
    assert [file["name"] for file in row["files"]] == ["msg0000"]
    assert row["metadata.event_code"] == "Urgent"
    assert row["logsource.product"] == "asterisk"
    assert orjson.loads(row["unmapped"])["callerid"] == '"Ann Roe" <3125550101>'
    assert [file["name"] for file in read(VOICEMAIL, FREESWITCH)[0][0]["files"]] == ["msg_1.wav"]


@pytest.mark.parametrize("caller", [b"Unknown", b'"Private" <unknown>', b""])
def test_a_caller_who_was_not_named_is_nobody(caller):
    data = ASTERISK.replace(b'"Ann Roe" <3125550101>', caller)
    assert read(VOICEMAIL, data)[0][0]["communication.from"] is None


@pytest.mark.parametrize(
    "data",
    [
        b"[message]\nhello=1\n",
        b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nTEL:1\nEND:VCARD\n",
        b'{"duration": 1}',
        b"<messages/>",
        b"origtime=1\n",
        b"",
    ],
)
def test_what_is_no_note_is_left_to_others(data):
    assert not VOICEMAIL.recognises(data)


def test_many_small_notes_become_few_chunks():
    chunks = [chunk for n in range(50) for chunk in VOICEMAIL.cut(item(ASTERISK, file=f"msg{n:04}.txt"))]
    (joined,) = join_files(chunks)
    parsed = VOICEMAIL.parse(joined)
    assert parsed.taken == joined.count_items() == 50
    assert parsed.batches[0].column("file")[49].as_py() == "msg0049.txt"


def test_a_note_without_content_is_rejected_under_its_name():
    _, (rejected,) = read(VOICEMAIL, b"[message]\n;\n", file="msg0000.txt")
    assert (rejected.file, rejected.reason) == ("msg0000.txt", "It tells nothing of a voicemail.")


def test_a_note_that_is_far_too_long_is_rejected():
    _, (rejected,) = read(VOICEMAIL, ASTERISK + b"x=" + b"y" * (1 << 20), file="msg0000.txt")
    assert rejected.reason == "The file is larger than 1,048,576 bytes."


def make_wave(seconds):
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16_000 * seconds))
    return out.getvalue()


def test_a_packed_recording_that_breaks_off_is_given_as_far_as_it_came():
    rows, rejected = read(SOUND, b"", cut=lambda _: SOUND.cut(breaking_off(make_wave(1), file="msg0000.wav")))
    assert [row["duration"] for row in rows] == [1000]
    assert [one.reason for one in rejected] == ["The packed file ends early."]


GSM = (b"\xd2" + bytes(32)) * 100


@pytest.mark.parametrize(
    ("data", "mime_type", "duration"),
    [
        (make_wave(3), "audio/wav", 3_000),
        (make_wave(3)[:-16_000], "audio/wav", 2_000),
        (GSM, "audio/gsm", 2_000),
        (b"#!AMR\n" + bytes(9), "audio/amr", None),
        (b".snd" + bytes(30), "audio/basic", None),
    ],
)
def test_a_recording_is_an_event_without_words(data, mime_type, duration):
    assert recognise(data) is SOUND
    (row,), rejected = read(SOUND, data, name="voicemail", file="100/msg0000.wav")
    assert rejected == []
    assert row["files"] == [
        {"name": "msg0000.wav", "mime_type": mime_type, "size": len(data), "text": None, "is_encrypted": False}
    ]
    assert (row["duration"], row["metadata.event_code"], row["message"]) == (duration, "recording", None)
    assert row["raw_data"] == data


@settings(deadline=None, derandomize=True, max_examples=60)
@given(
    st.sampled_from(sorted(NOTES)),
    st.lists(st.tuples(st.integers(0, 600), st.binary(max_size=6)), max_size=4),
    st.none() | st.just("a.txt"),
)
def test_a_mutated_note_never_raises_and_the_account_balances(name, changes, file):
    read(VOICEMAIL, mutate(NOTES[name], changes), file=file)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(
    st.sampled_from([b"", b"RIFF\0\0\0\0WAVE", b"[message]\n", b"<messages>", b"{", b"BEGIN:"]), st.binary(max_size=200)
)
def test_any_bytes_are_accounted_for(begin, data):
    for source in (VOICEMAIL, SOUND):
        source.recognises(begin + data)
        read(source, begin + data)
