"""The detectors there are, by name, and what each declares of itself.

@dataclass(frozen=True, slots=True)
class Parameters:
    minutes_a_day: int = 60

@detector("personal-time", clauses=("use.personal",), reads=HTTP_ACTIVITY, parameters=Parameters)
def personal_time(batch: pa.RecordBatch, context: Context) -> Detection: ...

@personal_time.limit("personal.minutes")
def over_the_day(key: Key, measure: Measure, context: Context) -> Finding | None: ...
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from custodes.detect.context import Context
from custodes.detect.finding import Finding
from custodes.detect.measure import Key, Measure, Measures
from custodes.events import is_kind
from custodes.policy.catalogue import CLAUSE_IDS


@dataclass(frozen=True, slots=True)
class Detection:
    """What a detector saw in one batch."""

    findings: tuple[Finding, ...] = ()
    measures: Measures = field(default_factory=dict)


Detect = Callable[[pa.RecordBatch, Context], Detection]
Decide = Callable[[Key, Measure, Context], Finding | None]
Conclude = Callable[[Measures, Context], Iterable[Finding]]


@dataclass(frozen=True)
class NoParameters:
    """For a detector that has nothing to set."""


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector as registered: a pure function, the clauses it may serve, and its limits."""

    name: str
    clauses: tuple[str, ...]
    reads: tuple[pa.Schema, ...]
    """The kinds of event it looks at."""
    parameters: type[Any]
    """A frozen dataclass whose defaults are the detector's; field types: int, float, bool, str, tuple[str, ...]."""
    detect: Detect
    looks_at: str = ""
    """What it looks at, as a margin note says it: `Web visits, by kind of site and day.`"""
    needs_domains: bool = False
    """Whether it sees nothing unless the employer's own domains are known: mail that leaves, say."""
    limits: dict[str, Decide] = field(default_factory=dict)
    """By measure name: the fold that turns a merged measure into a finding, or None."""
    conclude: Conclude | None = None
    """What judges the measures together that no limit is declared for."""

    def __call__(self, batch: pa.RecordBatch, context: Context) -> Detection:
        """What it sees in the batch."""
        return self.detect(batch, context)

    def reads_kind(self, batch: pa.RecordBatch) -> bool:
        """Whether the batch holds events that it looks at."""
        return any(is_kind(batch, schema) for schema in self.reads)

    def limit(self, measure: str) -> Callable[[Decide], Decide]:
        """Declare the limit that judges the measure of that name once all input is merged."""

        def add(decide: Decide) -> Decide:
            if measure in self.limits:
                raise ValueError(f"detector {self.name} has a limit for {measure} already")
            self.limits[measure] = decide
            return decide

        return add


DETECTORS: dict[str, Detector] = {}


def detector(
    name: str,
    *,
    clauses: tuple[str, ...],
    reads: pa.Schema | tuple[pa.Schema, ...],
    parameters: type[Any] = NoParameters,
    looks_at: str = "",
    needs_domains: bool = False,
    conclude: Conclude | None = None,
) -> Callable[[Detect], Detector]:
    """Register a detector. Refuses a name taken already and a clause no policy of this kind has."""
    if unknown := [clause for clause in clauses if clause not in CLAUSE_IDS]:
        raise ValueError(f"detector {name} serves {', '.join(unknown)}, which is no clause of the catalogue")
    if not dataclasses.is_dataclass(parameters):
        raise TypeError(f"detector {name}: its parameters must be a dataclass")

    def register(detect: Detect) -> Detector:
        if name in DETECTORS:
            raise ValueError(f"there is a detector {name} already")
        kinds = reads if isinstance(reads, tuple) else (reads,)
        DETECTORS[name] = Detector(name, clauses, kinds, parameters, detect, looks_at, needs_domains, conclude=conclude)
        return DETECTORS[name]

    return register
