"""However the input is cut and in whatever order the pieces come back, the web detectors find the same."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.detect.context import Context
from custodes.detect.measure import Measures, merge_into
from custodes.detect.registry import DETECTORS
from custodes.detect.tests.web_events import context_of, judge, web_batch

CONTEXTS = {
    "web-categories": context_of("web-categories", categories=("gambling", "shopping"), visits_a_day=2),
    "personal-time": context_of("personal-time", minutes_a_day=5, repeats_an_hour=2),
    "downloads": context_of("downloads"),
    "anonymisers": context_of("anonymisers"),
}
BEGIN = datetime(2026, 11, 1, 4, tzinfo=UTC)
MOMENTS = st.none() | st.integers(0, 40 * 60).map(lambda minutes: BEGIN + timedelta(seconds=45 * minutes))
EVENTS = st.lists(
    st.fixed_dictionaries(
        {
            "time": MOMENTS,
            "user": st.sampled_from([None, "apalmer", "bosei", "FERNWOOD\\apalmer"]),
            "ip": st.sampled_from([None, "10.1.0.7", "10.9.9.9"]),
            "method": st.sampled_from([None, "GET", "CONNECT", "POST"]),
            "host": st.sampled_from(
                [None, "luckyspin.example", "www.dealbarn.example", "veilway.example", "grabsoft.example"]
            ),
            "url": st.sampled_from(
                [None, "https://x.example/setup.exe", "https://x.example/a", "203.0.113.9:9001", "/b"]
            ),
            "code": st.sampled_from([None, 200, 404]),
            "length": st.sampled_from([None, 900, 900_000]),
            "type": st.sampled_from([None, "text/html", "image/png", "application/x-msdownload"]),
            "action": st.sampled_from([None, 1, 2]),
            "referrer": st.sampled_from([None, "https://luckyspin.example/", "https://news.example/", "nonsense"]),
        }
    ),
    max_size=40,
)


def measure(name: str, events: list[dict[str, Any]], cuts: list[int], seed: int) -> Measures:
    bounds = [0, *sorted({cut for cut in cuts if cut < len(events)}), len(events)]
    pieces = [(first, events[first:last]) for first, last in itertools.pairwise(bounds)]
    random.Random(seed).shuffle(pieces)
    total: Measures = {}
    for first, piece in pieces:
        merge_into(total, DETECTORS[name](web_batch(piece, first=first + 1), CONTEXTS[name]).measures)
    return total


@pytest.mark.parametrize("name", CONTEXTS)
@given(events=EVENTS, cuts=st.lists(st.integers(1, 39), max_size=5), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_cutting_the_input_anywhere_changes_nothing(
    name: str, events: list[dict[str, Any]], cuts: list[int], seed: int
) -> None:
    whole, pieces = measure(name, events, [], 0), measure(name, events, cuts, seed)
    context: Context = CONTEXTS[name]
    assert pieces == whole
    assert judge(name, pieces, context) == judge(name, whole, context)
    assert all(finding.evidence and finding.at for finding in judge(name, whole, context))
