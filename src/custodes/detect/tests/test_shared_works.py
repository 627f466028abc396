from datetime import date
from email.message import EmailMessage

import pytest

from custodes.detect.context import Context
from custodes.detect.errors import ListError
from custodes.detect.known_images import KnownImages, load_known_images
from custodes.detect.likeness import liken, read_picture
from custodes.detect.lists import Lists
from custodes.detect.permits import Permit
from custodes.detect.shared_works import known_images, shared_works
from custodes.detect.tests.mail_events import AT, OURS, STAFF, codes, make_mail, texts
from custodes.detect.tests.test_likeness import drawn, saved, written
from custodes.detect.works import Work, Works, load_works, write_work

BOOK = written(7)
WORK = Work("The Fernwood Chronicle", "Baker Hollis Press", liken(BOOK.encode(), is_image=False, text=BOOK))
OUTSIDE = "reader@elsewhere.example"


def mailed(content, name, kind, *, sender=OURS, to=(OUTSIDE,), locked=False):
    message = EmailMessage()
    message["From"], message["To"] = sender, ", ".join(to)
    message.set_content("See the file.")
    main, sub = kind.split("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    file = {"name": name, "mime_type": kind, "size": len(content), "text": None, "is_encrypted": locked}
    return {"email.from": sender, "email.to": list(to), "raw_data": message.as_bytes(), "files": [file]}


def look(detector, *mail, **lists):
    context = Context(clause="x", staff=STAFF, lists=Lists(**lists), domains=frozenset({"fernwood.example"}))
    return detector(make_mail(*mail), context).findings


def test_a_registered_text_that_is_mailed_is_found_and_a_permit_covers_it():
    mail = mailed(b"Preface. " + BOOK[:9_000].encode(), "copy.txt", "text/plain")
    (finding,) = look(shared_works, mail, works=Works((WORK,)))
    assert codes(finding) == {"works.text", "works.no-permit", "works.recipients"}
    assert "“The Fernwood Chronicle”, whose owner is Baker Hollis Press" in texts(finding)
    assert (finding.subject, finding.at) == ("s1", AT)
    permit = Permit("work", "s1", "the fernwood chronicle", date(2026, 12, 31))
    assert look(shared_works, mail, works=Works((WORK,)), permits=(permit,)) == ()


def test_how_a_file_is_like_a_work_is_said_in_a_whole_sentence():
    (finding,) = look(shared_works, mailed(BOOK.encode(), "copy.txt", "text/plain"), works=Works((WORK,)))
    assert "A file is the same file, byte for byte, as the registered work “The Fernwood Chronicle”" in texts(finding)


def test_other_files_and_others_mail_are_nothing():
    works = Works((WORK,))
    assert look(shared_works, mailed(written(8).encode(), "other.txt", "text/plain"), works=works) == ()
    theirs = mailed(BOOK.encode(), "copy.txt", "text/plain", sender=OUTSIDE, to=(OURS,))
    assert look(shared_works, theirs, works=works) == ()
    assert look(shared_works, mailed(BOOK.encode(), "copy.txt", "text/plain")) == ()


def test_a_locked_file_could_not_be_told():
    locked = mailed(b"PK\x03\x04\x14\x00\x01\x00" + bytes(60), "x.zip", "application/zip", locked=True)
    (finding,) = look(shared_works, locked, works=Works((WORK,)))
    assert (finding.outcome, codes(finding)) == ("could not tell", {"works.locked"})


def test_a_known_picture_is_found_however_it_came():
    known = KnownImages({read_picture(saved(drawn(3)))[0]: "reported"})
    smaller = saved(drawn(3).resize((300, 225)), "JPEG")
    for sender, to, way in ((OURS, (OUTSIDE,), "sent from here"), (OUTSIDE, (OURS,), "came from outside")):
        (finding,) = look(known_images, mailed(smaller, "a.jpg", "image/jpeg", sender=sender, to=to), images=known)
        assert finding.subject == "s1"
        assert way in texts(finding)
    assert look(known_images, mailed(saved(drawn(4)), "b.png", "image/png"), images=known) == ()
    (untold,) = look(known_images, mailed(b"\x89PNG broken", "c.png", "image/png"), images=known)
    assert codes(untold) == {"image.unreadable"}


def test_the_register_and_the_lists_are_read_back(tmp_path):
    assert not load_works(tmp_path)
    (tmp_path / "works").mkdir()
    (tmp_path / "works/register.jsonl").write_bytes(write_work(WORK))
    assert load_works(tmp_path).works == (WORK,)
    (tmp_path / "images").mkdir()
    (tmp_path / "images/reported.txt").write_text(f"# from the police\n{'0a' * 32} a label\n")
    assert load_known_images(tmp_path).lists == {"0a" * 32: "reported"}


@pytest.mark.parametrize(("file", "line"), [("works/a.jsonl", '{"title": 1}'), ("images/a.txt", "0a0a")])
def test_a_line_that_is_wrong_is_told_with_its_place(tmp_path, file, line):
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text(f"\n{line}\n" if file.endswith("txt") else f"{line}\n")
    with pytest.raises(ListError, match="line"):
        (load_works if "works" in file else load_known_images)(tmp_path)
