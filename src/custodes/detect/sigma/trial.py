"""Rules tried out: on the samples beside them, and on events of one's own. Of an event only its place is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa

from custodes.detect.finding import Evidence, cite
from custodes.detect.measure import Measures, merge_into
from custodes.detect.sigma.correlate import Correlations, Event
from custodes.detect.sigma.evaluate import compile_node
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.rule import About, RuleSet
from custodes.detect.sigma.running import Rules
from custodes.detect.sigma.samples import Sample, Samples

PLACES_KEPT = 5


class Alarm(NamedTuple):
    """A rule that fired: when, and on which events."""

    rule: About
    at: datetime | None
    evidence: tuple[Evidence, ...]


@dataclass(slots=True)
class Told:
    """How often a rule fired, and the first events it fired on."""

    times: int = 0
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, alarm: Alarm) -> None:
        """Once more."""
        self.times += 1
        if len(self.evidence) < PLACES_KEPT:
            self.evidence += alarm.evidence[:1]


class Trial:
    """Rules over a stream of batches: each tells at once, those that count tell at the end."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = Rules(rules)
        self._correlations = Correlations(rules.correlations)
        self._measures: Measures = {}

    def look(self, batch: pa.RecordBatch) -> Iterator[Alarm]:
        """What fires on the events of a batch."""
        times = batch.column("time")
        fired: list[tuple[list[str], Event]] = []
        for row, rules, fields in self._rules.match(batch):
            event = Event(times[row].as_py(), fields, "", cite(batch, row))
            fired.append(([rule.about.id for rule in rules], event))
            yield from (Alarm(rule.about, event.at, (event.evidence,)) for rule in rules if rule.reports)
        merge_into(self._measures, self._correlations.note_all(fired))

    def end(self) -> Iterator[Alarm]:
        """What fires on all of them together."""
        for firing in self._correlations.judge(self._measures):
            yield Alarm(firing.correlation.about, firing.at, firing.evidence)


class Tried(NamedTuple):
    """How the samples of one file came out."""

    samples: int
    missed: tuple[int, ...]
    """Numbers, from 1, of samples that should fire and do not."""
    false_alarms: tuple[int, ...]
    """Numbers of samples that should be quiet and are not."""
    cannot_run: tuple[str, ...] = ()
    """Why, for each rule of the file that cannot run."""

    @property
    def is_well(self) -> bool:
        """Whether every rule runs, and every sample came out as it should."""
        return not (self.missed or self.false_alarms or self.cannot_run)


def try_samples(rules: RuleSet, samples: Samples) -> Tried:
    """The rules of one file, on its samples; a log source is not asked for, since samples name none."""
    missed = [number for number, sample in enumerate(samples.fires, 1) if not _fires(rules, sample)]
    alarms = [number for number, sample in enumerate(samples.quiet, 1) if _fires(rules, sample)]
    cannot_run = tuple(rule.reason for rule in rules.unusable)
    return Tried(len(samples.fires) + len(samples.quiet), tuple(missed), tuple(alarms), cannot_run)


def _fires(rules: RuleSet, sample: Sample) -> bool:
    tests = [(rule, compile_node(rule.condition)) for rule in rules.rules]
    correlations = Correlations(rules.correlations)
    measures: Measures = {}
    for number, one in enumerate(sample):
        fields = Fields(one.fields)
        hits = [rule for rule, holds in tests if holds(fields)]
        if any(rule.reports for rule in hits):
            return True
        event = Event(one.at, fields, "", Evidence("samples", str(number), ""))
        merge_into(measures, dict(correlations.note([rule.about.id for rule in hits], event)))
    return any(True for _ in correlations.judge(measures))
