"""Correlations: limits over the events of rules, as measures that merge and a judgement at the end.

    each event that rules fire on ──► note ──► measures (sorted runs, merged in any order) ──► judge ──► firings

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
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import NamedTuple

from custodes.detect.finding import Evidence
from custodes.detect.measure import EVIDENCE_KEPT, Key, Kind, Measure, Measures
from custodes.detect.sigma.evaluate import read_number
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.rule import Correlation
from custodes.detect.sigma.stretches import Stretch, find_stretches
from custodes.detect.sigma.tallies import Number, Occurrence, Onward

PREFIX = "sigma."
"""Of the names of measures, before the correlation's id."""

EXACT = 1 << 53
"""Up to here a float tells whole numbers apart."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMERIC = ("value_sum", "value_avg", "value_median", "value_percentile")
_TEMPORAL = ("temporal", "temporal_ordered")


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
        self._by_rule: dict[str, list[Correlation]] = defaultdict(list)
        for correlation in self._in_order:
            for rule in dict.fromkeys(correlation.rules):
                self._by_rule[rule].append(correlation)

    def note(self, rules: Sequence[str], event: Event) -> Iterator[tuple[Key, Measure]]:
        """What an event adds to the measures, given the ids of all rules that fired on it."""
        yield from self.note_all([(rules, event)]).items()

    def note_all(self, fired: Iterable[tuple[Sequence[str], Event]]) -> Measures:
        """What many events add to the measures. Quicker than merging what each adds: a run is sorted once."""
        runs: dict[Key, list[Occurrence]] = defaultdict(list)
        for rules, event in fired:
            for key, occurrence in self._occurrences(rules, event):
                runs[key].append(occurrence)
        return {key: Measure(Kind.RUN, tuple(sorted(run))) for key, run in runs.items()}

    def _occurrences(self, rules: Sequence[str], event: Event) -> Iterator[tuple[Key, Occurrence]]:
        if event.at is None:
            return
        at_us = (event.at - _EPOCH) // timedelta(microseconds=1)
        known = set[tuple[Key, str, str]]()
        for rule in dict.fromkeys(rules):
            for correlation in self._by_rule.get(rule, ()):
                onward = tuple(dict.fromkeys(self._onward(correlation, (rule,), event.fields)))
                for group, value in _read(correlation, (rule,), event.fields):
                    key = Key(PREFIX + correlation.about.id, group, "")
                    once = (key, rule if correlation.type in _TEMPORAL else "", value)
                    if once not in known:
                        known.add(once)
                        yield key, Occurrence(at_us, rule, value, event.evidence, event.subject, onward)

    def _onward(self, counted: Correlation, path: tuple[str, ...], fields: Fields) -> Iterator[Onward]:
        """What the event is to each correlation that counts this one, and so on up."""
        path = (counted.about.id, *path)
        for correlation in self._by_rule.get(counted.about.id, ()):
            for group, value in _read(correlation, path, fields):
                yield Onward(counted.about.id, correlation.about.id, group, value)
            yield from self._onward(correlation, path, fields)

    def judge(self, measures: Mapping[Key, Measure]) -> Iterator[Firing]:
        """Every firing that is to be reported, by correlation (those counted by others first), group and time."""
        runs: dict[str, dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
        for key, measure in measures.items():
            if key.name.startswith(PREFIX):
                runs[key.name.removeprefix(PREFIX)][key.subject] += measure.value
        for correlation in self._in_order:
            for group, run in sorted(runs.pop(correlation.about.id, {}).items()):
                run.sort()
                for stretch in find_stretches(correlation, run):
                    for onward, occurrence in self._fed(correlation, run, stretch):
                        runs[onward.parent][onward.group].append(occurrence)
                    if correlation.reports:
                        yield _firing(correlation, group, run, stretch)

    def _fed(
        self, correlation: Correlation, run: Sequence[Occurrence], stretch: Stretch
    ) -> Iterator[tuple[Onward, Occurrence]]:
        """What a stretch is to the correlations that count it."""
        for parent in self._by_rule.get(correlation.about.id, ()):
            done = {window.done for window in stretch.windows} if parent.type in _TEMPORAL else {stretch.done}
            for last in map(run.__getitem__, sorted(done)):
                for onward in last.onward:
                    if onward[:2] == (correlation.about.id, parent.about.id):
                        yield onward, last._replace(rule=correlation.about.id, value=onward.value)


def _counted_first(correlations: Sequence[Correlation]) -> Iterator[Correlation]:
    """Each correlation after those it counts."""
    waiting = {correlation.about.id: correlation for correlation in correlations}
    while ready := [one for one in waiting.values() if not waiting.keys() & set(one.rules)]:
        yield from ready
        for correlation in ready:
            del waiting[correlation.about.id]


def _read(correlation: Correlation, path: tuple[str, ...], fields: Fields) -> Iterator[tuple[str, str]]:
    """The group and each value of an event that came by this path: the rule last, correlations before it."""
    aliases = {alias: dict(names) for alias, names in correlation.aliases}

    def own_name(name: str) -> str:
        names = aliases.get(name, {})
        return next((names[id_] for id_ in path if id_ in names), name)

    group = [fields.folded[own_name(name)] for name in correlation.group_by]
    if () not in group:
        texts = [text if isinstance(text, str) else ", ".join(text) for text in group]
        for value in _values(correlation, own_name(correlation.value_field or ""), fields):
            yield json.dumps(texts), value


def _values(correlation: Correlation, name: str, fields: Fields) -> Iterable[str]:
    if correlation.type == "value_count":
        texts = fields.folded[name]
        return (texts,) if isinstance(texts, str) else texts
    if correlation.type in _NUMERIC:
        value = fields.get(name)
        numbers = map(read_number, value if isinstance(value, list) else [value])
        return [repr(float(number)) for number in numbers if number is not None and isfinite(number)]
    return ("",)


def _firing(correlation: Correlation, group: str, run: Sequence[Occurrence], stretch: Stretch) -> Firing:
    counted = run[stretch.first : stretch.end]
    values = [window.value for window in stretch.windows]
    return Firing(
        correlation=correlation,
        group=tuple(json.loads(group)),
        at=_time(run[stretch.done].at_us),
        begun_at=_time(counted[0].at_us),
        ended_at=_time(counted[-1].at_us),
        value=_plain(min(values) if correlation.relation in {"lt", "lte"} else max(values)),
        events=len(counted),
        subjects=tuple(subject for subject, _ in Counter(one.subject for one in counted).most_common()),
        evidence=_evidence(correlation, run[stretch.first : stretch.done + 1]),
    )


def _plain(value: Number) -> float:
    """The number for people: whole where it is, or where no one minds what follows the point."""
    return float(value) if value.denominator != 1 and -EXACT < value < EXACT else round(value)


def _evidence(correlation: Correlation, counted: Sequence[Occurrence]) -> tuple[Evidence, ...]:
    by_thing: dict[str, Evidence] = {}
    for number, one in enumerate(counted):
        thing = one.rule if correlation.type in _TEMPORAL else one.value or str(number)
        by_thing.setdefault(thing, one.evidence)
    most = max(EVIDENCE_KEPT, len(correlation.rules)) if correlation.type in _TEMPORAL else EVIDENCE_KEPT
    return tuple(dict.fromkeys(by_thing.values()))[:most]


def _time(at_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at_us)
