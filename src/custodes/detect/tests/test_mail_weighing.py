import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.finding import Reason
from custodes.detect.models import Lesson
from custodes.detect.suspicious_mail.judgement import LIKELY, judge
from custodes.detect.suspicious_mail.model import load_shipped
from custodes.detect.suspicious_mail.page import find_page, signs
from custodes.detect.suspicious_mail.paths import traits_of
from custodes.detect.suspicious_mail.scripts import find_foreign_script
from custodes.detect.suspicious_mail.shipped import load_beliefs
from custodes.detect.suspicious_mail.weighing import Balance, TaughtBalance, number_of, share_of
from custodes.detect.suspicious_mail.words import read_words

BALANCE = Balance(-2.0, {"urgency.act": 1.5, "fair.answers": -1.0}, {"verify": 4.0})
AGAINST = sorted(code for code in load_beliefs() if not code.startswith("fair."))


def test_a_sum_is_its_start_and_its_parts():
    weighed = BALANCE.weigh({"urgency.act", "link.port"}, {"verify", "lunch"})
    assert weighed.by_sign == {"urgency.act": 1.5}
    assert weighed.by_word == {"verify": 4.0 * share_of({"verify", "lunch"})}
    assert math.isclose(weighed.logit, -2.0 + 1.5 + weighed.by_word["verify"])


def test_a_lesson_adds_to_what_is_shipped_and_knows_words_by_number():
    lesson = Lesson(trust=0.5, start=1.0, signs={"urgency.act": 2.0}, words={number_of("lunch"): -3.0})
    weighed = TaughtBalance(BALANCE, lesson).weigh({"urgency.act"}, {"verify", "lunch"})
    share = share_of({"verify", "lunch"})
    assert math.isclose(weighed.logit, 1.0 + 0.5 * (-2.0 + 1.5 + 4.0 * share) + 2.0 - 3.0 * share)
    assert weighed.by_sign == {"urgency.act": 0.5 * 1.5 + 2.0}
    assert math.isclose(weighed.by_word["lunch"], -3.0 * share)


def test_the_shipped_weights_keep_to_their_side():
    unwanted = load_shipped().unwanted
    assert isinstance(unwanted, Balance)
    assert set(unwanted.signs) == set(load_beliefs())
    assert all((weight <= 0) if code.startswith("fair.") else (weight >= 0) for code, weight in unwanted.signs.items())


def test_only_plain_words_are_quoted():
    assert all(word.isalpha() and len(word) >= 4 for word in load_shipped().quotable)


def test_no_reason_repeats_a_long_number_that_a_host_is_named_by():
    found = judge([Reason("link.us-inside", "A link leads to 2197-5550.123456.example.")], (), (), load_shipped())
    assert found.reasons[1].text == "A link leads to ….example."


@given(st.lists(st.sampled_from(AGAINST), max_size=8), st.lists(st.sampled_from(AGAINST), max_size=8))
def test_more_signs_never_make_it_less_sure(few, more):
    def confidence(codes):
        found = judge([Reason(code, "x") for code in dict.fromkeys(codes)], (), (), load_shipped())
        return found.confidence if found else 0.0

    assert confidence([*few, *more]) >= confidence(few)


@given(st.lists(st.sampled_from(AGAINST), unique=True, max_size=30))
def test_a_judgement_begins_with_its_verdict_and_gives_a_reason_more_where_it_is_likely(codes):
    found = judge([Reason(code, "x") for code in codes], (), (), load_shipped())
    if found:
        assert found.reasons[0].code == f"verdict.{found.verdict}"
        assert len(found.reasons) > 1 or found.confidence < LIKELY


def test_what_deceives_leaves_nothing_that_is_fair():
    fair = [Reason("fair.known-sender", "x")]
    pressing = [Reason(code, "x") for code in ("request.login", "urgency.threat", "urgency.act")]
    kinder, alone = (judge(pressing, told, (), load_shipped()) for told in (fair, ()))
    assert alone is not None
    assert kinder is None or kinder.confidence < alone.confidence
    deceiving = [*pressing, Reason("link.mismatch", "x")]
    assert judge(deceiving, fair, (), load_shipped()) == judge(deceiving, (), (), load_shipped())


PAGE = b"From: a@b.example\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: %b\n\n%b"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"7bit", b"<p>Hi</p>"),
        (b"quoted-printable", b"<p>H=69</p>"),
        (b"base64", b"PHA+SGk8L3A+"),
        (b"BASE64", b"PHA+SGk8L3A+="),
    ],
)
def test_a_page_is_found_in_any_encoding(encoding, body):
    assert find_page(PAGE % (encoding, body)).strip() == b"<p>Hi</p>"


def test_of_many_parts_the_page_is_the_part_that_is_one():
    parts = (
        b"Content-Type: multipart/alternative; boundary=xx\n\n--xx\nContent-Type: text/plain\n\nHi\n"
        b"--xx\nContent-Transfer-Encoding: base64\nContent-Type: text/html\n\nPHA+SGk8L3A+\n--xx--\n"
    )
    assert find_page(parts) == b"<p>Hi</p>"
    assert find_page(b"Subject: x\n\ntext/html is a kind") == b""


@given(st.binary(max_size=400))
def test_whatever_the_bytes_a_page_is_bytes(data):
    assert isinstance(find_page(b"content-type: text/html\ncontent-transfer-encoding: base64\n\n" + data), bytes)
    list(signs(data, ""))


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b'<p style="font-size:0px">' + b"words that nobody sees " * 4, "page.hidden-text"),
        (b'<form action="http://x.example/">', "page.form"),
        (b"<script>go()</script>", "page.script"),
        (b'<a href="data:text/html;base64,AAAA">', "page.data"),
        (b'<img src="cid:1">', "page.only-image"),
        (b"ve&zwnj;ri&zwnj;fy yo&zwnj;ur acc&zwnj;ount", "page.split-words"),
    ],
)
def test_each_trick_of_a_page_is_seen_and_plain_pages_have_none(page, code):
    assert code in {reason.code for reason in signs(page, "")}
    assert not list(signs(b"<p>Plain words, a <b>table</b> and <img src='x'></p>", "word " * 30))


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("/wp-content/plugins/x/index.php", "link.broken-into"),
        ("/?e=someone@elsewhere.example", "link.carries-address"),
        (":4443/a", "link.port"),
        ("/secure/login", "link.login-path"),
        ("/aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3", "link.random-path"),
    ],
)
def test_odd_addresses_are_told_from_plain_ones(rest, code):
    assert code in traits_of(rest)
    assert traits_of("/news/2026/11/fall-program.html?page=2") == ()


def test_letters_that_are_not_read_are_named():
    assert find_foreign_script("Здравствуйте, это письмо написано по-русски и достаточно длинно.") == "Cyrillic"
    assert find_foreign_script("図書館からのお知らせです。" * 5) == ""
    assert find_foreign_script("Schöne Grüße aus Köln " * 5) == ""
    assert find_foreign_script("Привет") == ""


def test_figures_addresses_and_accents_are_no_words():
    text = "Señor, pay 4471 € by 24.11.2026 at https://pay.example/now or ana@elsewhere.example"
    assert read_words(text) == ["senor", "pay", "by", "at", "or"]


@given(st.text(max_size=300))
def test_words_of_any_text_are_plain(text):
    text = text.encode("utf-8", "replace").decode()
    assert all(not any(map(str.isdigit, word)) for word in read_words(text) if word.isascii())
