"""Documents made for tests."""

import zipfile
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006"


def make_zip(members, **more):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_sheet(rows):
    """An xlsx of one sheet; `rows` maps references such as `B2` to values."""
    by_line = {}
    for reference, value in rows.items():
        by_line.setdefault(int("".join(filter(str.isdigit, reference))), []).append((reference, value))
    lines = "".join(
        f'<row r="{line}">' + "".join(_cell(reference, value) for reference, value in cells) + "</row>"
        for line, cells in sorted(by_line.items())
    )
    return make_zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACK}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACK}/relationships"><Relationship Id="a" '
            f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
            '<sheet name="People" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACK}/relationships"><Relationship Id="s" '
            f'Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>',
        }
    )


def _cell(reference, value):
    if isinstance(value, str):
        return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def make_word(paragraphs, cells=()):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    table = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in cells)
    if table:
        body += f"<w:tbl><w:tr>{table}</w:tr></w:tbl>"
    return make_zip(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document><w:body>{body}</w:body></w:document>"}
    )


def make_pdf(*lines, pages=1, **more):
    drawn = BytesIO()
    canvas = Canvas(drawn, **more)
    for _ in range(pages):
        for number, line in enumerate(lines):
            canvas.drawString(72, 720 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return drawn.getvalue()
