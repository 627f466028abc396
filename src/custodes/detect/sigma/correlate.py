"""Correlations: limits over the events of rules, as measures that merge and a judgement at the end.

    each event that rules fire on ──► note ──► measures (blocks of records, in any order) ──► judge ──► firings

An event counts where it tells its time and every field that the correlation groups by; texts of a group, and values
that are counted, are alike without regard to case. An event that several rules of an `event_count` fire on is one.
Of a field that holds a list each value counts; a group is made by the list as a whole.

A correlation may count another's firings. What they need to be grouped there is noted with each event on the way,
and a firing is the event with which its condition held. To one that asks whether things happened together (temporal)
every window tells; to one that counts, a stretch of windows is one firing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from custodes.detect.finding import Evidence
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.occurrences import Onward, Run, onward_of, pack, pack_event, repack, subject_of
from custodes.detect.sigma.rule import Correlation
from custodes.detect.sigma.stretches import Stretch, find_stretches
from custodes.detect.sigma.tallies import Number
from custodes.detect.sigma.waiting import Block, Waiting, pack_block
from custodes.detect.sigma.ways import TEMPORAL, find_ways

PREFIX = "sigma."
"""Of the names of measures, before the correlation's id."""

EXACT = 1 << 53
"""Up to here a float tells whole numbers apart."""


class Event(NamedTuple):
    """An event that rules fired on."""

    at: datetime | None
    """Aware; None where it cannot be told, and then it counts for nothing."""
    fields: Fields
    subject: str
    """Whom it concerns."""
    evidence: Evidence


class Firing(NamedTuple):
    """A stretch of time in which a correlation's condition held."""

    correlation: Correlation
    group: tuple[str, ...]
    """The values of its `group_by`, folded."""
    at: datetime
    """When the condition first held."""
    begun_at: datetime
    ended_at: datetime
    """When the first and the last of its events was."""
    value: float
    """What is held against the correlation's number, where it went furthest."""
    events: int
    subjects: tuple[str, ...]
    """Whom its events concern, the most concerned first."""
    evidence: tuple[Evidence, ...]
    """Of the events with which it first held, one for each different thing that is counted, and not all of many."""


class Correlations:
    """The correlations of a set of rules. Those that count one another in a circle never fire."""

    def __init__(self, correlations: Iterable[Correlation]) -> None:
        self._in_order = tuple(_counted_first(list(correlations)))
        self._ways = find_ways(self._in_order)

    def note(self, rules: Sequence[str], event: Event) -> Iterator[tuple[Key, Measure]]:
        """What an event adds to the measures, given the ids of all rules that fired on it."""
        yield from self.note_all([(rules, event)]).items()

    def note_all(self, fired: Iterable[tuple[Sequence[str], Event]]) -> Measures:
        """What many events add to the measures: a block by correlation, day and source. The more at once, the better.

        Groups share a measure: one for each of a hundred thousand would weigh more than what is in it.
        """
        runs: dict[Key, dict[str, list[bytes]]] = defaultdict(lambda: defaultdict(list))
        for rules, event in fired:
            for to, record in self._records(rules, event):
                runs[to][event.evidence.source].append(record)
        return {key: Measure(Kind.RUN, tuple(sorted(starmap(pack_block, run.items())))) for key, run in runs.items()}

    def _records(self, rules: Sequence[str], event: Event) -> Iterator[tuple[Key, bytes]]:
        if event.at is None:
            return
        day, packed = event.at.date().isoformat(), pack_event(event.evidence, event.subject)
        known = set[tuple[int, int, str, str]]()
        for way in (way for rule in dict.fromkeys(rules) for way in self._ways.get(rule, ())):
            onward = tuple(dict.fromkeys(way.read_onward(event.fields))) if way.onward else ()
            for group, value in way.read(event.fields):
                once = (way.to, way.rule if way.correlation.type in TEMPORAL else 0, group, value)
                if once not in known:
                    known.add(once)
                    record = pack(packed, at=event.at, rule=way.rule, group=group, value=value, onward=onward)
                    yield Key(PREFIX + way.correlation.about.id, "", day), record

    def judge(self, measures: Mapping[Key, Measure]) -> Iterator[Firing]:
        """Every firing that is to be reported, by correlation (those counted by others first), group and time."""
        noted: dict[str, list[Block]] = defaultdict(list)
        for key in sorted(key for key in measures if key.name.startswith(PREFIX)):
            noted[key.name] += measures[key].value
        sources = sorted({block.source for blocks in noted.values() for block in blocks})
        told: dict[int, list[bytes]] = defaultdict(list)
        for place, correlation in enumerate(self._in_order):
            waiting = Waiting(noted[PREFIX + correlation.about.id], told.pop(place, []), sources)
            for group, run in waiting.by_group():
                for stretch in find_stretches(correlation, run):
                    for onward, record in self._tell(place, run, stretch):
                        told[onward.parent].append(record)
                    if correlation.reports:
                        yield _firing(correlation, group, run, stretch)

    def _tell(self, place: int, run: Run, stretch: Stretch) -> Iterator[tuple[Onward, bytes]]:
        """What a stretch of the correlation at that place is to those that count it."""
        for done in stretch.dones:
            for onward in onward_of(run.records[done]):
                tells = done == stretch.done or self._in_order[onward.parent].type in TEMPORAL
                if tells and onward.counted == place:
                    yield onward, repack(run.records[done], onward)


def _counted_first(correlations: Sequence[Correlation]) -> Iterator[Correlation]:
    """Each correlation after those it counts."""
    waiting = {correlation.about.id: correlation for correlation in correlations}
    while ready := [one for one in waiting.values() if not waiting.keys() & set(one.rules)]:
        yield from ready
        for correlation in ready:
            del waiting[correlation.about.id]


def _firing(correlation: Correlation, group: str, run: Run, stretch: Stretch) -> Firing:
    counted = run.records[stretch.first : stretch.end]
    return Firing(
        correlation=correlation,
        group=tuple(json.loads(group)),
        at=run.time(stretch.done),
        begun_at=run.time(stretch.first),
        ended_at=run.time(stretch.end - 1),
        value=_plain(stretch.value),
        events=len(counted),
        subjects=tuple(subject for subject, _ in Counter(map(subject_of, counted)).most_common()),
        evidence=_evidence(correlation, run, stretch),
    )


def _plain(value: Number) -> float:
    """The number for people: whole where it is, or where no one minds what follows the point."""
    return float(value) if value.denominator != 1 and -EXACT < value < EXACT else round(value)


def _evidence(correlation: Correlation, run: Run, stretch: Stretch) -> tuple[Evidence, ...]:
    """The first event of each different thing that is counted, up to where the condition held."""
    most = max(EVIDENCE_KEPT, len(correlation.rules)) if correlation.type in TEMPORAL else EVIDENCE_KEPT
    things = set[bytes | int]()
    cited: dict[Evidence, None] = {}
    for place in range(stretch.first, stretch.done + 1):
        thing = run.rules[place] if correlation.type in TEMPORAL else run.value(place)
        if thing in things:
            continue
        if thing != b"":
            things.add(thing)
        cited[run.evidence(place)] = None
        if len(cited) == most:
            break
    return tuple(cited)
