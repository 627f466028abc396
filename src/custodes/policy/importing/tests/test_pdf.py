from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from custodes.policy.importing.pdf import read_pdf
from custodes.policy.importing.structure import outline

from .test_habits import found


def drawn(*pages):
    """A PDF of lines at given places: (left, from the top, text, font)."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(612, 792))
    for page in pages:
        for left, top, text, font in page:
            canvas.setFont(*font)
            canvas.drawString(left, 792 - top, text)
        canvas.showPage()
    canvas.save()
    return read_pdf(Path("policy.pdf"), file.getvalue())


BODY, BOLD, TITLE = ("Times-Roman", 10), ("Times-Bold", 10), ("Times-Bold", 16)


def lines(left, top, *texts, font=BODY):
    return [(left, top + 12 * at, text, font) for at, text in enumerate(texts)]


def test_a_bullet_apart_from_its_words_belongs_to_them():
    page = [
        *lines(72, 72, "Staff Policy", font=TITLE),
        *lines(72, 110, "Mail", font=BOLD),
        *lines(72, 130, "Staff must not:"),
        *lines(90, 148, "\u2022"),
        *lines(108, 148, "send letters that ask everybody to pass them on to all of the people whom they know"),
        *lines(108, 160, "or that sell something"),
        *lines(90, 172, "\u2022"),
        *lines(108, 172, "hide who they are"),
    ]
    assert found(drawn(page)) == [
        [
            "Mail",
            "Staff must not:",
            "- send letters that ask everybody to pass them on to all of the people whom they know or that sell something",
            "- hide who they are",
        ]
    ]


def test_a_paragraph_goes_on_over_a_page_and_headers_are_left_out():
    first = [
        *lines(72, 40, "Oak Library"),
        *lines(72, 72, "Staff Policy", font=TITLE),
        *lines(72, 110, "Mail", font=BOLD),
        *lines(72, 130, "The library keeps the mail that staff send for a year and may look at it when it has good"),
        *lines(72, 760, "Approved May 1, 2020", "Page 1 of 2"),
    ]
    second = [
        *lines(72, 40, "Oak Library"),
        *lines(72, 72, "reason to do so, which is written down."),
        *lines(72, 100, "Staff keep their mail short."),
        *lines(72, 760, "Approved May 1, 2020", "Page 2 of 2"),
    ]
    reading = drawn(first, second)
    assert found(reading) == [
        [
            "Mail",
            "The library keeps the mail that staff send for a year and may look at it when it has good reason to do so, which is written down.",
            "Staff keep their mail short.",
        ]
    ]
    assert str(outline(reading).told.approved_on) == "2020-05-01"


def test_a_table_of_dates_is_not_taken_for_columns():
    page = [
        *lines(72, 72, "Staff Policy", font=TITLE),
        *lines(72, 110, "Adopted", "Revised", "Reviewed"),
        *lines(350, 110, "May 1, 2020", "June 2, 2021", "July 3, 2022"),
        *lines(72, 160, "Mail", font=BOLD),
        *lines(72, 180, "Mail is kept for a year."),
    ]
    told = outline(drawn(page)).told
    assert (str(told.approved_on), [str(day) for day in told.revised_on]) == ("2020-05-01", ["2021-06-02"])


def test_words_divided_at_the_margin_are_made_whole():
    page = [
        *lines(72, 72, "Staff Policy", font=TITLE),
        *lines(72, 110, "Mail", font=BOLD),
        *lines(
            72,
            130,
            "The library keeps the mail that staff send for a year, and all other informa-",
            "tion for as long as the law asks, on-",
            "site and elsewhere.",
        ),
    ]
    assert found(drawn(page)) == [
        [
            "Mail",
            "The library keeps the mail that staff send for a year, and all other information for as long as the law asks, on-site and elsewhere.",
        ]
    ]
