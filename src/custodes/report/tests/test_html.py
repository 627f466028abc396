import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from custodes.detect.finding import Evidence, Reason
from custodes.engine.results import Account, ClauseResult
from custodes.report import html
from custodes.report.page import SOURCES_SHOWN
from custodes.report.tests.examples import (
    HOSTILE,
    empty_results,
    finding,
    hostile_results,
    quiet_results,
    rich_results,
)
from custodes.sources.contract import Rejected

EVERY_KIND = {"rich": rich_results, "quiet": quiet_results, "empty": empty_results, "hostile": hostile_results}
VOID = {"meta"}


def page(results):
    return "".join(html.render(results))


def parsed(results):
    return LexborHTMLParser(page(results))


def text(node):
    return " ".join(node.text().split())


@pytest.fixture(params=EVERY_KIND)
def tree(request):
    return parsed(EVERY_KIND[request.param]())


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_element_that_opens_closes_in_order(kind):
    body = re.sub(r"<style>.*?</style>", "", page(EVERY_KIND[kind]()), flags=re.DOTALL)
    opened = []
    for closing, name, itself in re.findall(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*?)?(/?)>", body):
        if closing:
            assert opened.pop() == name
        elif not itself and name not in VOID:
            opened.append(name)
    assert opened == []


def test_nothing_comes_from_elsewhere_and_nothing_runs(tree):
    assert not tree.css("script, link, img, iframe, object, embed, form, base, [src], [style]")
    assert all(node.attributes["href"].startswith("#") for node in tree.css("[href]"))
    assert not [name for node in tree.css("*") for name in node.attributes if name.startswith("on")]
    assert "url(" not in tree.css_first("style").text()


def test_the_security_policy_allows_this_style_and_nothing_else():
    made = page(rich_results())
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in made.replace(
        "&#39;", "'"
    )


def test_every_link_leads_somewhere_and_every_id_is_given_once(tree):
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {node.attributes["href"][1:] for node in tree.css("[href]")} <= set(ids)
    named = [name for node in tree.css("[aria-labelledby]") for name in node.attributes["aria-labelledby"].split()]
    assert set(named) <= set(ids)


def test_headings_go_down_one_level_at_a_time(tree):
    levels = [int(node.tag[1]) for node in tree.css("h1, h2, h3, h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_headers_and_charts_have_words(tree):
    assert all(table.css("th[scope]") for table in tree.css("table"))
    assert all(chart.css_first("title").text() and chart.css_first("desc").text() for chart in tree.css("svg"))
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("main") is not None
    assert tree.css_first("a.skip").attributes["href"] == "#main"


def test_every_clause_is_there_in_reading_order_with_its_note(tree):
    clauses = tree.css("article.clause")
    assert [node.attributes["id"] for node in clauses] == [f"c-{clause.id}" for clause in rich_results().policy.clauses]
    for node, clause in zip(clauses, rich_results().policy.clauses, strict=True):
        assert clause.text in text(node)
        assert node.css_first(".note b").text()


def test_big_numbers_count_what_they_lead_to():
    numbers = {node.attributes["href"]: text(node) for node in parsed(rich_results()).css(".panel a")}
    assert numbers == {
        "#policy": "29 clauses",
        "#seen": "5 with findings",
        "#by-day": "141 findings",
        "#untold": "4 could not be told",
        "#account": "1,221,027 items read",
    }


def test_a_finding_says_what_who_when_how_sure_why_and_on_what():
    shown = parsed(rich_results()).css_first("#c-security\\.suspicious-mail .finding")
    assert text(shown.css_first("h3")) == (
        "A message from outside asks for a login and shows three of the policy's four signs."
    )
    assert text(shown.css_first(".meta")) == "Person 8 · Saturday 3 October 2026, 08:37 · almost certain (0.98)"
    assert shown.css_first("time").attributes["datetime"] == "2026-10-03T13:37:00Z"
    assert [text(node) for node in shown.css("dt")] == ["Sender", "Urgency", "Link", "Rests on"]
    assert "mail/2026-11.mbox" in text(shown.css("dd")[-1])
    assert "message 311" in text(shown.css("dd")[-1])
    assert len(text(shown.css_first(".hash"))) == 64


def test_more_findings_than_are_shown_are_counted():
    assert "Shown: the surest 40 of 80" in text(parsed(rich_results()).css_first("#c-security\\.suspicious-mail"))


def test_the_page_stays_small():
    assert len(page(rich_results()).encode()) < 400_000


def test_nothing_seen_is_quiet():
    tree = parsed(quiet_results())
    assert not tree.css(".finding")
    assert "Nothing was seen that the policy speaks of, in the 1,106,175 items looked at." in text(
        tree.css_first("#seen")
    )


def test_what_nobody_looked_for_stands_beside_what_was_not_seen():
    only_mail = replace(quiet_results(), accounts=(Account("a.mbox", "mail", taken=1, out=1, kept=1),))
    said = text(parsed(only_mail).css_first("#seen"))
    assert "Not looked at, since what it needs was not given: use.purpose, use.personal" in said
    assert "Nothing keeps these yet: scope.all-staff" in said


def test_the_page_says_on_whose_clocks_its_times_are():
    assert "(America/Chicago time)" in text(parsed(quiet_results()).css_first(".dates"))


def test_an_empty_page_says_how_to_begin():
    assert "custodes check mail.mbox access.log" in text(parsed(empty_results()).css_first("#seen"))


def test_what_could_not_be_told_is_gathered_by_reason():
    said = text(parsed(rich_results()).css_first("#untold"))
    assert "An encrypted attachment and no text: nothing could be read. 2:" in said
    assert "The message is one image. 1: mail/2026-10.mbox: message 3732" in said


def test_what_is_not_listed_is_counted():
    result = ClauseResult("use.volume", could_not_tell=9)
    results = replace(quiet_results(), clauses={"use.volume": result})
    assert "9 more; --format jsonl writes every one." in text(parsed(results).css_first("#untold"))


def test_the_account_balances_and_says_so():
    account = parsed(rich_results()).css_first("#account")
    assert "It balances: 1,221,027 in = 1,220,979 out + 48 rejected." in text(account.css_first(".balance"))
    assert [text(node) for node in account.css("tfoot td")] == [
        "1,221,027", "1,220,979", "48", "265", "114,419", "0", "120", "1,106,175", "220",
    ]  # fmt: skip
    assert "88120 to 88162" in text(account)


def test_a_loss_is_said_loudly():
    lossy = replace(rich_results(), accounts=(Account("a.mbox", "mail", taken=2, out=1),))
    assert "It does not balance" in text(parsed(lossy).css_first("#account .caution"))


def test_rejections_not_listed_are_counted():
    account = Account("a.log", "squid", taken=9, rejected=9, rejections=(Rejected("a.log", "No.", 1, 2),))
    said = text(parsed(replace(rich_results(), accounts=(account,))).css_first("#account"))
    assert "7 more; --summary FILE lists every one." in said


def test_many_sources_are_gathered_and_those_with_losses_come_first():
    accounts = [Account(f"{number}.eml", "mail", taken=1, out=1, kept=1) for number in range(500)]
    accounts.append(Account("last.eml", "mail", taken=1, rejected=1, rejections=(Rejected("last.eml", "Empty."),)))
    rows = parsed(replace(quiet_results(), accounts=tuple(accounts))).css(".account tbody tr")
    assert len(rows) == SOURCES_SHOWN + 1
    assert text(rows[0]).startswith("last.eml mail")
    assert text(rows[-1]).startswith("441 more sources")


def test_hostile_text_stays_text():
    made = page(hostile_results())
    assert "<script" not in made
    assert "&lt;script&gt;" in made
    assert not any(letter in made for letter in "\x00\x1b\u202e\udcff")
    assert len(made) < 100_000
    made.encode()


def test_hostile_text_is_kept_apart_from_the_direction_of_the_rest():
    tree = parsed(hostile_results())
    beyond = [node for node in tree.css("dd, td, th, h3, .meta, li, summary") if "alert(1)" in node.text(deep=False)]
    assert beyond == []


def test_a_clause_the_policy_does_not_have_is_not_lost():
    stray = ClauseResult("use.invented", yes=1, subjects=1, findings=(finding("use.invented"),))
    results = replace(rich_results(), clauses={"use.invented": stray})
    section = parsed(results).css_first("#c-use\\.invented").parent
    assert "Looked for, though no clause asks" in text(section)


def test_a_page_with_names_says_so_first():
    header = parsed(replace(rich_results(), shows_people=True)).css_first("header")
    assert "This page names people." in text(header)
    assert "pseudonym" not in text(parsed(replace(rich_results(), shows_people=True)).css_first("#reading"))


def test_a_finding_without_a_time_says_so():
    result = ClauseResult("use.personal", yes=1, subjects=1, findings=(finding(at=None),))
    shown = parsed(replace(rich_results(), clauses={"use.personal": result})).css_first(".finding")
    assert "No time given" in text(shown)


def test_the_span_is_in_the_library_s_days():
    results = replace(
        rich_results(),
        first_at=datetime(2026, 10, 1, 3, 0, tzinfo=UTC),
        last_at=datetime(2026, 10, 1, 4, 0, tzinfo=UTC),
    )
    assert "items of 30 September 2026" in text(parsed(results).css_first(".dates"))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.text(st.characters(codec=None), min_size=1), st.text(st.characters(codec=None)))
def test_whatever_a_finding_says_the_page_stands(words, place):
    seen = finding(
        subject=words, reasons=(Reason(words, words), Reason(place, words)), evidence=(Evidence(place, words, ""),)
    )
    result = ClauseResult("use.personal", yes=1, subjects=1, findings=(seen,))
    made = page(replace(quiet_results(), clauses={"use.personal": result}))
    made.encode()
    assert len(LexborHTMLParser(made).css("article.clause")) == 29


def test_it_comes_in_pieces():
    pieces = list(html.render(rich_results()))
    assert len(pieces) > 5
    assert all(len(piece) < 100_000 for piece in pieces)
    assert HOSTILE not in pieces
