"""Adding up a run: parts to accounts, findings to what a page shows of each clause."""

from __future__ import annotations

import dataclasses
import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from custodes.detect.finding import Finding, Outcome
from custodes.detect.staff import Staff
from custodes.engine.examine import Part, earliest, latest
from custodes.engine.results import Account, ClauseResult
from custodes.sources.contract import Rejected
from custodes.sources.tables import LogSource

FINDINGS_SHOWN = 40
"""How many findings of a clause a page shows; the lines of `jsonl` hold all."""
NOT_TOLD_SHOWN = 10
REJECTIONS_SHOWN = 100
_NEVER = datetime.max.replace(tzinfo=UTC)


class AccountTally:
    """The accounts of every source, in order of first appearance."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], Account] = {}
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None

    def add(self, part: Part) -> None:
        """Count a part."""
        key = (part.source, part.reader)
        known = self._accounts.get(key, Account(*key))
        rejections = join_ranges((*known.rejections, *part.rejections))[:REJECTIONS_SHOWN]
        self._accounts[key] = dataclasses.replace(
            known.plus(part), kinds=known.kinds | part.kinds, logs=known.logs | part.logs, rejections=rejections
        )
        self.first_at = earliest(self.first_at, part.first_at)
        self.last_at = latest(self.last_at, part.last_at)

    @property
    def logs(self) -> frozenset[LogSource]:
        """Which of Sigma's log sources were met."""
        return frozenset[LogSource]().union(*(account.logs for account in self._accounts.values()))

    @property
    def accounts(self) -> tuple[Account, ...]:
        """As added up so far."""
        return tuple(self._accounts.values())


def join_ranges(items: tuple[Rejected, ...]) -> tuple[Rejected, ...]:
    """The same rejections with neighbours of one reason told as one range."""
    joined: list[Rejected] = []
    for item in items:
        if joined and _continues(joined[-1], item):
            joined[-1] = dataclasses.replace(joined[-1], last=item.last)
        else:
            joined.append(item)
    return tuple(joined)


def _continues(left: Rejected, right: Rejected) -> bool:
    same = (left.source, left.reason, left.file) == (right.source, right.reason, right.file)
    return same and left.file is None and right.first == left.last + 1


class Surest:
    """The surest few of any number of findings, surest first, then by time, then by order.

    What a rule finds again and again stands behind what others found as surely: a flood hides nothing.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._heap: list[tuple[tuple[float, int, float, int], Finding]] = []
        self._met = 0
        self._by_rule: Counter[str] = Counter()

    def add(self, finding: Finding) -> None:
        """Consider a finding."""
        self._met += 1
        again = self._by_rule[finding.rule] if finding.rule else 0
        if finding.rule:
            self._by_rule[finding.rule] += 1
        entry = (finding.confidence, -again, -(finding.at or _NEVER).timestamp(), -self._met), finding
        if len(self._heap) < self._limit:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def __iter__(self) -> Iterator[Finding]:
        return (finding for _, finding in sorted(self._heap, key=lambda entry: entry[0], reverse=True))


class ClauseTally:
    """What was seen of one clause, with the surest findings kept for a page."""

    def __init__(self, clause: str, staff: Staff) -> None:
        self.clause = clause
        self._staff = staff
        self.unsure = 0
        self._counts: Counter[Outcome] = Counter()
        self._by_day: Counter[date] = Counter()
        self._subjects: set[str] = set()
        self._shown = {Outcome.YES: Surest(FINDINGS_SHOWN), Outcome.COULD_NOT_TELL: Surest(NOT_TOLD_SHOWN)}

    def add(self, finding: Finding, zone: ZoneInfo) -> None:
        """Count a finding that the control is sure enough of."""
        self._counts[finding.outcome] += 1
        self._shown[finding.outcome].add(finding)
        if finding.outcome is Outcome.YES:
            self._subjects.add(finding.subject)
            if finding.at is not None:
                self._by_day[finding.at.astimezone(zone).date()] += 1

    def result(self, name: Callable[[Finding], Finding]) -> ClauseResult:
        """As a page shows it; `name` turns a finding's subject into what may be shown."""
        return ClauseResult(
            clause=self.clause,
            yes=self._counts[Outcome.YES],
            could_not_tell=self._counts[Outcome.COULD_NOT_TELL],
            unsure=self.unsure,
            subjects=len(self._subjects),
            people=sum(self._staff.find(subject) is not None for subject in self._subjects),
            by_day=dict(sorted(self._by_day.items())),
            findings=tuple(name(finding) for surest in self._shown.values() for finding in surest),
        )
