"""What a detector says: findings, with their reasons and the evidence they rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import starmap
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.events import locate, locate_each


class Outcome(StrEnum):
    """Three outcomes, never two."""

    YES = "yes"
    NO = "no"
    COULD_NOT_TELL = "could not tell"


class Reason(NamedTuple):
    """Why, as a stable code for programs and a plain sentence for a supervisor.

    The text says what was seen, never what someone is.
    """

    code: str
    text: str


class Evidence(NamedTuple):
    """An event a finding rests on: where it was read, and the SHA-256 (hex) of its bytes as received."""

    source: str
    locator: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the policy speaks of was seen, or could not be told."""

    clause: str
    detector: str
    subject: str
    """Whom it concerns: a person's id where the staff list tells, else the account or address seen."""
    at: datetime | None
    """Aware, UTC; None where the event carries no time that can be read."""
    outcome: Outcome
    confidence: float
    """From 0 to 1; 0 where it could not be told."""
    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]
    rule: str | None = None
    """The rule's id, where a rule of the community found it."""

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError(f"a finding of {self.detector} gives no reason")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"a finding of {self.detector} is {self.confidence} sure")

    def worded(self, subject: str, reasons: tuple[Reason, ...], evidence: tuple[Evidence, ...]) -> Finding:
        """The same finding with these words. Every field is named: `dataclasses.replace` looks them up each time."""
        return Finding(
            clause=self.clause,
            detector=self.detector,
            subject=subject,
            at=self.at,
            outcome=self.outcome,
            confidence=self.confidence,
            reasons=reasons,
            evidence=evidence,
            rule=self.rule,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels as bare tuples: records are taken apart one by one, which takes five times as long."""
        known = self.clause, self.detector, self.subject, self.at, self.outcome, self.confidence
        return _put_together, (known, tuple(map(tuple, self.reasons)), tuple(map(tuple, self.evidence)), self.rule)


class Said(NamedTuple):
    """What is said of one event: whether, how sure, and why."""

    outcome: Outcome
    confidence: float
    reasons: tuple[Reason, ...]


def find_in_row(batch: pa.RecordBatch, row: int, said: Said, *, clause: str, detector: str, subject: str) -> Finding:
    """The finding that rests on one event of a batch."""
    return Finding(
        clause=clause,
        detector=detector,
        subject=subject,
        at=batch.column("time")[row].as_py(),
        outcome=said.outcome,
        confidence=said.confidence,
        reasons=said.reasons,
        evidence=(cite(batch, row),),
    )


_Known = tuple[str, str, str, datetime | None, Outcome, float]


def _put_together(known: _Known, reasons: Any, evidence: Any, rule: str | None) -> Finding:
    told, cited = starmap(Reason, reasons), starmap(Evidence, evidence)
    return Finding(*known, reasons=tuple(told), evidence=tuple(cited), rule=rule)


def cite(batch: pa.RecordBatch, row: int) -> Evidence:
    """The evidence that an event of a batch is."""
    return Evidence(*locate(batch, row), _digest(batch.column("raw_data")[row]))


def cite_each(batch: pa.RecordBatch, rows: Sequence[int]) -> Iterator[Evidence]:
    """The evidence that each of these events is; of many, a fifth of what `cite` takes."""
    records = batch.column("raw_data")
    for row, (source, locator) in zip(rows, locate_each(batch, rows), strict=True):
        yield Evidence(source, locator, _digest(records[row]))


def _digest(record: pa.Scalar) -> str:
    return hashlib.sha256(record.as_buffer()).hexdigest()
