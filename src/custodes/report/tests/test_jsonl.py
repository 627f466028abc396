import json
from datetime import datetime, timedelta, timezone

import pytest

from custodes.detect.finding import Evidence, Outcome, Reason
from custodes.report import jsonl
from custodes.report.tests.examples import HOSTILE, finding

KEYS = ["clause", "detector", "rule", "subject", "at", "outcome", "confidence", "reasons", "evidence"]


def test_the_keys_stand_always_and_in_this_order():
    read = json.loads(jsonl.line(finding()))
    assert list(read) == KEYS
    assert list(read["reasons"][0]) == ["code", "text"]
    assert list(read["evidence"][0]) == ["source", "locator", "sha256"]


def test_a_finding_is_exactly_one_line():
    line = jsonl.line(finding(reasons=(Reason("a.b", "two\nlines\u2028three"),)))
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1


def test_time_is_in_utc_and_says_so():
    at = datetime(2026, 11, 27, 9, 12, tzinfo=timezone(timedelta(hours=-6)))
    assert json.loads(jsonl.line(finding(at=at)))["at"] == "2026-11-27T15:12:00Z"


def test_no_time_and_no_rule_are_null():
    read = json.loads(jsonl.line(finding(at=None)))
    assert read["at"] is None
    assert read["rule"] is None


@pytest.mark.parametrize(("confidence", "expected"), [(0.123456, 0.123), (1.0, 1.0), (0.0, 0.0)])
def test_confidence_has_three_digits(confidence, expected):
    assert json.loads(jsonl.line(finding(confidence=confidence)))["confidence"] == expected


def test_an_outcome_is_its_plain_word():
    assert json.loads(jsonl.line(finding(outcome=Outcome.COULD_NOT_TELL)))["outcome"] == "could not tell"


def test_a_file_name_that_is_not_utf_8_is_written_out():
    line = jsonl.line(finding(subject=HOSTILE, evidence=(Evidence(HOSTILE, "a\udcff", "0" * 64),)))
    assert json.loads(line)["evidence"][0]["locator"] == "a\\udcff"
