"""Correlations: what is counted, in which windows, and what a firing tells."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations
from statistics import mean, median, quantiles
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Evidence
from custodes.detect.measure import merge_into
from custodes.detect.sigma.correlate import Correlations, Event
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.rule import About, Correlation
from custodes.detect.sigma.stretches import find_stretches
from custodes.detect.sigma.tests.records import run_of

QUICK = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
SPAN = 10


def counting(rules="ab", kind="event_count", number=3.0, relation="gte", name="limit", **others) -> Correlation:
    return Correlation(
        About(name, name, "limit.yml"), kind, tuple(rules), SPAN, relation=relation, number=number, **others
    )


def event(second, *, subject="ann", at=None, **fields) -> Event:
    at = at or START + timedelta(seconds=second)
    return Event(at, Fields(fields), subject, Evidence("log", f"line {second}", "00"))


def firings(correlations, hits):
    """What is judged of (rules, event), noted one by one."""
    known, measures = Correlations(correlations), {}
    for rules, one in hits:
        merge_into(measures, dict(known.note(rules, one)))
    fired = list(known.judge(measures))
    assert list(known.judge(known.note_all(hits))) == fired
    return fired


# What fires


@pytest.mark.parametrize(
    ("seconds", "fires"),
    [
        ((0, 1, 2), True),
        ((0, 5, 10), True),  # both ends of the timespan count
        ((0, 5, 11), False),
        ((0, 0, 0), True),
        ((0, 1), False),
        ((0, 9, 18, 27), False),
    ],
)
def test_so_many_events_within_the_timespan(seconds, fires):
    assert bool(firings([counting()], [("a", event(second)) for second in seconds])) is fires


def test_events_of_several_rules_are_counted_together_and_an_event_that_two_fire_on_once():
    assert firings([counting()], [("a", event(0)), ("b", event(1)), ("a", event(2))])
    assert not firings([counting()], [("ab", event(0)), ("ab", event(1))])


def test_events_are_counted_by_group_whatever_the_case_and_not_where_a_field_is_missing():
    users = ["Ann", "ann", "bob", None, "ANN"]
    hits = [("a", event(second, user=user)) for second, user in enumerate(users)] + [("a", event(1)), ("a", event(2))]
    (firing,) = firings([counting(group_by=("User",))], hits)
    assert firing.group == ("ann",)
    assert firing.events == 3


def test_an_event_without_a_time_counts_for_nothing():
    hits = [("a", event(0)), ("a", event(1)), ("a", event(2)._replace(at=None))]
    assert not firings([counting()], hits)


def test_an_alias_reads_another_field_in_the_events_of_each_rule():
    aliased = counting(kind="temporal", number=2, group_by=("ip",), aliases=(("ip", (("a", "src"), ("b", "dst"))),))
    assert firings([aliased], [("a", event(0, src="10.0.0.1")), ("b", event(1, dst="10.0.0.1"))])
    assert not firings([aliased], [("a", event(0, src="10.0.0.1")), ("b", event(1, src="10.0.0.1", dst="10.0.0.2"))])


@pytest.mark.parametrize(
    ("kind", "number", "values", "fires"),
    [
        ("value_count", 2, ["x", "X", "y"], True),
        ("value_count", 2, ["x", "X", None], False),
        ("value_count", 3, [["x", "y"], "z"], True),
        ("value_sum", 10, [4, "5.5", True, "-", 0.5], True),
        ("value_sum", 10.5, [4, "5.5", 0.5], False),
        ("value_sum", 0.3, [0.1, 0.2], True),  # exactly, a little more
        ("value_avg", 5, [1, 9], True),
        ("value_avg", 5, [1, 8.9], False),
        ("value_median", 3, [1, 3, 100], True),
        ("value_median", 3, [1, 2, 3, 100], False),
        ("value_sum", 1, ["1e999", "1e-999999999", "nan", "x"], False),
    ],
)
def test_values_of_a_field(kind, number, values, fires):
    correlation = counting(kind=kind, number=number, value_fields=("size",))
    assert bool(firings([correlation], [("a", event(n, Size=value)) for n, value in enumerate(values)])) is fires


def test_a_percentile_lies_between_the_two_nearest_values():
    hits = [("a", event(second, size=second)) for second in range(11)]
    of = {"kind": "value_percentile", "value_fields": ("size",), "percentile": 95}
    (firing,) = firings([counting(number=9.5, **of)], hits)
    assert firing.value == 9.5
    assert not firings([counting(number=9.6, **of)], hits)


@pytest.mark.parametrize(
    ("order", "temporal", "ordered"),
    [
        ("abc", True, True),
        ("aabcc", True, True),
        ("acb", True, False),
        ("ab", False, False),
        ("cabac", True, True),
        ("bca", True, False),
    ],
)
def test_rules_that_fire_together_and_in_their_order(order, temporal, ordered):
    hits = [(rule, event(second)) for second, rule in enumerate(order)]
    assert bool(firings([counting("abc", "temporal", 3)], hits)) is temporal
    assert bool(firings([counting("abc", "temporal_ordered", 3)], hits)) is ordered


@pytest.mark.parametrize(
    ("order", "fires"),
    [("ac", True), ("ca", True), ("abc", False), ("b", True), ("ab", True), ("bc", False), ("c", False), ("a", False)],
)
def test_rules_of_which_some_must_fire_and_others_must_not(order, fires):
    joined = counting("abc", "temporal", 1, alternatives=(((0, 2), (1,)), ((1,), (2,))))
    assert bool(firings([joined], [(rule, event(second)) for second, rule in enumerate(order)])) is fires


def test_one_of_several_rules_is_told_from_the_event_with_which_it_fired():
    either = counting("abc", "temporal", 1, alternatives=(((0, 1), ()), ((2,), ())))
    (firing,) = firings([either], [("a", event(0)), ("c", event(1)), ("b", event(2))])
    assert (firing.at, firing.value) == (START + timedelta(seconds=1), 3)
    without = replace(either, alternatives=(((0,), (2,)),))
    (firing,) = firings([without], [("a", event(0)), ("b", event(1)), ("b", event(2))])
    assert firing.at == START + timedelta(seconds=2)


def test_values_of_several_fields_count_together():
    pairs = counting(kind="value_count", number=3, value_fields=("user", "host"))
    hits = [("a", event(n, user=user, host=host)) for n, (user, host) in enumerate(["ax", "ay", "ax", "bx"])]
    assert firings([pairs], hits)
    assert not firings([pairs], hits[:3])
    assert not firings([pairs], [*hits[:3], ("a", event(4, user="b"))])
    assert firings([pairs], [("a", event(0, user=["a", "b"], host=["x", "y"]))])


def test_what_happens_at_one_moment_may_have_happened_in_either_order():
    assert firings([counting("zab", "temporal_ordered", 3)], [("a", event(0)), ("b", event(0)), ("z", event(0))])


@pytest.mark.parametrize(
    ("relation", "counts"),
    [("gte", [3, 4, 5]), ("gt", [4, 5]), ("lt", [1, 2]), ("lte", [1, 2, 3]), ("eq", [3]), ("neq", [1, 2, 4, 5])],
)
def test_every_relation_is_asked_of_windows_as_full_as_they_can_be(relation, counts):
    fires = [n for n in range(1, 6) if firings([counting(relation=relation)], [("a", event(s)) for s in range(n)])]
    assert fires == counts


# What a firing tells


def test_a_flood_is_told_once_and_the_next_one_again():
    seconds = [*range(50), 100, 101, 102, 103]
    first, second = firings([counting()], [("a", event(second)) for second in seconds])
    assert (first.begun_at, first.at, first.ended_at) == tuple(START + timedelta(seconds=n) for n in (0, 2, 49))
    assert (first.events, first.value, second.events) == (50, 11, 4)


def test_a_firing_shows_a_few_of_its_events_one_of_each_rule():
    hits = [("a", event(0)), ("a", event(1)), ("a", event(2)), ("b", event(3))]
    (firing,) = firings([counting(kind="temporal", number=2)], hits)
    assert [evidence.locator for evidence in firing.evidence] == ["line 0", "line 3"]
    (firing,) = firings([counting(number=4)], hits)
    assert [evidence.locator for evidence in firing.evidence] == ["line 0", "line 1", "line 2"]


def test_a_firing_names_whom_most_of_its_events_concern_first():
    hits = [("a", event(second, subject=who)) for second, who in enumerate(["bob", "ann", "ann"])]
    (firing,) = firings([counting()], hits)
    assert firing.subjects == ("ann", "bob")


@pytest.mark.parametrize(
    ("sizes", "told"),
    [([1, 2], 3), ([0.25, 1], 1.25), ([1e308, 1e308], 2 * int(1e308)), ([1e15, 0.5, 1e16], 11 * 10**15)],
)
def test_a_sum_is_told_as_a_plain_number(sizes, told):
    hits = [("a", event(second, size=size)) for second, size in enumerate(sizes)]
    (firing,) = firings([counting(kind="value_sum", number=0, value_fields=("size",))], hits)
    assert type(firing.value) is type(told)
    assert firing.value == told


# Correlations of correlations

FAILED = counting("f", name="many", group_by=("user", "host"), reports=False)
THEN = counting(("many", "s"), "temporal_ordered", 2, name="then", group_by=("user",))


def signing_in(failures, successes, user="ann"):
    failed = [("f", event(second, user="ann", host="pc")) for second in failures]
    return failed + [("s", event(second, user=user)) for second in successes]


def test_many_failures_and_then_a_success_of_the_same_person():
    (firing,) = firings([THEN, FAILED], signing_in([0, 1, 2], [3]))
    assert (firing.correlation.about.id, firing.group) == ("then", ("ann",))
    assert not firings([FAILED, THEN], signing_in([0, 1, 2], [3], user="bob"))
    assert not firings([FAILED, THEN], signing_in([1, 2, 3], [0]))
    assert not firings([FAILED, THEN], signing_in([0, 1, 2], [13]))


def test_failures_that_go_on_for_long_are_still_many_when_the_success_comes():
    assert firings([FAILED, THEN], signing_in(range(0, 200, 2), [199]))
    assert firings([FAILED, THEN], signing_in(range(0, 200, 2), [100]))


def test_a_stretch_is_one_firing_to_a_correlation_that_counts():
    twice = counting(("many",), number=2, name="twice", group_by=("user",))
    assert not firings([twice, FAILED], signing_in(range(10), []))
    assert not firings([twice, FAILED], signing_in([0, 1, 2, 20, 21, 22], []))
    assert firings([replace(twice, timespan_seconds=20), FAILED], signing_in([0, 1, 2, 20, 21, 22], []))


def test_correlations_that_count_one_another_in_a_circle_never_fire():
    circle = [
        counting(("y", "a"), name="x", number=1),
        counting(("x",), name="y", number=1),
        counting(("y",), name="z", number=1),
    ]
    assert not firings(circle, [("a", event(0))])


# Against the plainest reading


class Step(NamedTuple):
    """An event that a correlation counts."""

    at_us: int
    rule: str
    value: str


def naive_stretches(correlation, run):
    """Every window there is, kept if no other holds all its events; those that hold and share events put together."""
    times = [one.at_us / 1e6 for one in run]
    windows = {tuple(n for n, at in enumerate(times) if begin <= at <= begin + SPAN) for begin in times}
    fullest = sorted(one for one in windows if not any(set(one) < set(other) for other in windows))
    holding = [
        (one, value)
        for one in fullest
        for value in [naive_value(correlation, [run[n] for n in one])]
        if holds(correlation, value)
    ]
    stretches = []
    for window, value in holding:
        if stretches and set(stretches[-1][0]) & set(window):
            stretches[-1] = (
                stretches[-1][0] + tuple(n for n in window if n not in stretches[-1][0]),
                [*stretches[-1][1], naive_moment(correlation, run, window)],
                [*stretches[-1][2], value],
            )
        else:
            stretches.append((window, [naive_moment(correlation, run, window)], [value]))
    return [(min(events), max(events) + 1, moments, values) for events, moments, values in stretches]


def naive_moment(correlation, run, window):
    if correlation.relation not in ("gt", "gte") or correlation.type in types[4:]:
        return run[window[-1]].at_us
    moments = sorted({run[n].at_us for n in window})
    return next(
        at
        for at in moments
        if holds(correlation, naive_value(correlation, [run[n] for n in window if run[n].at_us <= at]))
    )


def naive_value(correlation, events):
    numbers = [Fraction(float(one.value)) for one in events if one.value]
    match correlation.type:
        case "event_count":
            return len(events)
        case "value_count":
            return len({one.value for one in events})
        case "temporal":
            return len({one.rule for one in events})
        case "temporal_ordered":
            return max(
                n
                for n in range(1, len(events) + 1)
                if any(in_order(some, correlation.rules) for some in combinations(events, n))
            )
        case "value_sum":
            return sum(numbers)
        case "value_avg":
            return mean(numbers)
        case "value_median":
            return median(numbers)
        case "value_percentile" if len(numbers) == 1:
            return numbers[0]
        case "value_percentile":
            return quantiles(numbers, n=4, method="inclusive")[2]


def in_order(events, rules):
    places = sorted((rules.index(one.rule), one.at_us) for one in events)
    return len({place for place, _ in places}) == len(places) and [at for _, at in places] == sorted(
        at for _, at in places
    )


def holds(correlation, value):
    number = correlation.number
    return {
        "gt": value > number,
        "gte": value >= number,
        "lt": value < number,
        "lte": value <= number,
        "eq": value == number,
        "neq": value != number,
    }[correlation.relation]


def step(second, rule, value):
    return Step(second * 1_000_000, rule, value)


runs = st.lists(
    st.builds(step, st.integers(0, 40), st.sampled_from("abc"), st.sampled_from(("1.0", "2.5", "-3.0", "7.0"))),
    min_size=1,
    max_size=9,
)
types = (
    "event_count",
    "value_count",
    "temporal",
    "temporal_ordered",
    "value_sum",
    "value_avg",
    "value_median",
    "value_percentile",
)
correlations = st.builds(
    counting,
    st.permutations("abc").map("".join),
    st.sampled_from(types),
    st.sampled_from((-1.0, 0.0, 1.0, 2.0, 2.5, 3.0, 4.0)),
    st.sampled_from(("lt", "lte", "gt", "gte", "eq", "neq")),
    value_fields=st.just(("size",)),
    percentile=st.just(75),
)


@settings(QUICK, max_examples=400)
@given(correlations, runs)
def test_stretches_are_those_of_the_plainest_reading(correlation, run):
    run = sorted(run, key=lambda one: (one.at_us, correlation.rules.index(one.rule), one.value))
    found = list(find_stretches(correlation, run_of(correlation, run)))
    told = [(one.first, one.end, sorted({run[done].at_us for done in one.dones}), one.value) for one in found]
    furthest = min if correlation.relation in ("lt", "lte") else max
    assert told == [
        (first, end, sorted(set(moments)), furthest(values))
        for first, end, moments, values in naive_stretches(correlation, run)
    ]


steps = st.lists(
    st.tuples(st.sampled_from(["a", "b", "ab", "s"]), st.integers(0, 60), st.sampled_from(["x", "y", "X"])), max_size=12
)


@settings(QUICK, max_examples=200)
@given(correlations, steps, st.randoms(use_true_random=False))
def test_neither_the_order_of_events_nor_how_they_were_cut_changes_what_fires(correlation, steps, random):
    above = counting(("limit", "s"), "temporal_ordered", 2, name="above", group_by=("user",))
    known = Correlations([above, correlation])
    hits = [(rules, event(second, user=user, size=second)) for rules, second, user in steps]
    whole, parts = {}, [{}, {}, {}]
    for rules, one in hits:
        merge_into(whole, dict(known.note(rules, one)))
    random.shuffle(hits)
    for rules, one in hits:
        merge_into(random.choice(parts), dict(known.note(rules, one)))
    random.shuffle(parts)
    merged = {}
    for part in parts:
        merge_into(merged, part)
    assert list(known.judge(merged)) == list(known.judge(whole))


def test_events_of_one_group_are_judged_in_time_that_grows_with_their_number():
    run = [step(second, "ab"[second % 7 == 0], str(float(second % 13))) for second in range(10_000)]
    for kind in types:
        long = replace(counting("ab", kind, 2, value_fields=("size",), percentile=75), timespan_seconds=5_000)
        assert [(one.first, one.end) for one in find_stretches(long, run_of(long, run))] == [(0, len(run))]
