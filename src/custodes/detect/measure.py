"""Measures: values that only ever merge, keyed by (name, subject, window).

Each kind of value is a commutative monoid, so it does not matter how the input was cut or in which
order the pieces come back:

    COUNT   int             added
    BITS    int             a set of small numbers as bits (minutes of a day), joined
    SET     frozenset       joined
    RUN     sorted tuple    merged in order, duplicates kept

Every measure carries the evidence of its first events, so that a limit can show what it rests on.
"Commutative" holds for the evidence too: the least few by (order) win, whichever side they come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from operator import add, or_
from typing import Any, NamedTuple

from custodes.detect.finding import Evidence

EVIDENCE_KEPT = 3


class Kind(StrEnum):
    """How two values of a measure merge."""

    COUNT = "count"
    BITS = "bits"
    SET = "set"
    RUN = "run"


MERGES: Mapping[Kind, Callable[[Any, Any], Any]] = {
    Kind.COUNT: add,
    Kind.BITS: or_,
    Kind.SET: or_,
    Kind.RUN: lambda left, right: tuple(sorted((*left, *right))),  # two runs in order: one pass
}


class Key(NamedTuple):
    """What is measured, about whom, and over which stretch (`2026-11-24`, `2026-11-24T13`, …)."""

    name: str
    subject: str
    window: str


class Seen(NamedTuple):
    """An event behind a measure. Sorts by time, then by place."""

    at: datetime
    evidence: Evidence


class Measure(NamedTuple):
    """A value and the first events it rests on, in order of time."""

    kind: Kind
    value: Any
    seen: tuple[Seen, ...] = ()

    def merge(self, other: Measure) -> Measure:
        """Both together."""
        if self.kind is not other.kind:
            raise TypeError(f"a {self.kind} measure cannot merge with a {other.kind} one")
        seen = self.seen if not other.seen else first_seen((*self.seen, *other.seen))
        return Measure(self.kind, MERGES[self.kind](self.value, other.value), seen)


def first_seen(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """The few that a measure keeps: the earliest, each once."""
    return tuple(sorted(set(seen))[:EVIDENCE_KEPT])


Measures = dict[Key, Measure]


def merge_into(total: Measures, part: Mapping[Key, Measure]) -> None:
    """Add the measures of `part` to `total`, in place."""
    for key, measure in part.items():
        known = total.get(key)
        total[key] = measure if known is None else known.merge(measure)
