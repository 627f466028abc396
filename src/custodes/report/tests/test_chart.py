from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custodes.report.chart import HEIGHT, MOST_BARS, chart

START = date(2026, 9, 28)


def spread(days, every=1):
    by_day = {START + timedelta(day): 1 + day % 3 for day in range(0, days, every)}
    return by_day, (min(by_day), max(by_day))


@pytest.mark.parametrize(
    ("days", "unit", "name"),
    [
        (50, "day", "Monday 28 September 2026"),
        (300, "week", "the week from 28 September 2026"),
        (1_500, "month", "September 2026"),
        (9_000, "year", "2026"),
    ],
)
def test_many_days_are_gathered(days, unit, name):
    drawn = chart(*spread(days))
    assert drawn.unit == unit
    assert drawn.bars[0].name == name


def test_few_bars_say_less_than_words():
    assert chart({START: 40, START + timedelta(1): 2}, (START, START)) is None
    assert chart({}, (START, START)) is None


def test_the_tallest_is_named():
    by_day, span = spread(5)
    drawn = chart({**by_day, START + timedelta(3): 9}, span)
    assert drawn.peak.height == HEIGHT
    assert drawn.description == "Most on Thursday 1 October 2026: 9 findings."


@settings(deadline=None, derandomize=True)
@given(
    st.dictionaries(st.dates(date.min, date.max), st.integers(1, 10_000), min_size=3),
    st.dates(date.min, date.max),
    st.dates(date.min, date.max),
)
def test_whatever_the_dates_every_finding_is_in_a_bar_and_every_bar_in_the_chart(by_day, one, other):
    drawn = chart(by_day, (min(one, other), max(one, other)))
    if drawn is None:
        return
    assert sum(bar.findings for bar in drawn.bars) == sum(by_day.values())
    assert all(bar.left >= 0 and bar.left + bar.width <= 100.1 and 0 < bar.height <= HEIGHT for bar in drawn.bars)
    if drawn.unit != "year":
        assert len(drawn.bars) <= MOST_BARS + 2
