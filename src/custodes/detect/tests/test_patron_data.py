import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Outcome
from custodes.detect.patron_data import Parameters, patron_data
from custodes.detect.patron_data.personal import count_listed_people
from custodes.detect.tests.mail_events import OURS, codes, make_mail, surroundings, texts
from custodes.events import EMAIL_ACTIVITY

SURE = 0.5


def card(number, first="21930"):
    """A library card's fourteen digits, the last of which checks the others (Luhn's way)."""
    digits = f"{first}{number:08}"
    doubled = (int(digit) * (2 - index % 2) for index, digit in enumerate(digits))
    return digits + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


A, B, C = card(10101), card(20202), card(30303)
ROSTER = "patron,email,phone,birth date\n" + "".join(
    f"Name {n},n{n}@x.example,555-201-44{n}0,1980-01-0{n}\n" for n in range(1, 7)
)


def look(letter, parameters=None, **context):
    letter = {"email.from": OURS, "email.to": ["someone@company.example"], **letter}
    found = patron_data(make_mail(letter), surroundings(parameters or Parameters(), clause="use.privacy", **context))
    return found.findings[0] if found.findings else None


GUILTY = {
    "two cards": {"body": f"These fail in your app: {A} and {B[:1]} {B[1:5]} {B[5:]}"},
    "three cards": {"body": f"{A}\n{B}\n{C}"},
    "a spreadsheet": {"files": [None, {"name": "export.csv", "text": f"card,name\n{A},x\n{B},y\n{C},z\n"}]},
    "what a neighbor reads": {"body": f"I looked it up. Checked out to the card {A}: “Divorce for beginners”"},
    "a roster without numbers": {"files": [{"name": "patrons.csv", "text": ROSTER}]},
    "what a neighbor owes": {"body": f"Her card {A} has eleven late items."},
    "whose card it is": {"body": f"La tarjeta de Ana Ruiz es {A}"},
    "one card to two people": {"body": f"See {A}", "email.cc": ["other@third.example"]},
}

INNOCENT = {
    "a notice to the holder": {
        "body": f"Dear Linh, your card {A} is renewed until fall.",
        "email.to": ["linh@gmail.com"],
    },
    "the holder's own fines": {"body": f"There are no fines on {A} any more.", "email.to": ["linh@gmail.com"]},
    "an answer that quotes the patron": {"body": "It should be your turn soon.", "body.quoted": f"> my card is {A}"},
    "among ourselves": {"body": f"{A} {B} {C}", "email.to": ["ruth@fernwood.example"]},
    "from a patron to us": {"body": f"{A} {B}", "email.from": "linh@gmail.com", "email.to": [OURS]},
    "book numbers": {"body": "9780306406157 and 97803064061570, order 12345678901234"},
    "an invoice": {"body": "Invoice 4471 is overdue: please pay. It was due back in October."},
    "a phone list of vendors": {"body": "vendor | name | 555-201-4410\n" * 9},
    "nothing": {"body": None},
}


@pytest.mark.parametrize("name", GUILTY)
def test_patrons_details_that_leave_are_found_and_never_repeated(name):
    finding = look(GUILTY[name])
    assert finding is not None
    assert finding.confidence >= SURE, texts(finding)
    assert finding.subject == "s1"
    assert "at company.example" in texts(finding) or "third.example" in texts(finding)
    assert not any(secret in texts(finding).replace(" ", "") for secret in (A, B, C, "someone@", "n1@"))


@pytest.mark.parametrize("name", INNOCENT)
def test_ordinary_work_is_left_alone(name):
    finding = look(INNOCENT[name])
    assert finding is None or finding.confidence < SURE, texts(finding)


def test_more_cards_make_it_surer_and_the_same_card_twice_does_not():
    assert look({"body": f"{A} {A}"}).confidence == look({"body": A}).confidence
    assert (
        look({"body": A}).confidence < look({"body": f"{A} {B}"}).confidence < look({"body": f"{A} {B} {C}"}).confidence
    )


def test_the_prefix_of_the_cards_is_the_librarys_own():
    other = card(77, first="41930")
    assert look({"body": f"{other} {card(78, first='41930')}"}) is None
    assert look({"body": f"{other} {card(78, first='41930')}"}, Parameters(card_prefixes=("4",))).confidence >= SURE


def test_a_reason_says_how_many_and_where_they_went():
    finding = look(GUILTY["a spreadsheet"])
    assert codes(finding) == {"privacy.cards", "privacy.outside"}
    assert "In an attachment stand 3 different library-card numbers." in texts(finding)
    assert "It went outside, to 1 recipient at company.example." in texts(finding)


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    look({**GUILTY["two cards"], column: None})


def test_a_body_of_five_megabytes_is_no_trouble():
    finding = look({"body": "no card here " * 400_000})
    assert finding.outcome is Outcome.COULD_NOT_TELL
    assert "4,200,001 characters that went outside could not be looked at" in texts(finding)


def test_a_locked_or_damaged_attachment_could_not_be_told_beside_what_was_found():
    locked = {"name": "a.zip", "size": 9, "text": None, "is_encrypted": True}
    letter = {"body": f"{card(77)} {card(78)}", "files": [locked]}
    letter = {"email.from": OURS, "email.to": ["someone@company.example"], **letter}
    found = patron_data(make_mail(letter), surroundings(Parameters(), clause="use.privacy")).findings
    assert [finding.outcome for finding in found] == [Outcome.YES, Outcome.COULD_NOT_TELL]


def test_a_list_of_patrons_needs_five_rows_and_the_word():
    assert count_listed_people(ROSTER) == 6
    assert count_listed_people("\n".join(ROSTER.splitlines()[:5])) == 0
    assert count_listed_people(ROSTER.replace("patron", "name")) == 0


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10**8 - 1).map(card), min_size=1, max_size=5), st.sampled_from([" ", "\n", ", ", ";"]))
def test_no_card_stands_in_a_reason(cards, between):
    finding = look({"email.subject": cards[0], "body": between.join(cards)})
    if finding:
        assert not any(number in texts(finding) for number in cards)
