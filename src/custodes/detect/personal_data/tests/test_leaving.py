from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Outcome
from custodes.detect.lists import load_lists
from custodes.detect.personal_data import Parameters, personal_data
from custodes.detect.tests.mail_events import OURS, codes, make_mail, surroundings, texts
from custodes.events import EMAIL_ACTIVITY
from custodes.sources.documents import CUT_MARK

SURE = 0.5
SSN, CARD, IBAN = "219-44-8716", "4012 8888 8888 1881", "DE89 3704 0044 0532 0130 00"


def roster(rows, heading="name,phone,birth date", row="Ana Sample{n},(630) 466-{n:04},1980-01-0{d}"):
    return "\n".join([heading, *(row.format(n=n, d=n % 9 + 1) for n in range(rows))])


def look(letter, parameters=None, **context):
    letter = {"email.from": OURS, "email.to": ["someone@company.example"], **letter}
    found = personal_data(make_mail(letter), surroundings(parameters or Parameters(), clause="use.privacy", **context))
    return found.findings[0] if found.findings else None


def attached(text, **more):
    return {"files": [{"name": "export.csv", "mime_type": "text/csv", "text": text, **more}]}


GUILTY = {
    "a Social Security number": {"body": f"For the form: her SSN is {SSN}."},
    "a card": {"body": f"Please charge it: {CARD}, exp 11/27. It is Ruth's."},
    "a card in an attachment": attached(f"name,card\nLinh Tran,{CARD}\n"),
    "a passport": {"body": "Linh's passport number is XG9382049"},
    "a licence": {"body": "driver's license of the patron: D400-7836-0001 (Illinois)"},
    "forwarded": {"email.subject": "Fwd: form", "body": "see below", "body.quoted": f"my SSN is {SSN}"},
    "a list of people": attached(roster(12)),
    "a few people's birth dates": attached(roster(4)),
    "a long list of phones": attached(roster(45, "name,dept,phone", "Ana Sample{n},desk,(630) 466-{n:04}")),
    "someone else's in one's own mailbox": {"body": f"SSN of Linh Tran {SSN}", "email.to": ["ana.brandt@gmail.com"]},
    "an illness": {"body": "Linh Tran was diagnosed with it, DOB 03/04/1984"},
}

INNOCENT = {
    "among ourselves": {"body": f"SSN {SSN}", "email.to": ["ruth@fernwood.example"]},
    "from outside": {"body": f"SSN {SSN}", "email.from": "a@b.example", "email.to": [OURS]},
    "the sender's own": {"body": f"My SSN is {SSN}.", "email.to": ["benefits@company.example"]},
    "a signature": {"body": "Hello\n\n-- \nAna Brandt\n44 Elm Street, Sugar Grove, IL 60554\n(630) 466-4810"},
    "one phone": {"body": "Linh's phone is (630) 466-4810"},
    "a reply that quotes": {"email.subject": "Re: form", "body": "Thanks, done.", "body.quoted": f"> my SSN is {SSN}"},
    "a short list": attached(roster(9, "name,dept,phone", "Ana Sample{n},desk,(630) 466-{n:04}")),
    "an own IBAN": {"body": f"Please pay to {IBAN}"},
    "an order": {"body": "order 4012 8888 8888 1882, tracking 9400 1000 0000 0000 0000 00"},
    "nothing": {"body": None},
}


@pytest.mark.parametrize("name", GUILTY)
def test_others_data_that_leaves_is_found_and_never_repeated(name):
    finding = look(GUILTY[name])
    assert finding is not None
    assert finding.confidence >= SURE, texts(finding)
    assert finding.outcome is Outcome.YES
    assert finding.subject == "s1"
    for secret in (SSN, CARD, "Linh", "someone@", "XG9382049", "8716", "1881"):
        assert secret not in texts(finding)


@pytest.mark.parametrize("name", INNOCENT)
def test_ordinary_mail_is_left_alone(name):
    finding = look(INNOCENT[name])
    assert finding is None or finding.confidence < SURE, texts(finding)


def test_a_reason_says_what_where_and_why():
    finding = look({"email.subject": "the form", "body": f"Hello,\nher SSN is {SSN}."})
    assert codes(finding) == {"privacy.social-security", "privacy.outside"}
    assert finding.reasons[0].text == (
        "In line 2 of the message stands a US Social Security number: "
        "its groups are those of such a number and the words for it stand beside it."
    )


def test_several_are_counted_once_each_and_surer():
    one, same, three = (
        look({"body": f"SSN of staff: {numbers}"})
        for numbers in (SSN, f"{SSN} {SSN}", "219-44-8716, 219-44-8717, 219-44-8718")
    )
    assert one.confidence == same.confidence < three.confidence
    assert "There stand 3 different US Social Security numbers, the first of them in line 1" in texts(three)


def test_known_correspondents_make_it_less_sure():
    known = look(GUILTY["a card"], correspondents=frozenset(["company.example"]))
    assert known.confidence < look(GUILTY["a card"]).confidence


def test_ones_own_private_mailbox_is_said_to_be_that():
    assert "privacy.own-mailbox" in codes(look(GUILTY["someone else's in one's own mailbox"]))
    assert "privacy.own-mailbox" not in codes(look(GUILTY["a card"] | {"email.to": ["linh@gmail.com"]}))


def test_the_librarys_own_numbers_are_nobodys(tmp_path):
    (tmp_path / "own-numbers.txt").write_text("# the Friends\nDE89370400440532013000\n4012-8888-8888-1881\n")
    lists = load_lists(tmp_path)
    letter = {"email.from": OURS, "email.to": ["a@company.example"], "body": f"Pay to {IBAN} or charge card {CARD}"}
    context = replace(surroundings(Parameters(), clause="use.privacy"), lists=lists)
    assert personal_data(make_mail(letter), context).findings == ()
    (finding,) = personal_data(make_mail({**letter, "body": f"her SSN is {SSN}"}), context).findings
    assert finding.confidence >= SURE


def test_what_was_found_does_not_hide_what_could_not_be_told():
    files = [{"name": "a.zip", "size": 9, "text": None, "is_encrypted": True}]
    letter = {"email.from": OURS, "email.to": ["a@company.example"], "body": f"Pay to {IBAN}", "files": files}
    found = personal_data(make_mail(letter), surroundings(Parameters(), clause="use.privacy")).findings
    assert [finding.outcome for finding in found] == [Outcome.YES, Outcome.COULD_NOT_TELL]


def test_what_is_too_long_could_not_be_told_and_is_counted():
    finding = look({"body": "a letter. " * 120_000})
    assert finding.outcome is Outcome.COULD_NOT_TELL
    assert "privacy.not-looked-at" in codes(finding)
    assert "200,001 characters that went outside could not be looked at" in texts(finding)


def test_a_document_of_which_a_part_was_read_is_told():
    assert "privacy.part" in codes(look(attached("first pages" + CUT_MARK)))


def test_a_locked_attachment_could_not_be_told():
    finding = look(attached(None, is_encrypted=True))
    assert (finding.outcome, finding.confidence) == (Outcome.COULD_NOT_TELL, 0)
    assert "privacy.locked" in codes(finding)


def test_a_document_that_could_not_be_read_is_told_and_a_picture_is_not():
    assert "privacy.unread" in codes(look({"files": [{"name": "people.xlsx", "size": 9, "text": None}]}))
    assert look({"files": [{"name": "people.png", "size": 9, "mime_type": "image/png", "text": None}]}) is None
    assert look({"files": [{"name": "scan.pdf", "size": 9, "text": ""}]}) is None


def test_kinds_that_the_policy_leaves_out_are_not_looked_for():
    assert look({"body": f"SSN {SSN}"}, Parameters(kinds=("payment-card",))) is None


def test_a_list_is_as_long_as_the_policy_says():
    assert look(attached(roster(4)), Parameters(people_a_list=3)).confidence >= SURE


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    look({**GUILTY["a card"], column: None})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=60))
def test_whatever_is_written_a_finding_has_reasons_without_it(body, attachment, subject):
    finding = look({"email.subject": subject, "body": f"{body} {SSN}", **attached(attachment)})
    assert finding is None or (SSN not in texts(finding) and all(reason.code for reason in finding.reasons))
