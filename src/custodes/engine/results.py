"""What a run gives: the account of every source, and the findings of every clause.

Values only; `report` writes them as a page, a table or lines.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from custodes.detect.finding import Finding
from custodes.detect.sigma.rule import Unusable
from custodes.policy.model import Policy
from custodes.sources.contract import Rejected
from custodes.sources.tables import LogSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items went where. Counts add up.

    `taken + spread = out + rejected`, and `out = kept + outside_period` and all that was dropped.
    """

    taken: int = 0
    """Items met, counted before they were parsed."""
    spread: int = 0
    """Events beyond one an item, where items hold several."""
    out: int = 0
    """Events made of them."""
    rejected: int = 0
    kept: int = 0
    dropped_protected: int = 0
    dropped_patron: int = 0
    dropped_excluded: int = 0
    outside_period: int = 0
    masked: int = 0
    """Patron details (card numbers, circulation details) met in what was kept; masked wherever shown."""
    on_site: int = 0
    """Of those kept: done on the employer's own network."""
    off_site: int = 0
    """Of those kept: done elsewhere. Of the others it could not be told."""

    def plus(self, other: Counts) -> Self:
        """The same with the other's counts added."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in COUNTED}
        return dataclasses.replace(self, **sums)


COUNTED = tuple(field.name for field in dataclasses.fields(Counts))
"""The names of everything that is counted."""


@dataclass(frozen=True, slots=True)
class Account(Counts):
    """Where every item of one source went."""

    source: str
    reader: str
    """The format it was read as (`mail`, `squid` …); empty where nothing could read it."""
    kinds: frozenset[str] = frozenset()
    """The kinds of events that were looked at, by their class's name."""
    logs: frozenset[LogSource] = frozenset()
    """Which of Sigma's log sources they were of."""
    rejections: tuple[Rejected, ...] = ()
    """The first few, for a page; the summary lists every one."""


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """What was seen of one clause. Subjects are as they may be shown: a pseudonym, or a name."""

    clause: str
    yes: int = 0
    could_not_tell: int = 0
    unsure: int = 0
    """Findings left out because the control asks for more confidence."""
    subjects: int = 0
    """How many people, accounts and devices the `yes` findings concern."""
    people: int = 0
    """Of those, the people on the staff list."""
    by_day: Mapping[date, int] = field(default_factory=dict)
    """`yes` findings per day, in the policy's time zone."""
    findings: tuple[Finding, ...] = ()
    """The surest few, surest first, then by time."""


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run."""

    policy: Policy
    accounts: tuple[Account, ...]
    clauses: Mapping[str, ClauseResult]
    """By clause id; every clause of the policy that a detector serves has one, found or not."""
    started_at: datetime
    """Aware, UTC."""
    seconds: float
    events: int
    """Events kept and looked at."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    """The span of the events' own times."""
    people: int = 0
    """People on the staff list; 0 where none was given."""
    shows_people: bool = False
    unmet: frozenset[str] = frozenset()
    """Clauses for which no rule in Sigma's form is about any log that was read."""
    rules: int = 0
    """Rules in Sigma's form that ran."""
    unusable_rules: tuple[Unusable, ...] = ()
    """Those that could not, with the reason."""
