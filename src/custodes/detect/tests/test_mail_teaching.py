import re
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
import pytest

from custodes.detect.errors import ListError
from custodes.detect.lists import load_lists
from custodes.detect.models import FORM, Lesson, Taught, hash_name, load_models, read_taught, write_taught
from custodes.detect.suspicious_mail.fitting.campaigns import list_campaigns
from custodes.detect.suspicious_mail.fitting.course import LEAST_ORDINARY, TooLittleError, hold_course
from custodes.detect.suspicious_mail.fitting.teaching import (
    Shown,
    apply_lesson,
    choose_numbers,
    fit_lesson,
    mark_first_contacts,
)
from custodes.detect.suspicious_mail.message import read_messages
from custodes.detect.suspicious_mail.weighing import number_of
from custodes.detect.tests.mail_events import make_mail

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HERE, LURE = ["desk", "shelf", "hold", "branch", "budget"], ["wallet", "voucher", "parcel", "claim", "survey"]


def shown(number, words, *, group=None, sender=None, codes=()):
    numbers = np.unique(np.array([number_of(word) for word in words], np.uint32))
    sender = f"s{number % 40}.example" if sender is None else sender
    at = BEGIN + timedelta(hours=number)
    return Shown(at, number % 40 if group is None else group, sender, frozenset(codes), numbers, (-0.5, 0.0))


def make_site(ordinary=400, reported=120):
    rng = Random(1)
    honest = [shown(n, rng.sample(HERE, 3)) for n in range(ordinary)]
    bad = [shown(n, rng.sample(LURE, 3), group=n // 4, sender=f"x{n}.example") for n in range(reported)]
    return honest, bad


def test_what_is_taught_tells_new_campaigns_from_ordinary_mail():
    taught, marks = hold_course(*make_site())
    assert marks.reported >= 25
    assert marks.campaigns >= 7
    assert marks.found == marks.reported
    assert marks.found_untaught == 0
    assert marks.mistaken == 0
    assert taught.unwanted.words[number_of("wallet")] > 0 > taught.unwanted.words[number_of("desk")]
    assert taught.phishing is None


def test_too_little_is_refused_with_what_is_missing():
    with pytest.raises(TooLittleError, match=f"100 of {LEAST_ORDINARY} ordinary messages"):
        hold_course(*make_site(ordinary=100))
    with pytest.raises(TooLittleError, match="5 of 40 messages of plain spam"):
        hold_course(*make_site(), [shown(n, LURE) for n in range(5)])


def test_plain_spam_teaches_the_second_question():
    taught, _ = hold_course(*make_site(), [shown(n, ["pills", "replica"], group=n) for n in range(50)])
    assert taught.phishing is not None
    assert taught.phishing.words[number_of("pills")] < 0


def test_a_word_of_one_group_is_not_learned():
    rows = [shown(n, ["secret-name"], group=1) for n in range(9)] + [shown(n, ["common"], group=n) for n in range(9)]
    assert choose_numbers(rows).tolist() == [number_of("common")]


def test_nothing_to_learn_leaves_the_shipped_sum_as_it_is():
    same = [shown(n, HERE) for n in range(30)]
    lesson = fit_lesson(same, same)
    assert lesson.trust == pytest.approx(1.0, abs=0.05)
    assert all(abs(weight) < 0.05 for weight in lesson.signs.values())


def test_first_contact_is_told_by_what_came_before():
    honest, bad = make_site()
    stranger = shown(399, HERE, sender="new.example")
    marked, reported = mark_first_contacts([*honest, stranger], bad)
    assert "sender.unknown" in marked[-1].codes
    assert "fair.known-sender" in marked[200].codes
    assert not marked[3].codes
    assert all("fair.known-sender" not in each.codes for each in reported)


def test_whose_mail_is_ordinary_is_kept_as_a_hash():
    taught, _ = hold_course(*make_site())
    assert taught.knows("s3.example")
    assert not taught.knows("x3.example")
    assert "s3.example" not in write_taught(taught).decode()


TAUGHT = Taught(Lesson(0.9, -0.5, {"urgency.act": 0.4}, {7: 0.25}), None, frozenset([hash_name("a.example")]), "well")


def test_what_is_written_is_read_back(tmp_path):
    assert read_taught(write_taught(TAUGHT)) == TAUGHT
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "suspicious-mail.json").write_bytes(write_taught(TAUGHT))
    assert load_lists(tmp_path).models.suspicious_mail == TAUGHT
    assert load_models(tmp_path / "models").suspicious_mail is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "damaged"),
        (b"{}", "damaged"),
        (b"[1]", "damaged"),
        (b'{"form": "custodes suspicious-mail 9"}', "another version"),
        (f'{{"form": "{FORM}", "unwanted": null, "phishing": null}}'.encode(), "teaches nothing"),
        (f'{{"form": "{FORM}", "unwanted": [], "phishing": null}}'.encode(), "teaches nothing"),
        (write_taught(TAUGHT).replace(b'"7"', b'"seven"'), "number"),
        (re.sub(rb'"trust":[^,]*', b'"trust":"nan"', write_taught(TAUGHT)), "number"),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_what_to_do(tmp_path, content, says):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "suspicious-mail.json").write_bytes(content)
    with pytest.raises(ListError, match=says) as refused:
        load_lists(tmp_path)
    assert "custodes train suspicious-mail" in str(refused.value)


def test_a_campaign_is_what_shares_a_subject_a_domain_or_a_text():
    text = "Your parcel could not be delivered because the address is wrong and a fee is due today. "
    letters = [
        {"email.from": "a@one.example", "email.subject": "Your parcel 4471", "body": "x"},
        {"email.from": "b@two.example", "email.subject": "Your parcel 9920", "body": text},
        {"email.from": "c@three.example", "email.subject": "Hello", "body": text + "Thank you for your trust in us."},
        {"email.from": "d@mail.one.example", "email.subject": "Other", "body": "y"},
        {"email.from": "e@gmail.com", "email.subject": "Lunch on Friday", "body": "z"},
        {"email.from": "f@gmail.com", "email.subject": "Minutes of May", "body": "z"},
    ]
    first, second, third, fourth, fifth, sixth = list_campaigns(read_messages(make_mail(*letters)))
    assert first == second == third == fourth
    assert len({first, fifth, sixth}) == 3


def test_nothing_shown_adds_up_to_nothing():
    assert list(apply_lesson(Lesson(trust=1.0, start=0.5, signs={}, words={}), [])) == []
