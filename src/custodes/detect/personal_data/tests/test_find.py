from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.personal_data import Kind, find_personal_data
from custodes.detect.personal_data.cards import issuer_of, passes_luhn
from custodes.detect.personal_data.documents_of_identity import is_routing
from custodes.detect.personal_data.fold import fold
from custodes.detect.personal_data.iban import is_iban

FOUND = [
    ("Her SSN is 219-44-8716.", Kind.SOCIAL_SECURITY, "219-44-8716"),
    ("219-44-8716", Kind.SOCIAL_SECURITY, "219-44-8716"),
    ("social security number: 219448716", Kind.SOCIAL_SECURITY, "219448716"),
    ("ITIN 912-78-1234", Kind.TAXPAYER, "912-78-1234"),
    ("our EIN is 36-4391209", Kind.TAXPAYER, "36-4391209"),
    ("pay with 4012 8888 8888 1881", Kind.CARD, "4012 8888 8888 1881"),
    ("Linh Tran,4012888888881881,1980-01-02", Kind.CARD, "4012888888881881"),
    ("Linh Tran,219-44-8716,1980-01-02", Kind.SOCIAL_SECURITY, "219-44-8716"),
    ("Linh Tran,(630) 466-4810,1980-01-02", Kind.PHONE, "(630) 466-4810"),
    ("name,ssn\nLinh Tran,219448716\n", Kind.SOCIAL_SECURITY, "219448716"),
    ("Name\tDOB\tphone\nLinh Tran\t1980-01-02\t6304664810", Kind.BIRTH_DATE, "1980-01-02"),
    ("Name\tDOB\tphone\nLinh Tran\t1980-01-02\t466-4810", Kind.PHONE, "466-4810"),
    ('name;"Diagnosis"\n"Tran; Linh";"Asthma, mild"\n', Kind.MEDICAL, "Asthma, mild"),
    ("name,card\nLinh Tran,21930000101017\n", Kind.LIBRARY_CARD, "21930000101017"),
    ("pay with ４０１２ ８８８８ ８８８８ １８８１", Kind.CARD, "４０１２ ８８８８ ８８８８ １８８１"),
    ("4012–8888–8888–1881", Kind.CARD, "4012–8888–8888–1881"),
    ("Amex 3782 822463 10005 exp 11/27", Kind.CARD, "3782 822463 10005"),
    ("5555555555554444", Kind.CARD, "5555555555554444"),
    ("my card 503890547220", Kind.CARD, "503890547220"),
    ("IBAN DE89 3704 0044 0532 0130 00, thanks", Kind.IBAN, "DE89 3704 0044 0532 0130 00"),
    ("to gb82west12345698765432 please", Kind.IBAN, "gb82west12345698765432"),
    ("routing number 021000021", Kind.ROUTING, "021000021"),
    ("Checking account no. 8721938475 at the credit union", Kind.ACCOUNT, "8721938475"),
    ("Illinois driver's license D400-7836-0001", Kind.LICENSE, "D400-7836-0001"),
    ("Driver’s license number: F1234567", Kind.LICENSE, "F1234567"),
    ("passport number XG9382049", Kind.PASSPORT, "XG9382049"),
    ("Patient ID AHC-0933289", Kind.RECORD, "AHC-0933289"),
    ("call me at (630) 555-0142", Kind.PHONE, "(630) 555-0142"),
    ("630-466-4810", Kind.PHONE, "630-466-4810"),
    ("+49 89 6290-1689", Kind.PHONE, "+49 89 6290-1689"),
    ("Phone:\n467 3395", Kind.PHONE, "467 3395"),
    ("write to ana.b+x@mail.fernwood.example.", Kind.EMAIL, "ana.b+x@mail.fernwood.example"),
    ("see https://fernwood.example/a?b=1.", Kind.URL, "https://fernwood.example/a?b=1"),
    ("from 198.51.100.7 blocked", Kind.IP, "198.51.100.7"),
    ("from 2001:db8::7 blocked", Kind.IP, "2001:db8::7"),
    ("he lives at 44 Elm Street, Sugar Grove, IL 60554.", Kind.ADDRESS, "44 Elm Street, Sugar Grove, IL 60554"),
    ("Linh Tran, born on March 3, 1984", Kind.BIRTH_DATE, "March 3, 1984"),
    ("DOB: 03/04/1984", Kind.BIRTH_DATE, "03/04/1984"),
    ("Linh Tran was diagnosed with it in May", Kind.MEDICAL, "Linh Tran was diagnosed"),
    ("card 2 1930 00010 1017 of", Kind.LIBRARY_CARD, "2 1930 00010 1017"),
]

NOTHING = {
    "a commit": "commit 4012888888881881abcdef4012888888881881abcdef12",
    "a card number in a commit": "fixes 4012888888881881f",
    "a path": "/var/tmp/4012888888881881",
    "a wrong check digit": "order 4012 8888 8888 1882",
    "a time": "20261124074238 and 2026-11-24 07:42:38",
    "an epoch": "at 1795507200.000 and 1795507200123",
    "book numbers": "ISBN 978-0-306-40615-7, 9780306406157",
    "an item of the library": "30000012345678",
    "a version": "UHD 3.14.1.0 and version 4.1.0.5 of it",
    "a table of disks": "tmpfs 246728 0 246728 0% /sys",
    "an area that is none": "SSN 000-44-8716, 666-44-8716, 219-00-8716, 219-44-0000",
    "nine digits": "219448716",
    "a tracking number": "tracking 9400 1000 0000 0000 0000 00",
    "a wrong remainder": "DE88370400440532013000",
    "an account of no kind": "update your account 12345678 today",
    "a routing number with a wrong digit": "routing number 021000022",
    "a passport office": "The passport office opens at 9, room 1204.",
    "a software licence": "license number 12345-6789-0123",
    "books on illness": "New books on cancer and depression by John Smith",
    "a sentence without numbers": "The driver's license must be shown at the desk.",
    "an address in hexadecimal": "0x4012888888881881 at 40:12:88:88:88:88",
    "a table of other things": "name,address,phone\nx,y,z\n",
    "a heading without a table": "DOB: see the form\nSSN, phone",
    "an item beside a card": "the card of the patron who has 30012345678907",
    "a namespace": "std::vector and a::b",
    "a film of a census": "Record 219-44-8716 in the 1920 census film, Kane County",
    "a reel": "see reel no. 219-44-8716 for the parish register",
    "an order": "your order #219-44-8716 has been sent",
    "a time of day": "at 10 AM Dr. Jones and 9 PM CT today",
}


@pytest.mark.parametrize(("text", "kind", "words"), FOUND)
def test_personal_data_is_found_where_it_stands(text, kind, words):
    hits = [hit for hit in find_personal_data(text) if hit.kind is kind]
    assert [text[hit.start : hit.end] for hit in hits] == [words]
    assert all(hit.signals and 0.5 <= hit.score <= 1 for hit in hits)


@pytest.mark.parametrize("name", NOTHING)
def test_what_only_looks_like_it_is_left_alone(name):
    assert find_personal_data(NOTHING[name]) == []


def test_a_librarys_card_under_a_heading_is_no_payment_card():
    assert {hit.kind for hit in find_personal_data("name,card\nLinh Tran,21930000101017\n")} == {Kind.LIBRARY_CARD}


def test_words_beside_a_number_make_it_surer():
    (bare,), (said,) = find_personal_data("219-44-8716"), find_personal_data("SSN 219-44-8716")
    assert bare.score < said.score
    assert "the words for it stand beside it" in said.signals


def test_a_card_of_the_library_is_no_payment_card_though_an_issuers_are_as_long():
    code = "36009000100011"
    hits = [hit.kind for hit in find_personal_data(f"card {code}, please renew", card_prefixes=("3600",))]
    assert Kind.CARD not in hits


def test_the_prefix_of_library_cards_is_the_librarys_own():
    assert find_personal_data("41930000101013", card_prefixes=("2",)) == []
    (hit,) = find_personal_data("41930000101013", card_prefixes=("4193",))
    assert hit.kind is Kind.LIBRARY_CARD


def test_a_state_that_is_named_makes_its_licence_surer():
    (unnamed,) = find_personal_data("driver's license D40078360001")
    (named,) = find_personal_data("Illinois driver's license D40078360001")
    assert unnamed.score < named.score


@pytest.mark.parametrize(
    ("digits", "issuer"),
    [
        ("4" * 16, "Visa"),
        ("2720" + "0" * 12, "Mastercard"),
        ("2721" + "0" * 12, ""),
        ("37" + "0" * 13, "American Express"),
    ],
)
def test_an_issuer_is_told_by_beginning_and_length(digits, issuer):
    assert issuer_of(digits) == issuer


@given(st.text("0123456789", min_size=12, max_size=19), st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_fails_the_check_of_cards(digits, place, more):
    digits = next(digits[:-1] + last for last in "0123456789" if passes_luhn(digits[:-1] + last))
    place %= len(digits)
    changed = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert not passes_luhn(changed)


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_fails_the_check_of_accounts(place, more):
    good = "DE89370400440532013000"
    place += 4
    assert is_iban(good)
    assert not is_iban(good[:place] + str((int(good[place]) + more) % 10) + good[place + 1 :])


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_fails_the_check_of_routing_numbers(place, more):
    good = "021000021"
    assert is_routing(good)
    assert not is_routing(good[:place] + str((int(good[place]) + more) % 10) + good[place + 1 :])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_a_folded_text_is_as_long_and_plain(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(ord(sign) < 256 for sign in folded)


PIECES = st.sampled_from(
    [words for _, _, words in FOUND]
    + ["SSN", "card", "passport", " ", "\n", "-", "driver's license", "a@", "+", "::", "é", "\x00", "\ud800"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_whatever_is_written_hits_are_in_order_inside_the_text_and_apart(text):
    hits = find_personal_data(text, least=0)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    plain = [hit for hit in hits if hit.kind is not Kind.MEDICAL]
    assert all(one.end <= other.start for one, other in pairwise(plain))


@pytest.mark.slow
def test_fifty_megabytes_of_text_are_looked_through():
    text = "The board met on Tuesday and approved the minutes. " * 1_000_000
    assert find_personal_data(text) == []
