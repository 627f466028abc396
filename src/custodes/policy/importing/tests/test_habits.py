"""Habits of real documents, each in a few lines: what is a section, what is a clause, and what is neither."""

from __future__ import annotations

import textwrap

import pytest

from custodes.policy.importing.markup import read_html, read_markdown
from custodes.policy.importing.structure import outline
from custodes.policy.importing.text import read_text


def found(reading):
    """Each section as its title followed by its clauses, bullets with a hyphen before."""
    return [
        [section.title, *(f"- {clause.text}" if clause.kind == "bullet" else clause.text for clause in section.clauses)]
        for section in outline(reading).sections
    ]


def in_text(text):
    text = textwrap.dedent(text).lstrip("\n")
    return found(read_text(f"Staff Policy\n\n{text}" if text.startswith("MAIL") else text))


@pytest.mark.parametrize("sign", [*"-*•‣▪◦–—●○■□➢➤✓o\uf0b7\uf0a7✔»·❖Øü", "(cid:120)"])
def test_any_sign_makes_a_bullet_and_is_taken_off(sign):
    text = f"MAIL\n\nStaff must not:\n\n{sign} send chain letters to colleagues, to patrons, or to any other\n  person;\n{sign} hide who they are.\n"
    assert in_text(text) == [
        [
            "MAIL",
            "Staff must not:",
            "- send chain letters to colleagues, to patrons, or to any other person;",
            "- hide who they are.",
        ]
    ]


@pytest.mark.parametrize(
    "marks", [("1.", "2."), ("1)", "2)"), ("(a)", "(b)"), ("a.", "b."), ("i.", "ii."), ("(i)", "(ii)"), ("A.", "B.")]
)
def test_a_numbered_list_is_bullets(marks):
    text = "MAIL\n\nStaff must not:\n" + "".join(f"  {mark} send mail number {at}\n" for at, mark in enumerate(marks))
    assert in_text(text) == [["MAIL", "Staff must not:", "- send mail number 0", "- send mail number 1"]]


@pytest.mark.parametrize("marks", [("1.1", "1.2"), ("§ 1", "§ 2"), ("2.3.1", "2.3.2"), ("4.1.", "4.2.")])
def test_legal_numbers_count_paragraphs(marks):
    text = "MAIL\n\n" + "".join(f"{mark} Mail number {at} is kept for a year.\n\n" for at, mark in enumerate(marks))
    assert in_text(text) == [["MAIL", "Mail number 0 is kept for a year.", "Mail number 1 is kept for a year."]]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("IV. MONITORING", "MONITORING"),
        ("Section 3 – Appropriate Use", "Appropriate Use"),
        ("3. Appropriate use:", "Appropriate use"),
        ("ARTICLE IV\nMonitoring of mail", "Monitoring of mail"),
        ("Article IV: Monitoring", "Monitoring"),
        ("A. Electronic Mail", "Electronic Mail"),
        ("MONITORING", "MONITORING"),
        ("Monitoring\n----------", "Monitoring"),
        ("Confidentiality and monitoring", "Confidentiality and monitoring"),
        ("Who must follow it", "Who must follow it"),
        ("2. What you can expect from us", "What you can expect from us"),
        ("Never do this", "Never do this"),
        ("Don't", "Don't"),
        ("3.0 MONITORING", "MONITORING"),
        ("§ 4 Monitoring", "Monitoring"),
        ("PART B. MONITORING", "MONITORING"),
    ],
)
def test_a_heading_is_known_by_its_looks(written, title):
    text = f"Staff Policy\n\n{written}\n\nThe library may look at mail when that is needed.\n\nIt keeps logs for a year and no longer than that.\n"
    assert in_text(text) == [
        [
            title,
            "The library may look at mail when that is needed.",
            "It keeps logs for a year and no longer than that.",
        ]
    ]


def test_numbered_headings_are_not_taken_for_a_list_nor_a_list_for_headings():
    text = """
        Staff Policy

        1. Mail
        Mail is kept for a year.
        2. Web
        Staff must not:
        1. Visit gambling sites
        2. Visit dating sites
        3. Logs
        Logs are kept for a month.
        """
    assert in_text(text) == [
        ["Mail", "Mail is kept for a year."],
        ["Web", "Staff must not:", "- Visit gambling sites", "- Visit dating sites"],
        ["Logs", "Logs are kept for a month."],
    ]


def test_a_list_may_end_on_the_number_of_the_next_heading():
    text = """
        Staff Policy

        1. Web
        Staff must not:
        1. Visit gambling sites
        2. Visit dating sites
        2. Logs
        Logs are kept for a month.
        """
    assert in_text(text) == [
        ["Web", "Staff must not:", "- Visit gambling sites", "- Visit dating sites"],
        ["Logs", "Logs are kept for a month."],
    ]


def test_run_in_headings_make_sections_where_the_document_does_so_throughout():
    text = """
        Staff Policy

        1. Monitoring. The library may look at mail when that is needed.

        2. Personal use. A short call home is allowed on a break.

        3. Passwords. Nobody tells a password to anybody.
        """
    assert in_text(text) == [
        ["Monitoring", "The library may look at mail when that is needed."],
        ["Personal use", "A short call home is allowed on a break."],
        ["Passwords", "Nobody tells a password to anybody."],
    ]


def test_wrapped_lines_are_joined_and_words_divided_at_the_margin_made_whole():
    text = """
        MAIL

        The library keeps informa-
        tion that staff send by e-
        mail, on-site and off-
        site, and may look at it
        when it has good reason to
        do so, whether or not staff
        were told.
        """
    assert in_text(text) == [
        [
            "MAIL",
            "The library keeps information that staff send by e-mail, on-site and off-site, and may look at it when it has good reason to do so, whether or not staff were told.",
        ]
    ]


def test_a_paragraph_goes_on_over_a_page_break_with_its_header_and_footer():
    text = (
        "Oak Library Staff Policy\n\nMAIL\n\nThe library keeps the mail that staff send and may look at\n"
        "it when it has good\n\nOak Library                Page 1 of 2\n\f"
        "Oak Library Staff Policy\n\nreason to do so.\n\nStaff keep mail short.\n\nOak Library                Page 2 of 2\n"
    )
    assert in_text(text) == [
        [
            "MAIL",
            "The library keeps the mail that staff send and may look at it when it has good reason to do so.",
            "Staff keep mail short.",
        ]
    ]


def test_a_table_of_contents_is_left_out():
    text = """
        Staff Policy

        Contents
        1. Mail ........................ 1
        2. Web ......................... 2

        1. Mail

        Mail is kept for a year.

        2. Web

        Logs are kept for a month.
        """
    assert in_text(text) == [["Mail", "Mail is kept for a year."], ["Web", "Logs are kept for a month."]]


def test_signatures_votes_and_records_are_no_clauses():
    text = """
        OAK LIBRARY
        Staff Policy
        Policy No. 4.12
        Approved: May 1, 2020

        MAIL

        Mail is kept for a year.

        Moved by Trustee Hill, seconded by Trustee Ruiz. Motion carried.

        Approved by the Board of Trustees on May 1, 2020.

        ______________________
        J. Hill, President

        ______________________
        M. Ruiz, Secretary
        """
    assert in_text(text) == [["MAIL", "Mail is kept for a year."]]


def test_bullets_wrapped_without_indent_and_without_stops():
    text = """
        MAIL

        Staff must not
        - send letters that ask everybody who gets them to pass them on to
        others, or that sell something
        - hide who they are
        - use mail for a business of their own, or for the business of some
        other person

        Mail is kept for a year.
        """
    assert in_text(text) == [
        [
            "MAIL",
            "Staff must not",
            "- send letters that ask everybody who gets them to pass them on to others, or that sell something",
            "- hide who they are",
            "- use mail for a business of their own, or for the business of some other person",
            "Mail is kept for a year.",
        ]
    ]


def test_nested_bullets_are_clauses_that_know_what_leads_into_them():
    text = """
        MAIL

        Staff must not:
        * send
            o chain letters
            o jokes
        * hide who they are
        """
    (section,) = outline(read_text("Staff Policy\n" + textwrap.dedent(text))).sections
    assert [(clause.text, clause.level, clause.lead_in) for clause in section.clauses] == [
        ("Staff must not:", 0, ""),
        ("send", 0, "Staff must not:"),
        ("chain letters", 1, "Staff must not: send"),
        ("jokes", 1, "Staff must not: send"),
        ("hide who they are", 0, "Staff must not:"),
    ]


def test_one_paragraph_a_line_is_not_joined():
    text = (
        "MAIL\n"
        + "Mail is kept for a year, and nobody reads it in that time unless a reason is written down first, which two people sign, of whom one is the director.\n"
        * 2
    )
    assert len(in_text(text)[0]) == 3


def test_paragraphs_told_apart_only_by_an_indented_first_line():
    text = (
        "MAIL\n\n    The library keeps mail for a year and may look at it when there is\n"
        "good reason to do so.\n    Staff keep their mail short, and they do not send anything to all of\nthe staff.\n"
    )
    assert in_text(text) == [
        [
            "MAIL",
            "The library keeps mail for a year and may look at it when there is good reason to do so.",
            "Staff keep their mail short, and they do not send anything to all of the staff.",
        ]
    ]


def test_clauses_before_the_first_heading_stand_in_a_section_without_title():
    text = "Staff Policy\n\nThis policy binds every member of the staff.\n\nMAIL\n\nMail is kept for a year.\n"
    assert in_text(text) == [["", "This policy binds every member of the staff."], ["MAIL", "Mail is kept for a year."]]


def test_a_numbered_clause_without_heading_is_a_clause():
    text = "Staff Policy\n\n1. Mail is kept for a year and then it is removed.\n\n2. Staff do not tell anybody their passwords.\n"
    assert in_text(text) == [
        ["", "- Mail is kept for a year and then it is removed.", "- Staff do not tell anybody their passwords."]
    ]


def test_markdown_with_odd_bullets_and_wrapped_lines():
    text = "# Staff Policy\n\n## Mail\n\nStaff must not:\n• send chain\nletters\n• hide who they are\n\n**Web.** Logs are\nkept for a month.\n"
    assert found(read_markdown(text)) == [
        ["Mail", "Staff must not:", "- send chain letters", "- hide who they are", "Web. Logs are kept for a month."]
    ]


def test_markdown_run_ins_in_bold_make_sections_where_there_are_no_others():
    text = "# Staff Policy\n\n**Mail.** Mail is kept for a year.\n\n**Web:** Logs are kept for a month.\n"
    assert found(read_markdown(text)) == [["Mail", "Mail is kept for a year."], ["Web", "Logs are kept for a month."]]


def test_html_leaves_out_what_is_not_text():
    page = """<html><head><style>p {}</style><script>x()</script></head><body>
      <nav><a>Home</a></nav><div class="breadcrumb">Home</div><h1>Staff Policy</h1><h2>Mail &amp; web</h2>
      <p>Mail is kept<br>for a year.</p><p hidden>Secret.</p><ul><li>No chain&nbsp;letters<ul><li>or jokes</li></ul></li></ul>
      <ol><li><p>Be kind.</p></li></ol><dl><dt>Logs</dt><dd>They are kept for a month.</dd></dl></body></html>"""
    assert found(read_html(page))[0] == [
        "Mail & web",
        "Mail is kept for a year.",
        "- No chain letters",
        "- or jokes",
        "- Be kind.",
    ]


def test_html_bullets_made_with_line_ends():
    page = "<h1>Staff Policy</h1><h2>Mail</h2><p>Staff must not:<br>&bull; send jokes<br>&bull; hide who they are</p>"
    assert found(read_html(page)) == [["Mail", "Staff must not:", "- send jokes", "- hide who they are"]]


def test_html_tables_are_rows_of_clauses_and_layout_tables_are_not():
    page = """<h1>Staff Policy</h1><h2>Rules</h2><table><tr><th>Topic</th><th>Rule</th></tr>
      <tr><td>Mail</td><td>It is kept for a year.</td></tr></table>
      <table><tr><td><ul><li>Be kind.</li></ul></td></tr></table>"""
    assert found(read_html(page)) == [["Rules", "Mail: It is kept for a year.", "- Be kind."]]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "OAK LIBRARY\nINFORMATION SYSTEMS USE POLICY\n\nMAIL\n\nMail is kept for a year.",
            "INFORMATION SYSTEMS USE POLICY",
        ),
        (
            "INFORMATION SYSTEMS AND\nTECHNOLOGY USE POLICY\n\nMAIL\n\nMail is kept for a year.",
            "INFORMATION SYSTEMS AND TECHNOLOGY USE POLICY",
        ),
        ("Oak Public Library\n\nStaff Use of Computers\n\nMAIL\n\nMail is kept for a year.", "Staff Use of Computers"),
        (
            "Policy 4.2: Staff Computers\nAdopted 5/1/2020\n\nMAIL\n\nMail is kept for a year.",
            "Policy 4.2: Staff Computers",
        ),
        ("Title: Staff Computer Policy\n\nMAIL\n\nMail is kept for a year.", "Staff Computer Policy"),
        ("1. Mail\n\nMail is kept for a year.\n\n2. Web\n\nLogs are kept for a month.", ""),
    ],
)
def test_the_title_is_the_line_that_names_the_policy(text, title):
    assert outline(read_text(text)).title == title
