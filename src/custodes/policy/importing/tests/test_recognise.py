"""What cannot be imported is refused with a mend; what can is known by its content, not its name."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from custodes.errors import CustodesError
from custodes.policy.errors import DocumentError
from custodes.policy.importing import import_document
from custodes.policy.importing.recognise import decode

from .making import BODY, MAKERS, Frame, PageTemplate, printed, source


def archive(**members):
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            with made.open(name.replace("__", "/").replace("_xml", ".xml"), "w") as member:
                for piece in [content] if isinstance(content, bytes) else content:
                    member.write(piece)
    return file.getvalue()


def pdf_with(stream, extra=b""):
    """A PDF with one page whose content is `stream`, as it stands."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), extra, stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, made) for at, made in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R >>\n"


def locked_pdf():
    file = BytesIO()
    canvas = Canvas(file, encrypt="secret")
    canvas.drawString(72, 700, "Mail is kept for a year.")
    canvas.save()
    return file.getvalue()


BAD = {
    "empty": (b"", "empty", "Export"),
    "blank": (b" \n\n ", "empty", "Export"),
    "old_word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old version of Office", ".docx"),
    "locked_docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password", "without the password"),
    "rtf": (b"{\\rtf1 Mail is kept.}", "Rich Text", ".docx"),
    "odt": (archive(mimetype=b"x", content_xml=b"<x/>"), "OpenDocument", ".docx"),
    "other_zip": (archive(readme=b"x"), "no Word document", "Take"),
    "picture": (b"\x89PNG\r\n" + bytes(100), "picture", "text"),
    "noise": (bytes(range(256)) * 20, "not a document", ".docx"),
    "broken_zip": (MAKERS["styled"]()[:2000], "damaged", "Word"),
    "broken_docx": (archive(word__document_xml=b"<w:document"), "damaged", "Word"),
    "bomb_docx": (
        archive(word__document_xml=b"<x/>", word__x_xml=[bytes(1024 * 1024)] * 210),
        "unpacks",
        "without pictures",
    ),
    "locked_pdf": (locked_pdf(), "password", "without the password"),
    "scan": (pdf_with(b"0 0 612 792 re f"), "scan", "OCR"),
    "broken_pdf": (b"%PDF-1.4\n1 0 obj <<", "", ""),
    "bomb_pdf": (pdf_with(zlib.compress(bytes(110 * 1024 * 1024)), b"/Filter /FlateDecode"), "unpacks", "print it"),
    "no_clause": (b"Staff Policy\n", "no clause", "Check"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_cannot_be_read_is_refused_with_a_mend(name, tmp_path):
    content, what, mend = BAD[name]
    path = tmp_path / "policy.docx"
    path.write_bytes(content)
    with pytest.raises(DocumentError) as refused:
        import_document(path)
    assert what in str(refused.value)
    assert mend in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path):
    for path, what in ((tmp_path / "gone", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(CustodesError, match=what):
            import_document(path)


def test_a_file_over_fifty_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(DocumentError, match="larger than 50 MB"):
        import_document(path)


@pytest.mark.parametrize("name", MAKERS)
def test_the_name_of_a_document_does_not_matter(name, tmp_path):
    path = tmp_path / "document"
    path.write_bytes(MAKERS[name]())
    assert import_document(path).sections


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_reads_the_same_whatever_wrote_it(encoding, line_end):
    written = source("memo").replace("\n", line_end).encode(encoding)
    assert decode(Path("memo.txt"), written) == source("memo")


def test_a_pdf_page_is_read_without_any_structure(tmp_path):
    path = tmp_path / "one.pdf"
    path.write_bytes(
        printed(
            [Paragraph("Staff Policy", BODY), Paragraph("Mail is kept for a year and then removed.", BODY)],
            [PageTemplate("page", [Frame(72, 72, 468, 660)])],
        )
    )
    assert [clause.text for clause in import_document(path).clauses] == ["Mail is kept for a year and then removed."]
