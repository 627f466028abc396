import base64
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import pytest

from custodes.detect.context import Context
from custodes.detect.known_images import KnownImages
from custodes.detect.likeness import liken, read_picture
from custodes.detect.lists import Lists
from custodes.detect.shared_works import known_images, shared_works
from custodes.detect.tests.mail_events import STAFF, codes, texts
from custodes.detect.tests.test_likeness import drawn, saved
from custodes.detect.works import Work, Works
from custodes.events import COMMUNICATION
from custodes.events.batches import make_batch
from custodes.events.schema import CHAT
from custodes.sources.contract import Chunk
from custodes.sources.messages.sms import SMS

COVER = saved(drawn(5))
LISTS = Lists(
    works=Works((Work("The Ferry", "Lantern Press", liken(COVER, is_image=True)),)),
    images=KnownImages({read_picture(COVER)[0]: "reported"}),
)
CONTEXT = Context(clause="x", staff=STAFF, lists=LISTS, domains=frozenset({"fernwood.example"}))


def picture_message(data, *, box):
    part = f'<part ct="image/png" cl="cover.png" data={quoteattr(data)} />'
    record = f'<mms date="1793921124318" msg_box="{box}" address="+13125550166"><parts>{part}</parts></mms>'.encode()
    (batch,) = SMS.parse(Chunk("sms.xml", "sms", record, 1, ((0, len(record)),))).batches
    return batch


def chat_with(name, kind=None):
    file = {"name": name, "mime_type": kind, "size": 9, "text": None, "is_encrypted": None}
    row = {"communication.kind": [CHAT], "actor.user.name": ["mdiaz"], "files": [[file]], "source": "chat.json"}
    row |= {"time": [datetime(2026, 11, 3, tzinfo=UTC)], "position": [1], "raw_data": [b"{}"]}
    return make_batch(COMMUNICATION, row, rows=1, unit="record")


def test_a_picture_message_is_held_against_the_works_only_if_we_sent_it():
    data = base64.b64encode(COVER).decode()
    (finding,) = shared_works(picture_message(data, box=2), CONTEXT).findings
    assert codes(finding) == {"works.same", "works.no-permit", "works.recipients"}
    assert "sent to 1 recipient, 1 of them outside" in texts(finding)
    assert shared_works(picture_message(data, box=1), CONTEXT).findings == ()
    ways = {texts(known_images(picture_message(data, box=box), CONTEXT).findings[0]) for box in (1, 2)}
    assert len(ways) == 2


def test_a_file_that_a_record_only_names_could_not_be_told():
    (finding,) = shared_works(chat_with("book.pdf", "application/pdf"), CONTEXT).findings
    assert (finding.outcome, codes(finding)) == ("could not tell", {"works.not-held"})
    assert known_images(chat_with("book.pdf", "application/pdf"), CONTEXT).findings == ()
    (finding,) = known_images(chat_with("IMG_1.JPG"), CONTEXT).findings
    assert (finding.outcome, codes(finding)) == ("could not tell", {"image.not-held"})
    passed_over = f"[passed over: 9000000 bytes, SHA-256 {'0' * 64}]"
    (finding,) = shared_works(picture_message(passed_over, box=2), CONTEXT).findings
    assert codes(finding) == {"works.not-held"}


@pytest.mark.parametrize("data", ["", "null", "%%%", "AAAA", "\u202e"])
def test_broken_files_are_nothing_that_raises(data):
    for detector in (shared_works, known_images):
        assert all(
            finding.outcome == "could not tell" for finding in detector(picture_message(data, box=2), CONTEXT).findings
        )


def test_without_lists_nothing_is_said():
    bare = Context(clause="x", staff=STAFF, domains=frozenset({"fernwood.example"}))
    assert not shared_works(chat_with("a.png"), bare).findings
    assert not known_images(chat_with("a.png"), bare).findings
