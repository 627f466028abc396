"""Attachments that hide what they hold, each as a hostile or careless person sends it."""

from __future__ import annotations

from custodes.sources.documents.tests.documents import make_pdf, make_sheet, make_word, make_zip

SAYS = "ssn 219-44-8716, the password is Winter2026!, card 21930000101017"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = _OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x07" * 4000
PDF, ZIP = "application/pdf", "application/zip"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _locked_zip() -> bytes:
    """A zip whose member says that it is locked: the bit stands in its own head and in the list at the end."""
    packed = bytearray(make_zip({"people.csv": SAYS}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(mark) + place] |= 1
    return bytes(packed)


def _nested(depth: int) -> bytes:
    packed = make_zip({"people.csv": SAYS})
    for _ in range(depth):
        packed = make_zip({"inside.zip": packed})
    return packed


LOCKED = {
    "a locked zip": ("people.zip", ZIP, _locked_zip()),
    "a locked PDF": ("people.pdf", PDF, make_pdf(SAYS, encrypt="word")),
    "a locked Word document": ("people.docx", WORD, _LOCKED_OFFICE),
    "a locked spreadsheet": ("people.xlsx", SHEET, _LOCKED_OFFICE),
}
DAMAGED = {
    "zips in zips twenty deep": ("people.zip", ZIP, _nested(20)),
    "a damaged Word document": ("people.docx", WORD, make_word([SAYS])[:-40]),
    "a damaged spreadsheet": ("people.xlsx", SHEET, make_sheet({"A1": SAYS})[:-200]),
    "a damaged PDF": ("people.pdf", PDF, b"%PDF-1.7\n" + b"\x00" * 900),
    "an old Word document": ("people.doc", "application/msword", _OLE + b"\x01" * 4000),
    "a program called a PDF": ("people.pdf", PDF, b"MZ" + b"\x90" * 4000),
    "a picture called a spreadsheet": ("people.xlsx", SHEET, b"\x89PNG\r\n\x1a\n" + b"\x02" * 900),
}
WRONG_PICTURES = {
    "a page called a picture": ("photo.jpg", "image/jpeg", b"<html>" + b"x" * 900),
    "half a picture": ("photo.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + b"\xff" * 40),
    "a picture of a thousand million points": (
        "photo.png",
        "image/png",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00\xa5\xb2\xd5\x0c",
    ),
    "a document called a picture": ("photo.gif", "image/gif", make_pdf("hello")),
    "nothing": ("photo.jpg", "image/jpeg", b""),
}
