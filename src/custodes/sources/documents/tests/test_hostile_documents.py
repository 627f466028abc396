"""Documents made to take long, to take all memory, or to hide what they hold behind what cannot be read."""

import time
import zipfile
from io import BytesIO

import pytest

from custodes.sources.documents import CUT_MARK, is_cut, read_document
from custodes.sources.documents.tests.documents import MAIN, make_pdf, make_sheet, make_word, make_zip

SSN = "219-44-8716"
LONGEST_SECONDS = 20


def read(name, content):
    began = time.monotonic()
    said = read_document(name, "application/octet-stream", content)
    assert time.monotonic() - began < LONGEST_SECONDS
    return said


def make_ods(table):
    return make_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="a">{table}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def replaced(sheet, rows):
    """A spreadsheet of these rows of XML."""
    with zipfile.ZipFile(BytesIO(sheet)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return make_zip(members)


def test_a_far_cell_hides_nothing_of_a_spreadsheet():
    said = read("a.xlsx", make_sheet({"A1": "ssn", "A2": SSN, "B2": 4012888888881881, "XFD1048576": "far"}))
    assert said == f"ssn\n{SSN}\t4012888888881881\nfar"


def test_far_cells_by_shared_texts_are_read_too():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="4"/></row><row r="9"><c r="XFD900000"><v>7.0</v></c></row>'
    )
    content = replaced(make_sheet({"A1": 1}), rows)
    packed = BytesIO(content)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(
            "xl/sharedStrings.xml",
            f"<sst><si><t>no</t></si><si><r><t>{SSN[:4]}</t></r><r><t>{SSN[4:]}</t></r></si></sst>",
        )
    assert read("a.xlsx", packed.getvalue()) == f"{SSN}\n7"


def test_a_far_cell_of_an_opendocument_sheet_hides_nothing():
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    empty = '<table:table-cell table:number-columns-repeated="16000"/>'
    table = (
        f"<table:table-row>{cell.format(SSN)}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1040000"><table:table-cell/></table:table-row>'
        f"<table:table-row>{empty}{cell.format('far')}</table:table-row>"
    )
    said = read("a.ods", make_ods(table))
    assert said is not None
    assert SSN in said
    assert "far" in said


def test_a_million_empty_rows_hide_nothing():
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{SSN}</t></is></c></row>'
    rows += "".join(f'<row r="{line}"/>' for line in range(2, 1_000_000))
    rows += '<row r="1000000"><c r="A1000000"><v>2</v></c></row>'
    said = read("a.xlsx", replaced(make_sheet({"A1": 1}), rows))
    assert SSN in said
    assert said.endswith(("2", CUT_MARK))


def test_a_million_rows_of_empty_styled_cells_are_read_or_not_told():
    rows = "".join(f'<row r="{line}"><c r="A{line}" s="1"/><c r="Z{line}" s="1"/></row>' for line in range(1, 500_000))
    said = read(
        "a.xlsx", replaced(make_sheet({"A1": 1}), rows + f"<row r='500001'><c r='A500001'><v>{42}</v></c></row>")
    )
    assert said is None or "42" in said or said.endswith(CUT_MARK)


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pptx"])
def test_what_unpacks_to_gigabytes_is_told_to_be_cut(name):
    inside = {
        "a.docx": ("[Content_Types].xml", "word/document.xml"),
        "a.odt": ("mimetype", "content.xml"),
        "a.pptx": ("[Content_Types].xml", "ppt/slides/slide1.xml"),
    }
    first, part = inside[name]
    said = read(name, make_zip({first: "", part: b"<w:p>" + b"a " * (1 << 24)}))
    assert said is None or said.endswith(CUT_MARK)


def test_a_pdf_of_ten_thousand_pages_says_that_only_its_first_were_read():
    said = read("a.pdf", make_pdf("page of it", pages=10_000, pageCompression=0))
    assert said is None or said.endswith(CUT_MARK)


def test_zips_in_zips_twenty_deep_are_not_told():
    packed = make_zip({"c.txt": SSN})
    for _ in range(20):
        packed = make_zip({"b.zip": packed})
    assert read("a.zip", packed) is None
    assert read("a.zip", make_zip({"b.zip": packed, "c.txt": "seen"})) == f"c.txt\nseen{CUT_MARK}"


def test_a_member_that_cannot_be_read_is_told_and_a_picture_is_not():
    damaged = make_word(["secret"])[:-30]
    assert read("a.zip", make_zip({"a.docx": damaged, "b.txt": "b"})) == f"b.txt\nb{CUT_MARK}"
    assert read("a.zip", make_zip({"a.png": b"\x89PNG", "b.txt": "b"})) == "b.txt\nb"


def test_more_members_than_are_read_are_told():
    said = read("a.zip", make_zip({f"{number}.txt": "x" for number in range(60)}))
    assert said.endswith(CUT_MARK)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ({"text": "a" + CUT_MARK, "mime_type": None, "size": 3}, True),
        ({"text": "a", "mime_type": "text/plain", "size": 2 << 20}, True),
        ({"text": "a", "mime_type": "text/plain", "size": 1}, False),
        ({"text": "a", "mime_type": "application/pdf", "size": 2 << 20}, False),
        ({"text": None, "mime_type": "text/plain", "size": None}, False),
    ],
)
def test_a_part_is_known_for_one(file, expected):
    assert is_cut(file) is expected
