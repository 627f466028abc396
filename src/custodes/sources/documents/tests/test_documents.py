import os
import time
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from custodes.sources.documents import CUT_MARK, is_document, read_document
from custodes.sources.documents.child import ANSWERED, ASKED, KINDS, answer_all
from custodes.sources.documents.kinds import DocumentKind
from custodes.sources.documents.read import LARGEST_BYTES, LONGEST_TEXT
from custodes.sources.documents.reader import Reader
from custodes.sources.documents.tests.documents import make_pdf, make_sheet, make_word, make_zip

SSN = "219-44-8716"
SHEET = make_sheet({"A1": "name", "B1": "card", "A2": "Linh Tran", "B2": 4012888888881881})
OPEN = make_zip(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office><text:p>Her SSN &amp; more:</text:p><text:p>{SSN}</text:p></office>",
    }
)
SLIDES = make_zip({"[Content_Types].xml": "", "ppt/slides/slide1.xml": f"<a:p><a:r><a:t>SSN {SSN}</a:t></a:r></a:p>"})
BOMB = make_zip(
    {"[Content_Types].xml": b"", "xl/workbook.xml": b" " * (1 << 27), "xl/sharedStrings.xml": b"0" * (1 << 27)}
)

READ = {
    "a comma-separated file": ("people.csv", b"name,ssn\nLinh,1", "name,ssn\nLinh,1"),
    "a spreadsheet": ("people.xlsx", SHEET, "People\nname\tcard\nLinh Tran\t4012888888881881"),
    "a Word document": ("a.docx", make_word(["One", "Two &lt;"], ["Linh", SSN]), f"One\nTwo <\nLinh\t{SSN}"),
    "a PDF": ("a.pdf", make_pdf("One two", f"SSN {SSN}"), f"One two\nSSN {SSN}"),
    "an OpenDocument text": ("a.odt", OPEN, f"Her SSN & more:\n{SSN}"),
    "slides": ("a.pptx", SLIDES, f"SSN {SSN}"),
    "a zip of a spreadsheet": (
        "a.zip",
        make_zip({"x/people.xlsx": SHEET, "pic.png": b"\x89PNG"}),
        "x/people.xlsx\nPeople\nname\tcard\nLinh Tran\t4012888888881881",
    ),
    "a zip in a zip": ("a.zip", make_zip({"b.zip": make_zip({"c.txt": b"deep"})}), "b.zip\nc.txt\ndeep"),
    "a PDF by another name": ("a.dat", make_pdf("hello"), "hello"),
    "a PDF without letters": ("scan.pdf", make_pdf(), ""),
}


def nested(depth):
    packed = make_zip({"c.txt": b"deep"})
    for _ in range(depth):
        packed = make_zip({"b.zip": packed})
    return packed


UNREAD = {
    "a picture": ("a.png", b"\x89PNG\r\n"),
    "a damaged PDF": ("a.pdf", b"%PDF-1.7\n" + b"\x00" * 500),
    "a damaged spreadsheet": ("a.xlsx", SHEET[:-200]),
    "half an old spreadsheet": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 2000),
    "zips in zips in zips": ("a.zip", nested(5)),
    "a zip of pictures": ("a.zip", make_zip({"a.png": b"\x89PNG"})),
    "a locked PDF": ("a.pdf", make_pdf("secret", encrypt="word")),
    "a spreadsheet that unpacks to gigabytes": ("a.xlsx", BOMB),
    "a document beyond all size": ("a.csv", bytes(LARGEST_BYTES + 1)),
    "nothing": ("a.pdf", b""),
}


@pytest.mark.parametrize("name", READ)
def test_documents_are_read(name):
    called, content, said = READ[name]
    assert read_document(called, "application/octet-stream", content) == said


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_read_is_none_in_bounded_time(name):
    began = time.monotonic()
    assert read_document(UNREAD[name][0], "application/octet-stream", UNREAD[name][1]) is None
    assert time.monotonic() - began < 20


def test_a_document_after_one_that_brought_the_reader_down_is_read():
    read_document("a.xlsx", "", BOMB)
    assert read_document("a.pdf", "", make_pdf("hello")) == "hello"


def test_a_pdf_locked_only_against_changes_is_read():
    assert read_document("a.pdf", "", make_pdf("hello", encrypt=_only_against_changes())) == "hello"


def _only_against_changes():
    return StandardEncryption("", ownerPassword="owner", canModify=0)


def test_a_long_text_is_cut():
    said = read_document("a.csv", "", b"a,b\n" * 1_000_000)
    assert len(said) == LONGEST_TEXT
    assert said.endswith(CUT_MARK)


def test_a_reader_that_takes_too_long_is_replaced():
    reader = Reader(longest_seconds=0.0)
    assert reader.read(DocumentKind.PDF, make_pdf("hello")) is None
    reader.close()


def test_after_a_fork_the_reader_is_another():
    assert read_document("a.pdf", "", make_pdf("hello")) == "hello"
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, (read_document("a.pdf", "", make_pdf("there")) or "none").encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10) == b"there"
    os.close(reader), os.close(writer)
    assert read_document("a.pdf", "", make_pdf("again")) == "again"


def answered(kind, content):
    asked = BytesIO(ASKED.pack(KINDS.index(kind), len(content)) + content)
    out = BytesIO()
    answer_all(asked, out)
    is_read, length = ANSWERED.unpack(out.getvalue()[: ANSWERED.size])
    assert len(out.getvalue()) == ANSWERED.size + length
    return is_read


GOOD = st.sampled_from([content for _, content, _ in READ.values()])


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([kind for kind in DocumentKind if kind is not DocumentKind.SHEET]),
    GOOD,
    st.integers(0, 4000),
    st.binary(max_size=8),
)
def test_damaged_documents_of_any_kind_are_answered(kind, content, place, damage):
    place %= len(content)
    answered(kind, content[:place] + damage + content[place + len(damage) :])


@pytest.mark.parametrize(
    ("name", "mime", "expected"),
    [
        ("a.XLSX", "", True),
        ("a.pdf", "", True),
        ("a", "text/csv", True),
        ("a.doc", "", True),
        ("a.7z", "", True),
        ("a.png", "image/png", False),
        ("", "", False),
    ],
)
def test_what_is_a_document_is_told_by_name_or_kind(name, mime, expected):
    assert is_document(name, mime) is expected
