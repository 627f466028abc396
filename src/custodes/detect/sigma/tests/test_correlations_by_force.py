"""Correlations from events to firings, against the plainest way to find them: every window of every group."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custodes.detect.finding import Evidence
from custodes.detect.sigma.correlate import Correlations, Event
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.rule import About, Correlation
from custodes.engine.spool import MeasureStore

START = datetime(2026, 11, 24, 23, 59, 50, tzinfo=UTC)  # a day ends amid the events
SPAN = 6
ABOUT = About("limit", "limit", "limit.yml")
GROWING = ("gt", "gte")

correlations = st.builds(
    Correlation,
    st.just(ABOUT),
    st.sampled_from(("event_count", "value_count", "temporal", "temporal_ordered")),
    st.permutations("abc").map(tuple),
    st.just(SPAN),
    group_by=st.sampled_from(((), ("user",))),
    relation=st.sampled_from(("gte", "gte", "gt", "lt", "lte", "eq", "neq")),
    number=st.sampled_from((0.0, 1.0, 2.0, 2.5, 3.0, 4.0)),
    value_fields=st.sampled_from((("ip",), ("ip", "port"))),
)
joined = st.builds(
    Correlation,
    st.just(ABOUT),
    st.just("temporal"),
    st.permutations("abc").map(tuple),
    st.just(SPAN),
    group_by=st.just(("user",)),
    alternatives=st.lists(
        st.tuples(st.sets(st.integers(0, 2), max_size=2), st.sets(st.integers(0, 2), max_size=1)).map(
            lambda places: tuple(map(tuple, places))
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


class Hit(NamedTuple):
    """An event that rules fired on."""

    second: int
    rules: str
    user: str | None
    ips: list[str]
    port: int

    def event(self, number: int) -> Event:
        """As detectors give it."""
        fields = Fields({"User": self.user, "ip": self.ips, "port": self.port})
        at = START + timedelta(seconds=self.second)
        return Event(at, fields, f"{self.user}", Evidence("log", f"line {number}", f"{number:02x}"))


hits = st.lists(
    st.builds(
        Hit,
        st.integers(0, 25),
        st.sampled_from(("a", "b", "c", "d", "ab", "ca", "abc")),
        st.sampled_from(("ann", "Ann", "bob", None)),
        st.lists(st.sampled_from(("x", "X", "y", "z\0")), max_size=3),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=14,
)


class Counted(NamedTuple):
    """What one event adds to one group."""

    second: int
    rule: int
    """By its place in the correlation."""
    thing: object
    """What is counted once."""
    user: str


class Fired(NamedTuple):
    """A firing, as far as it does not depend on which of several equal events is shown."""

    group: tuple[str, ...]
    seconds: tuple[int, int, int]
    """When it held, when it began and when it ended."""
    value: float
    events: int
    subjects: frozenset[str]


def counted(correlation, number, hit):
    places = [correlation.rules.index(rule) for rule in hit.rules if rule in correlation.rules]
    if correlation.type.startswith("temporal"):
        return [Counted(hit.second, place, place, f"{hit.user}") for place in places]
    if correlation.type == "event_count":
        return [Counted(hit.second, 0, number, f"{hit.user}")] if places else []
    things = {(ip.lower(), hit.port) if len(correlation.value_fields) > 1 else ip.lower() for ip in hit.ips}
    return [Counted(hit.second, 0, thing, f"{hit.user}") for thing in things] if places else []


def value_of(correlation, events):
    things = {one.thing for one in events}
    if correlation.alternatives:
        met = any(set(must) <= things and not set(must_not) & things for must, must_not in correlation.alternatives)
        return len(things) if met else 0
    if correlation.type == "temporal_ordered":
        chosen = (some for n in range(4) for some in combinations(range(3), n))
        return max(len(some) for some in chosen if happened_in_order(some, events))
    return len(things)


def happened_in_order(rules, events):
    earliest = -1
    for rule in rules:
        seconds = [one.second for one in events if one.rule == rule and one.second >= earliest]
        if not seconds:
            return False
        earliest = min(seconds)
    return True


def holds(correlation, events):
    value, number = value_of(correlation, events), correlation.number
    relations = {"gt": value > number, "gte": value >= number, "lt": value < number, "lte": value <= number}
    return {**relations, "eq": value == number, "neq": value != number}[correlation.relation]


def windows_of(events):
    """By the second that each begins with; those that another holds whole are none."""
    begun = sorted({one.second for one in events})
    windows = [[one for one in events if begin <= one.second <= begin + SPAN] for begin in begun]
    return [
        window
        for before, window in zip([[], *windows], windows, strict=False)
        if not before or window[-1].second > before[-1].second
    ]


def held_at(correlation, window):
    grows = correlation.relation in GROWING and not any(must_not for _, must_not in correlation.alternatives)
    seconds = sorted({one.second for one in window})
    until = (second for second in seconds if holds(correlation, [one for one in window if one.second <= second]))
    return next(until) if grows else seconds[-1]


def fired_of_group(correlation, group, events):
    stretches = []
    for window in windows_of(events):
        if not holds(correlation, window):
            continue
        if stretches and window[0].second <= stretches[-1][-1][-1].second:
            stretches[-1].append(window)
        else:
            stretches.append([window])
    furthest = min if correlation.relation in ("lt", "lte") else max
    for windows in stretches:
        begun, ended = windows[0][0].second, windows[-1][-1].second
        within = [one for one in events if begun <= one.second <= ended]
        yield Fired(
            group,
            (held_at(correlation, windows[0]), begun, ended),
            furthest(value_of(correlation, window) for window in windows),
            len(within),
            frozenset(one.user for one in within),
        )


def fired_by_force(correlation, hits):
    groups = {}
    for number, hit in enumerate(hits):
        if not correlation.group_by or hit.user is not None:
            group = (hit.user.lower(),) if correlation.group_by else ()
            groups.setdefault(group, []).extend(counted(correlation, number, hit))
    for group, events in sorted(groups.items()):
        yield from fired_of_group(correlation, group, sorted(events, key=lambda one: one.second))


def judged(correlation, parts):
    """The firings of events in parts, as a store on disk merges them."""
    known, store = Correlations([correlation]), MeasureStore(in_memory=1)
    for part in parts:
        store.add(0, known.note_all(part))
    return list(known.judge({key: measure for (_, key), measure in store.merged()}))


def seconds(*times):
    return tuple(round((at - START).total_seconds()) for at in times)


@settings(max_examples=600, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(correlations | joined, hits, st.randoms(use_true_random=False))
def test_what_fires_is_what_every_window_of_every_group_gives(correlation, hits, random):
    events = [(hit.rules, hit.event(number)) for number, hit in enumerate(hits)]
    firings = judged(correlation, [events])
    assert [
        Fired(one.group, seconds(one.at, one.begun_at, one.ended_at), one.value, one.events, frozenset(one.subjects))
        for one in firings
    ] == list(fired_by_force(correlation, hits))
    for one in firings:
        cited = [hits[int(evidence.locator.removeprefix("line "))] for evidence in one.evidence]
        held, begun, _ = seconds(one.at, one.begun_at, one.ended_at)
        assert 1 <= len(cited) <= 3
        assert all(begun <= hit.second <= held for hit in cited)
    random.shuffle(events)
    assert judged(correlation, [[event] for event in events]) == firings
