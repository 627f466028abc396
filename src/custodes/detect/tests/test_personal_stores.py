from datetime import timedelta

import pytest

from custodes.detect.measure import Measures, merge_into
from custodes.detect.personal_stores import Parameters, personal_stores
from custodes.detect.tests.mail_events import AT, OURS, make_mail, surroundings, texts

FRIEND = "robin.k@gmail.com"
SMALL = Parameters(messages_a_month=12, media_megabytes_a_month=10)


def letters(times, *, body="See you this weekend at the lake?", friend=FRIEND, **columns):
    ways = [{"email.from": OURS, "email.to": [friend]}, {"email.from": friend, "email.to": [OURS]}]
    return [{"time": AT - timedelta(hours=n), "body": body, **ways[n % 2], **columns} for n in range(times)]


def judge(*mail, size=100, **context):
    surrounding = surroundings(SMALL, clause="use.personal", **context)
    total: Measures = {}
    for begin in range(0, len(mail), size):
        merge_into(total, personal_stores(make_mail(*mail[begin : begin + size]), surrounding).measures)
    return list(personal_stores.conclude(total, surrounding))


def test_a_month_of_private_letters_both_ways_is_found():
    (finding,) = judge(*letters(20))
    assert (finding.subject, finding.clause) == ("s1", "use.personal")
    assert "20 messages in November 2026" in texts(finding)
    assert "robin" not in texts(finding)
    assert len(finding.evidence) == 3
    assert judge(*letters(20), size=3)[0].reasons == finding.reasons


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(letters(12), id="as many as are allowed"),
        pytest.param(letters(30, body="My library card is lost; my wife has hers."), id="a patron"),
        pytest.param(letters(30, body="Thanks, that is fine with me."), id="of nothing in particular"),
        pytest.param(letters(30, friend="robin@vendor.example"), id="a firm"),
        pytest.param(letters(30, **{"email.from": FRIEND, "email.to": [OURS]}), id="nobody answers"),
        pytest.param(letters(30, **{"email.cc": ["ruth@fernwood.example"]}), id="with a colleague"),
        pytest.param(letters(30, time=None), id="of no time"),
    ],
)
def test_ordinary_mail_is_nothing(mail):
    assert judge(*mail) == []


SIGNED = "\n\n-- \nMarta Diaz\nFernwood Public Library, 555-0144"
BLOCK = "\n\nMarta Diaz, Librarian\nFernwood Public Library\nPhone 815 555-0144 - www.fernwoodlibrary.example"


@pytest.mark.parametrize("signature", ["", SIGNED, BLOCK, "\n\nhttps://www.library.example/catalog?borrow=1"])
def test_who_one_is_and_where_one_works_does_not_make_a_private_letter_one_of_work(signature):
    (finding,) = judge(*letters(20, body=f"Mom's birthday cake, chocolate or lemon?{signature}"))
    assert "20 speak of private matters, 0 of the library's work" in texts(finding)


def test_few_words_of_private_matters_are_enough_where_the_others_tell_nothing():
    mail = [*letters(5, body="Your mom called me."), *letters(15, body="Same. See you there, then.")]
    (finding,) = judge(*mail)
    assert finding.confidence < judge(*letters(20))[0].confidence
    work = letters(4, body="The patron wants another reservation.")
    assert judge(*mail, *work) == []


def test_what_ordinary_talk_has_too_is_work_only_where_nothing_private_is_said():
    assert judge(*letters(20, body="Fine, my husband will hold the dog."))
    assert judge(*letters(20, body="Fine, I hold it until the deadline.")) == []


def test_very_long_words_take_no_time():
    assert judge(*letters(20, body="a" * 20_000)) == []


def test_a_listed_correspondent_is_no_private_one():
    assert judge(*letters(30), correspondents=frozenset({FRIEND})) == []


def test_very_much_media_is_found():
    film = {"name": "x.mp4", "mime_type": "video/mp4", "size": 6_000_000, "text": None, "is_encrypted": None}
    paper = film | {"mime_type": "application/pdf"}
    (finding,) = judge(*letters(3, body="", files=[film, None]))
    assert "18 MB of pictures, music and films" in texts(finding)
    assert judge(*letters(3, body="", files=[paper])) == []
