from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.report.words import DEGREES, counted, day, degree, label, listed, moment


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "no findings"), (1, "1 finding"), (2, "2 findings"), (1204, "1,204 findings")]
)
def test_a_count_agrees_with_its_noun(number, expected):
    assert counted(number, "finding") == expected


def test_a_noun_may_have_a_plural_of_its_own():
    assert counted(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence_does(items, expected):
    assert listed(items) == expected


def test_a_moment_is_written_out_on_the_clocks_of_the_library():
    at = datetime(2026, 11, 27, 15, 12, tzinfo=UTC)
    assert moment(at, ZoneInfo("America/Chicago")) == "Friday 27 November 2026, 09:12"


def test_a_day_is_written_out():
    assert day(date(2026, 3, 1)) == "Sunday 1 March 2026"


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.94, "very likely"),
        (0.6, "likely"),
        (0.5, "possible"),
        (0.0, "faint"),
    ],
)
def test_confidence_has_a_word(confidence, expected):
    assert degree(confidence) == expected


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_is_never_a_weaker_word(one, other):
    order = [words for _, words in DEGREES]
    low, high = sorted((one, other))
    assert order.index(degree(high)) <= order.index(degree(low))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("writing.capitals", "How it is written"),
        ("sender.unknown", "Sender"),
        ("privacy.ssn", "Personal data"),
        ("shared.travel", "Shared sign-in"),
        ("profane.word", "Coarse language"),
        ("urgency", "Urgency"),
    ],
)
def test_a_code_has_a_plain_label(code, expected):
    assert label(code) == expected
