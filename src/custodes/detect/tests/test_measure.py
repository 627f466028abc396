from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.finding import Evidence
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Seen, merge_into

BEGIN = datetime(2026, 11, 24, tzinfo=UTC)
seen = st.builds(
    lambda minute, line: Seen(BEGIN + timedelta(minutes=minute), Evidence("access.log", f"line {line}", "00")),
    st.integers(0, 50),
    st.integers(1, 50),
)
values = {
    Kind.COUNT: st.integers(0, 1000),
    Kind.BITS: st.integers(0, 2**64),
    Kind.SET: st.frozensets(st.integers(0, 20)),
    Kind.RUN: st.lists(st.integers(0, 20)).map(lambda numbers: tuple(sorted(numbers))),
}


def measures(kind):
    return st.builds(
        lambda value, events: Measure(kind, value, tuple(sorted(set(events))[:EVIDENCE_KEPT])),
        values[kind],
        st.lists(seen, max_size=5),
    )


@pytest.mark.parametrize("kind", Kind)
def test_merging_does_not_mind_order_or_grouping(kind):
    @given(measures(kind), measures(kind), measures(kind))
    def check(a, b, c):
        assert a.merge(b) == b.merge(a)
        assert a.merge(b).merge(c) == a.merge(b.merge(c))

    check()


def test_measures_of_different_kinds_do_not_merge():
    with pytest.raises(TypeError, match="a count measure cannot merge with a set one"):
        Measure(Kind.COUNT, 1).merge(Measure(Kind.SET, frozenset()))


def test_the_earliest_events_stay_as_evidence():
    events = [Seen(BEGIN + timedelta(minutes=n), Evidence("a", f"line {n}", "")) for n in (9, 3, 7, 1, 5)]
    total = {}
    for event in events:
        merge_into(total, {Key("visits", "p1", "2026-11-24"): Measure(Kind.COUNT, 1, (event,))})
    (measure,) = total.values()
    assert measure.value == 5
    assert [event.evidence.locator for event in measure.seen] == ["line 1", "line 3", "line 5"]
