"""Makes the documents that the import is tried on: text as it stands beside this file, Word and PDF from the answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

DOCUMENTS = Path(__file__).parent / "documents"
Answer = dict[str, Any]


def answer(name: str) -> Answer:
    return json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))


def source(name: str) -> str:
    return next(path for path in DOCUMENTS.glob(f"{name}.*") if path.suffix != ".json").read_text(encoding="utf-8")


def memo() -> bytes:
    """Windows-1252 with its line ends."""
    return source("memo").replace("\n", "\r\n").encode("cp1252")


def articles() -> bytes:
    return source("articles").encode("utf-16")


def styled() -> bytes:
    """Word with heading styles, list styles, tracked changes and a table of dates."""
    document = Document()
    told = answer("styled")
    document.add_paragraph(told["title"], style="Title")
    table = document.add_table(rows=2, cols=2)
    for row, (label, day) in zip(
        table.rows, [("Date approved", "April 20, 2021"), ("Date revised", "January 21, 2025")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = label, day
    for section in told["sections"]:
        document.add_paragraph(section["title"], style="Heading 1")
        for clause in section["clauses"]:
            style = "List Bullet" if clause["kind"] == "bullet" else "Normal"
            tracked(document.add_paragraph(style=style), clause["text"])
    document.sections[0].footer.paragraphs[0].text = "Cedar Falls Library · Policy 12"
    return saved(document)


def runin() -> bytes:
    """Word without styles: headings are bold words at the start of numbered paragraphs."""
    document = Document()
    told = answer("runin")
    title = document.add_paragraph().add_run(told["title"])
    title.bold, title.font.size = True, Pt(16)
    for number, section in enumerate(told["sections"], 1):
        first, *others = section["clauses"]
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{number}. {section['title']}.").bold = True
        paragraph.add_run(f" {first['text']}")
        for clause in others:
            document.add_paragraph(clause["text"])
    document.add_paragraph("Village Board approval: 3/10/2020")
    document.add_paragraph("Revision: 3/8/2022")
    document.add_paragraph("Employee signature: ______________________   Date: ____________")
    return saved(document)


def tracked(paragraph: Any, text: str) -> None:
    """The text with its last word inserted and another deleted under change tracking."""
    head, _, last = text.rpartition(" ")
    paragraph.add_run(f"{head} ")
    for tag, words in (("w:del", "formerly"), ("w:ins", last)):
        change = OxmlElement(tag)
        run = paragraph.add_run(words)._r
        if tag == "w:del":
            run.find(qn("w:t")).tag = qn("w:delText")
        paragraph._p.remove(run)
        change.append(run)
        paragraph._p.append(change)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=6)
BULLET = ParagraphStyle("bullet", parent=BODY, leftIndent=14, bulletIndent=2)
WIDE_BULLET = ParagraphStyle("wide", parent=BODY, leftIndent=36, bulletIndent=18, bulletFontName="ZapfDingbats")
HEAD = ParagraphStyle(
    "head", parent=BODY, fontName="Times-Bold", fontSize=11, leading=13, spaceBefore=6, keepWithNext=True
)
TITLE = ParagraphStyle("title", parent=HEAD, fontSize=16, leading=20, alignment=TA_CENTER)
CENTRE = ParagraphStyle("centre", parent=BODY, alignment=TA_CENTER)


def columns() -> bytes:
    """A PDF in two columns under a title, the dates below it."""
    told = answer("columns")
    flow = [Paragraph(told["title"], TITLE), Paragraph("Pine Ridge Library District", CENTRE)]
    flow += [Paragraph("Adopted by the Board of Trustees on November 19, 2024", CENTRE), Spacer(1, 8)]
    width, height = letter
    top = Frame(54, height - 150, width - 108, 96, id="top")
    low = [Frame(x, 54, (width - 126) / 2, height - 210, id=f"c{x}") for x in (54, 72 + (width - 126) / 2)]
    later = [Frame(x, 54, (width - 126) / 2, height - 108, id=f"l{x}") for x in (54, 72 + (width - 126) / 2)]
    flow += [NextPageTemplate("later"), FrameBreak(), *clause_flow(told)]
    return printed(flow, [PageTemplate("first", [top, *low]), PageTemplate("later", later)])


def letter_size() -> bytes:
    """A PDF with a header and a footer on each page; the dates stand in the footer only."""
    told = answer("letter")

    def edges(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 750, "LAKEVIEW LIBRARY PERSONNEL POLICIES")
        canvas.drawString(72, 40, "Adopted 08/22/2017 | Revised 08/27/2019, 08/23/2022 | Reviewed 08/20/2024")
        canvas.drawRightString(540, 40, f"Page {canvas.getPageNumber()} of 3")

    flow = [Paragraph(told["title"], TITLE), Spacer(1, 6), *clause_flow(told)]
    return printed(flow, [PageTemplate("page", [Frame(72, 72, 468, 660)], onPage=edges)])


def clause_flow(told: Answer) -> list[Any]:
    flow: list[Any] = []
    for section in told["sections"]:
        flow.append(Paragraph(section["title"], HEAD))
        for clause in section["clauses"]:
            bulleted = clause["kind"] == "bullet"
            flow.append(Paragraph(clause["text"], BULLET if bulleted else BODY, bulletText="•" if bulleted else None))
    return flow


def printed(flow: list[Any], templates: list[PageTemplate]) -> bytes:
    file = BytesIO()
    BaseDocTemplate(file, pagesize=letter, pageTemplates=templates).build(flow)
    return file.getvalue()


def ordered() -> bytes:
    """Word with fake headings in bold, clauses numbered by Word itself, and the dates in the last sentence."""
    document = Document()
    told = answer("ordered")
    document.add_paragraph("Hartwell Free Library")
    document.add_paragraph().add_run(told["title"]).bold = True
    for letter_, section in zip("ABCDEF", told["sections"], strict=True):
        document.add_paragraph().add_run(f"{letter_}. {section['title']}").bold = True
        for clause in section["clauses"]:
            document.add_paragraph(clause["text"], style="List Number 2" if clause["kind"] == "bullet" else "Normal")
    document.add_paragraph("Approved by the Board of Trustees on November 17, 2020 and amended on October 15, 2024.")
    return saved(document)


def tabs() -> bytes:
    """A PDF with a page of contents, numbered headings, and Wingdings bullets that stand apart from their words."""
    told = answer("tabs")
    flow = [Paragraph("SADDLE CREEK LIBRARY", CENTRE), Paragraph(told["title"], TITLE)]
    flow += [
        Paragraph("Board approved: 28 September 2021", CENTRE),
        Paragraph("Revised: 27 September 2022; 23 September 2025", CENTRE),
    ]
    flow.append(Paragraph("Table of Contents", HEAD))
    flow += [
        Paragraph(f"{at}.0 {section['title']} {'.' * 60} {at // 3 + 2}", BODY)
        for at, section in enumerate(told["sections"], 1)
    ]
    flow.append(PageBreak())
    for at, section in enumerate(told["sections"], 1):
        flow.append(Paragraph(f"{at}.0 {section['title']}", HEAD))
        for clause in section["clauses"]:
            bulleted = clause["kind"] == "bullet"
            flow.append(
                Paragraph(clause["text"], WIDE_BULLET if bulleted else BODY, bulletText="\u27a2" if bulleted else None)
            )

    def edges(canvas: Any, page: Any) -> None:
        canvas.drawCentredString(306, 40, f"- {canvas.getPageNumber()} -")

    return printed(flow, [PageTemplate("page", [Frame(72, 72, 468, 660)], onPage=edges)])


MAKERS: dict[str, Callable[[], bytes]] = {
    "memo": memo,
    "numbered": lambda: source("numbered").encode(),
    "minutes": lambda: source("minutes").encode(),
    "handbook": lambda: source("handbook").encode(),
    "web": lambda: source("web").encode(),
    "styled": styled,
    "runin": runin,
    "columns": columns,
    "letter": letter_size,
    "articles": articles,
    "habits": lambda: source("habits").encode(),
    "ordered": ordered,
    "breaks": lambda: source("breaks").encode(),
    "tabs": tabs,
}
