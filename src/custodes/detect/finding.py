"""What a detector says: findings, with their reasons and the evidence they rest on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import pyarrow as pa

from custodes.events import locate


class Outcome(StrEnum):
    """Three outcomes, never two."""

    YES = "yes"
    NO = "no"
    COULD_NOT_TELL = "could not tell"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a stable code for programs and a plain sentence for a supervisor.

    The text says what was seen, never what someone is.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
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


def cite(batch: pa.RecordBatch, row: int) -> Evidence:
    """The evidence that an event of a batch is."""
    source, locator = locate(batch, row)
    record = batch.column("raw_data")[row].as_buffer()
    return Evidence(source, locator, hashlib.sha256(record).hexdigest())
