import pytest

from custodes.detect.finding import Finding, Outcome, Reason
from custodes.detect.registry import DETECTORS, Detection, detector
from custodes.events import HTTP_ACTIVITY


@pytest.fixture
def registered():
    made = detector("made-up", clauses=("use.purpose",), reads=HTTP_ACTIVITY)(lambda _batch, _context: Detection())
    yield made
    del DETECTORS["made-up"]


def test_a_name_is_taken_once(registered):
    with pytest.raises(ValueError, match="there is a detector made-up already"):
        detector("made-up", clauses=("use.purpose",), reads=HTTP_ACTIVITY)(registered.detect)


def test_a_clause_that_no_policy_has_is_refused():
    with pytest.raises(ValueError, match=r"use\.coffee, which is no clause"):
        detector("other", clauses=("use.coffee",), reads=HTTP_ACTIVITY)


def test_a_measure_has_one_limit(registered):
    registered.limit("visits")(lambda _key, _measure, _context: None)
    with pytest.raises(ValueError, match="has a limit for visits already"):
        registered.limit("visits")(lambda _key, _measure, _context: None)


@pytest.mark.parametrize(
    ("reasons", "confidence", "message"),
    [((), 0.5, "gives no reason"), ((Reason("a", "b"),), 1.5, "is 1.5 sure")],
)
def test_a_finding_needs_a_reason_and_a_confidence(reasons, confidence, message):
    with pytest.raises(ValueError, match=message):
        Finding("use.purpose", "made-up", "p1", None, Outcome.YES, confidence, reasons, ())
