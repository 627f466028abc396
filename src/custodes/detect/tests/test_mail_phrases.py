import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.suspicious_mail.folding import fold, list_tricks
from custodes.detect.suspicious_mail.judgement import KINDS
from custodes.detect.suspicious_mail.phrases import load_phrases, read_phrases
from custodes.detect.suspicious_mail.shipped import load_beliefs, load_brands


def find(text):
    return {reason.code: reason.text for reason in load_phrases().find(fold(text))}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Answer within\n24 hours!", "urgency.deadline"),
        ("YOUR  ACCOUNT HAS BEEN   SUSPENDED", "urgency.threat"),
        ("kindly do the needful", "writing.lure-idiom"),
        ("log in to your p4ypal", "writing.figures-in-words"),
        ("confirme su contraseña", "request.login"),
        ("confirme su contrasena", "request.login"),
        ("Ihr Konto wurde heute gesperrt", "urgency.threat"),
        ("send me bitcoin at once", "request.money"),
    ],
)
def test_a_phrase_is_found_in_any_case_and_setting(text, code):
    assert code in find(text)


@pytest.mark.parametrize(
    "text",
    ["paypal", "the account of the trip", "24 hours a day", "a suspended ceiling", "she verified the shelf list", ""],
)
def test_words_of_lures_apart_are_no_phrase(text):
    assert not find(text)


def test_a_reason_quotes_the_words_and_leaves_out_what_stands_between():
    text = find("Your account, secret 4471, will soon be limited; sign in here or at desk to keep it.")["request.login"]
    assert "sign in here … keep" in text
    assert "desk" not in text


def test_every_phrase_matches_something_it_is_made_of():
    for phrase in load_phrases().phrases:
        assert re.compile(phrase.expression).groups >= 1


def test_signs_and_beliefs_name_each_other():
    codes = {phrase.code for phrase in load_phrases().phrases}
    assert codes <= set(load_beliefs())
    assert {code.partition(".")[0] for code in load_beliefs()} == {*KINDS, "fair"}
    assert all((belief.weight < 0) == code.startswith("fair.") for code, belief in load_beliefs().items())


def test_no_brand_is_without_a_domain_and_each_owns_its_own():
    for brand in load_brands().values():
        assert brand.domains
        assert all(brand.owns(f"mail.{domain}") for domain in brand.domains)
    assert not load_brands()["paypal"].owns("paypal.evil.example")


def test_a_choice_a_gap_and_a_number_are_read_as_written():
    (phrase,) = read_phrases({"x.y": {"says": "s", "phrases": {"en": ["pay (me|us) N … now"]}}})
    assert phrase.quote(b"so pay us 20 dollars right now") == "pay us 20 … now"
    assert re.search(phrase.expression, b"pay them 20 dollars now") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Urgеnt: Yоur Sоcіаl", ["writing.mixed-alphabets"]),
        ("Mi\u200bcr\u200boso\u200bft", ["writing.hidden-characters"]),
        ("𝗣𝗹𝗲𝗮𝘀𝗲", ["writing.dressed-letters"]),
        ("Привет, мир", []),
        ("Über die Straße, año, façade", []),
        ("plain", []),
    ],
)
def test_tricks_with_letters_are_told_from_honest_languages(text, expected):
    assert list_tricks(text) == expected


@given(st.text())
def test_folding_any_text_gives_ascii_and_leaves_ascii_alone(text):
    text = text.encode("utf-8", "replace").decode()
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded.decode()) == folded
