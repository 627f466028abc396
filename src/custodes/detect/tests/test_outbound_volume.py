from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.outbound_volume import Parameters, outbound_volume
from custodes.detect.outbound_volume.mailing import fingerprint
from custodes.detect.permits import Permit
from custodes.detect.tests.mail_events import AT, OURS, codes, judge_limits, make_mail, surroundings, texts
from custodes.events import EMAIL_ACTIVITY

SMALL = Parameters(recipients_an_hour=20, recipients_a_mailing=10, megabytes_a_message=5, megabytes_a_day=12)
TEXT = "Our choir sings on Friday at seven in the old town hall, and there is room for all of you and your friends."


def people(first, count, domain="elsewhere.example"):
    return [f"p{number}@{domain}" for number in range(first, first + count)]


def letter(to, *, at=AT, subject="Concert", body=TEXT, **columns):
    return {"email.from": OURS, "email.to": to, "time": at, "email.subject": subject, "body": body, **columns}


def judge(*letters, **context):
    return judge_limits(outbound_volume, [make_mail(*letters)], surroundings(SMALL, clause="use.volume", **context))


def test_one_message_to_very_many_is_found():
    hour, mailing = judge(letter(people(0, 30)))
    assert (hour.subject, hour.at, hour.clause) == ("s1", AT, "use.volume")
    assert "30 different addresses outside between 10:00 and 11:00 on Tuesday 24 November" in texts(hour)
    assert "the policy's limit is 20" in texts(hour)
    assert codes(mailing) == {"volume.mailing"}
    assert mailing.evidence[0].locator == "message 1"


def test_a_mailing_split_over_a_day_is_put_together():
    letters = [
        letter(
            people(4 * n, 4),
            at=AT + timedelta(hours=n),
            subject=f"Concert no. {n}",
            body=f"Dear friend {n},\n\n{TEXT}\n\n-- \nAna",
        )
        for n in range(4)
    ]
    (mailing,) = judge(*letters)
    assert "The same text went to 16 different addresses" in texts(mailing)
    assert len(mailing.evidence) == 3


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param([letter(people(0, 300, "fernwood.example"))], id="all staff"),
        pytest.param([letter(people(0, 5)) for _ in range(9)], id="the same few again"),
        pytest.param([letter(people(0, 30), **{"email.from": "x@vendor.example"})], id="another's mailing"),
        pytest.param([letter(people(9 * n, 9), at=AT + timedelta(days=n)) for n in range(5)], id="over many days"),
        pytest.param([letter(None), letter([None])], id="to nobody"),
    ],
)
def test_ordinary_mail_is_within_the_limits(letters):
    assert judge(*letters) == []


def test_different_letters_of_a_busy_hour_are_no_mailing():
    letters = [
        letter([f"p{n}@x.example"], subject=f"Order of {chr(65 + n)}", body="word " * n + "thanks") for n in range(15)
    ]
    assert judge(*letters) == []


def test_a_permit_for_a_newsletter_silences():
    permit = Permit("newsletter", "s1", "*", date(2026, 12, 31))
    assert judge(letter(people(0, 30)), permits=(permit,)) == []
    late = letter(people(0, 30), at=AT + timedelta(days=60))
    assert len(judge(late, permits=(permit,))) == 2


def test_a_large_message_and_a_day_of_them_are_found():
    context = surroundings(SMALL, clause="use.volume")
    batch = make_mail(*(letter(["p@x.example"], **{"email.size": 6_500_000}) for _ in range(2)))
    findings = outbound_volume(batch, context).findings
    assert [codes(finding) for finding in findings] == [{"volume.message"}] * 2
    assert "7 MB" not in texts(findings[0]) or "6 MB" in texts(findings[0]) or "limit is 5 MB" in texts(findings[0])
    (day,) = judge_limits(outbound_volume, [batch], context)
    assert "Mail of 13 MB went outside on Tuesday 24 November; the policy's limit is 12 MB." in texts(day)


def test_a_message_without_a_date_is_measured_by_itself():
    assert judge(*(letter(people(9 * n, 9), at=None) for n in range(5))) == []
    hour, mailing = judge(letter(people(0, 30), at=None))
    assert hour.at is None
    assert "in one message" in texts(hour)
    assert "in one message" in texts(mailing)


def test_the_hour_that_comes_twice_is_two_hours():
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 in Chicago, and again an hour later
    letters = [
        letter(people(15 * n, 15), at=first + timedelta(hours=n), body="x", subject=f"{'ab'[n]} one") for n in range(2)
    ]
    assert [codes(finding) for finding in judge(*letters)] == [{"volume.mailing"}] * 2


@pytest.mark.parametrize("column", [name for name in EMAIL_ACTIVITY.names if name not in ("source", "raw_data")])
def test_any_column_may_be_null(column):
    outbound_volume(make_mail(letter(["x@y.example"], **{column: None})), surroundings(SMALL))


hours = st.integers(0, 30).map(lambda hour: AT + timedelta(hours=hour))
letters = st.lists(
    st.builds(
        lambda at, first, count, subject: letter(people(first, count), at=at, subject=subject, body=""),
        st.none() | hours,
        st.integers(0, 40),
        st.integers(0, 25),
        st.sampled_from(["Concert tonight", "Yard sale"]),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=60)
@given(letters, st.data())
def test_cutting_the_input_and_turning_it_round_change_nothing(letters, data):
    context = surroundings(SMALL)
    whole = make_mail(*letters)
    cut = data.draw(st.integers(0, whole.num_rows))
    parts = [whole.slice(cut), whole.slice(0, cut)]
    assert judge_limits(outbound_volume, parts, context) == judge_limits(outbound_volume, [whole], context)


@given(st.text(max_size=40), st.text(max_size=400))
def test_a_fingerprint_is_a_number_of_any_text(subject, body):
    assert 0 <= fingerprint(subject, body) < 2**64


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        (("Concert", f"Dear Ana,\n\n{TEXT}"), ("Re: concert", f"Dear Bo,\n\n{TEXT}\n\n-- \nMe"), True),
        (("Sale 1", "short"), ("FW: Sale 2", "shorter"), True),
        (("Sale", "short"), ("Concert", "short"), False),
        (("Concert", TEXT), ("Concert", TEXT.replace("choir", "band")), False),
    ],
)
def test_messages_of_one_mailing_share_a_fingerprint(left, right, is_same):
    assert (fingerprint(*left) == fingerprint(*right)) == is_same
