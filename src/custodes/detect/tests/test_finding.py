import pickle
from datetime import UTC, datetime

import pytest

from custodes.detect.finding import Evidence, Finding, Outcome, Reason, cite, cite_each
from custodes.events import BASE_EVENT, EMAIL_ACTIVITY, make_batch

FOUND = Finding(
    clause="use.purpose",
    detector="sigma",
    subject="p1",
    at=datetime(2026, 11, 24, 9, tzinfo=UTC),
    outcome=Outcome.YES,
    confidence=0.6,
    reasons=(Reason("rule.fired", "It fired once."), Reason("rule.may-be", "It may be ordinary work.")),
    evidence=(Evidence("a.log", "line 1", "00"),),
    rule="r1",
)


def test_a_finding_comes_back_from_disk_as_it_was():
    assert pickle.loads(pickle.dumps(FOUND)) == FOUND


def test_other_words_leave_all_else_of_a_finding_as_it_was():
    worded = FOUND.worded("Person 1", (Reason("x", "y"),), ())
    assert (worded.subject, worded.reasons, worded.evidence) == ("Person 1", (Reason("x", "y"),), ())
    assert worded.worded(FOUND.subject, FOUND.reasons, FOUND.evidence) == FOUND


@pytest.mark.parametrize("schema", [BASE_EVENT, EMAIL_ACTIVITY])
@pytest.mark.parametrize("unit", [None, "record"])
@pytest.mark.parametrize("files", [None, ["x/1.eml", None, "x/3.eml"]])
def test_many_events_are_cited_as_each_by_itself(schema, unit, files):
    columns = {"source": ["a", "b", "a"], "position": [1, 2, 3], "file": files, "raw_data": [b"one", b"", b"three"]}
    batch = make_batch(schema, columns, rows=3, unit=unit)
    assert list(cite_each(batch, [2, 0, 1])) == [cite(batch, row) for row in (2, 0, 1)]
    assert list(cite_each(batch.slice(1), [1])) == [cite(batch, 2)]
    assert list(cite_each(batch, [])) == []
