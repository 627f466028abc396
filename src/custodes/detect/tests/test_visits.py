from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custodes.detect.columns import group, read_words
from custodes.detect.finding import cite
from custodes.detect.local_time import EPOCH, local_times
from custodes.detect.measure import Key, Kind
from custodes.detect.tests.web_events import CHICAGO, at, context_of, get, web_batch
from custodes.detect.visits import UNKNOWN, measure_visits, read_visits

ZONES = ("America/Chicago", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "UTC")
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


def microseconds(moments: list[datetime]) -> np.ndarray:
    return np.array([(moment - EPOCH) // timedelta(microseconds=1) for moment in moments], np.int64)


@given(st.lists(MOMENTS, max_size=20), st.sampled_from(ZONES))
def test_local_days_are_those_of_the_calendar(moments: list[datetime], name: str) -> None:
    zone = ZoneInfo(name)
    days, seconds = local_times(microseconds(moments), zone)
    local = [moment.astimezone(zone) for moment in moments]
    assert [(EPOCH + timedelta(days=day)).date() for day in days.tolist()] == [moment.date() for moment in local]
    assert all(0 <= second < 25 * 3600 for second in seconds.tolist())


@pytest.mark.parametrize(
    ("local", "fold", "minutes"),
    [
        ("2026-11-24 00:00:00", 0, 0),
        ("2026-11-24 23:59:59", 0, 1439),
        ("2026-11-01 01:30:00", 0, 90),
        ("2026-11-01 01:30:00", 1, 150),  # the same wall clock an hour later, when clocks have gone back
        ("2026-11-01 23:59:00", 0, 1499),
        ("2026-03-08 03:00:00", 0, 120),  # clocks have gone forward
        ("2026-03-08 23:59:00", 0, 1379),
    ],
)
def test_minutes_are_those_passed_since_the_day_began(local: str, fold: int, minutes: int) -> None:
    _, seconds = local_times(microseconds([at(local, fold=fold)]), CHICAGO)
    assert seconds[0] // 60 == minutes


def test_a_visit_is_the_accounts_else_the_devices_else_nobodys() -> None:
    when = at("2026-11-24 09:00:00")
    events = [
        get("a.example", when, user="APalmer"),
        get("a.example", when, user=None, ip="10.1.0.7"),
        get("a.example", when, user="apalmer@FERNWOOD.EXAMPLE"),
        get("a.example", when, user="apalmer@else.example"),
        get("a.example", when, user="stranger", ip="10.1.0.7"),
        get("a.example", when, user=None, ip="10.9.9.9"),
        get("a.example", when, user=None, ip=None),
    ]
    visits = read_visits(web_batch(events), np.arange(7), context_of("personal-time"))
    assert list(visits.people.read()) == ["s1", "s1", "s1", "apalmer@else.example", "stranger", "10.9.9.9", UNKNOWN]


def test_rows_without_a_time_that_can_be_read_are_left_out() -> None:
    batch = web_batch([get("a.example", None), get("a.example", at("2026-11-24 09:00:00"))])
    far = pa.array([2**62, -1], pa.int64()).cast(batch.schema.field("time").type)
    later = batch.set_column(batch.schema.get_field_index("time"), batch.schema.field("time"), far)
    assert len(read_visits(batch, np.arange(2), context_of("personal-time"))) == 1
    assert len(read_visits(later, np.arange(2), context_of("personal-time"))) == 0


def test_words_are_read_of_a_slice_and_of_nulls() -> None:
    when = at("2026-11-24 09:00:00")
    batch = web_batch([get(host, when) for host in ("a.example", None, "b.example", "a.example")])
    words = read_words(batch.slice(1), "http_request.url.hostname")
    assert list(words.read()) == ["", "b.example", "a.example"]
    assert words.where_in(["a.example"]).tolist() == [False, False, True]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30))
def test_groups_hold_every_row_once_under_its_own_values(pairs: list[tuple[int, int]]) -> None:
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    groups = {values: members.tolist() for values, members in group(left, right)}
    assert sorted(groups) == sorted(set(pairs))
    assert all(groups[pair] == [row for row, other in enumerate(pairs) if other == pair] for pair in groups)


def test_the_first_visits_of_one_moment_are_the_same_in_any_order() -> None:
    when = at("2026-11-24 09:00:00")
    batch = web_batch([get("a.example", when) for _ in range(12)])
    visits = read_visits(batch, np.arange(12), context_of("personal-time"))
    key = Key("any", "s1", "2026-11-24")
    for order in (np.arange(12), np.arange(12)[::-1]):
        (measure,) = measure_visits(batch, visits, Kind.COUNT, {key: (12, order)}).values()
        assert [item.evidence for item in measure.seen] == [cite(batch, row) for row in (0, 9, 10)]
        assert [item.evidence.locator for item in measure.seen] == ["line 1", "line 10", "line 11"]
    assert measure_visits(batch, visits, Kind.COUNT, {}) == {}
