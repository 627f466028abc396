from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from custodes.policy.importing.structure import outline
from custodes.policy.importing.word import read_docx

from .making import saved
from .test_habits import found


def read(document):
    return read_docx(Path("policy.docx"), saved(document))


@pytest.fixture
def document():
    made = Document()
    made.add_paragraph("Staff Policy", style="Title")
    return made


def changed(paragraph, tag, words):
    """A tracked change: `words` inserted or deleted."""
    change = OxmlElement(f"w:{tag}")
    run = paragraph.add_run(words)._r
    if tag == "del":
        run.find(qn("w:t")).tag = qn("w:delText")
    paragraph._p.remove(run)
    change.append(run)
    paragraph._p.append(change)


def mark_end(paragraph, tag):
    mark = paragraph._p.get_or_add_pPr()
    letters = OxmlElement("w:rPr")
    letters.append(OxmlElement(f"w:{tag}"))
    mark.append(letters)


def numbered(paragraph, list_id, depth):
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = list_id
    properties.get_or_add_ilvl().val = depth


def test_tracked_insertions_count_and_deletions_do_not(document):
    document.add_heading("Mail", 1)
    paragraph = document.add_paragraph("Mail is kept for ")
    changed(paragraph, "del", "ten years")
    changed(paragraph, "ins", "a year")
    paragraph.add_run(".")
    assert found(read(document)) == [["Mail", "Mail is kept for a year."]]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(document):
    document.add_heading("Mail", 1)
    mark_end(document.add_paragraph("Mail is kept "), "del")
    document.add_paragraph("for a year.")
    assert found(read(document)) == [["Mail", "Mail is kept for a year."]]


def test_numbering_by_list_makes_items_of_their_depth(document):
    document.add_heading("Mail", 1)
    document.add_paragraph("Staff must not:")
    for text, depth in (("send jokes", 0), ("by mail", 1), ("hide who they are", 0)):
        numbered(document.add_paragraph(text), 1, depth)
    (section,) = outline(read(document)).sections
    assert [(clause.text, clause.kind, clause.level) for clause in section.clauses] == [
        ("Staff must not:", "paragraph", 0),
        ("send jokes", "bullet", 0),
        ("by mail", "bullet", 1),
        ("hide who they are", "bullet", 0),
    ]


@pytest.mark.parametrize("style", ["List Bullet", "List Number", "List Bullet 2"])
def test_list_styles_make_items(document, style):
    document.add_heading("Mail", 1)
    document.add_paragraph("No jokes", style=style)
    assert found(read(document)) == [["Mail", "- No jokes"]]


def test_headings_that_only_look_like_it(document):
    for heading, size in (("Mail", 11), ("2. Web", 11), ("Phones", 16)):
        run = document.add_paragraph().add_run(heading)
        run.bold, run.font.size = size == 11, Pt(size)
        document.add_paragraph(f"What is said about {heading.lower()} is kept for a year.")
    assert [section[0] for section in found(read(document))] == ["Mail", "Web", "Phones"]


def test_line_breaks_and_typed_bullets_within_a_paragraph(document):
    document.add_heading("Mail", 1)
    document.add_paragraph("Staff must not:\n• send jokes\n•\thide who they are")
    assert found(read(document)) == [["Mail", "Staff must not:", "- send jokes", "- hide who they are"]]


def test_a_table_of_contents_is_left_out(document):
    for entry in ("Mail\t1", "Web\t2"):
        document.add_paragraph(entry)
    document.add_heading("Mail", 1)
    document.add_paragraph("Mail is kept for a year.")
    assert found(read(document)) == [["Mail", "Mail is kept for a year."]]


def test_tables_give_dates_and_clauses(document):
    dates = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        [*dates.rows[0].cells, *dates.rows[1].cells],
        ["Adopted", "Revised", "Reviewed", "5/1/2020", "6/2/2021", "7/3/2022"],
        strict=True,
    ):
        cell.text = text
    document.add_heading("Rules", 1)
    rules = document.add_table(rows=1, cols=2)
    rules.rows[0].cells[0].text, rules.rows[0].cells[1].text = "Mail", "It is kept for a year."
    reading = read(document)
    told = outline(reading).told
    assert (str(told.approved_on), [str(day) for day in told.revised_on]) == ("2020-05-01", ["2021-06-02"])
    assert found(reading) == [["Rules", "Mail: It is kept for a year."]]


def test_dates_in_the_footer_are_found_and_no_clause(document):
    document.add_heading("Mail", 1)
    document.add_paragraph("Mail is kept for a year.")
    document.sections[0].footer.paragraphs[0].text = "Approved May 1, 2020"
    reading = read(document)
    assert str(outline(reading).told.approved_on) == "2020-05-01"
    assert found(reading) == [["Mail", "Mail is kept for a year."]]


def test_hidden_text_is_not_read(document):
    document.add_heading("Mail", 1)
    paragraph = document.add_paragraph("Mail is kept for a year.")
    paragraph.add_run(" Or not.").font.hidden = True
    assert found(read(document)) == [["Mail", "Mail is kept for a year."]]
