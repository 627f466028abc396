"""A whole run: inputs to chunks, chunks to parts, parts to findings, limits at the end."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from custodes.detect.finding import Finding, Outcome
from custodes.detect.measure import Key, Measure, Measures
from custodes.engine.bind import Bound, Plan
from custodes.engine.examine import mask_findings
from custodes.engine.naming import Naming
from custodes.engine.results import Results
from custodes.engine.spool import MeasureStore, Spool
from custodes.engine.tally import AccountTally, ClauseTally, join_ranges
from custodes.engine.workers import map_chunks
from custodes.policy.model import Policy
from custodes.sources.contract import Chunk, Rejected

OnPart = Callable[[int], None]
"""Told the number of events after each part."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything a run found. Findings and rejections are on disk, in the order of the input."""

    results: Results
    findings: Spool[Finding]
    """Sure enough for their control, subjects as seen: `naming` turns them into what may be shown."""
    rejections: Spool[Rejected]
    naming: Naming

    def shown(self) -> Iterator[Finding]:
        """Every finding as it may be shown, in order."""
        return (self.naming.show(finding) for finding in self.findings)

    def shown_rejections(self) -> Iterator[Rejected]:
        """Every rejected item as it may be shown, in order."""
        return (self.naming.show_rejected(item) for item in self.rejections)


def run(
    chunks: Iterable[Chunk],
    plan: Plan,
    policy: Policy,
    *,
    jobs: int = 1,
    shows_people: bool = False,
    on_part: OnPart = lambda _: None,
) -> Run:
    """Examine the chunks and judge the limits. The same for any `jobs`, byte for byte."""
    began, started_at = time.monotonic(), datetime.now(UTC)
    accounts, store = AccountTally(), MeasureStore()
    findings: Spool[Finding] = Spool()
    rejections: Spool[Rejected] = Spool()
    naming = Naming(plan.staff, shows_people=shows_people)
    clauses = {bound.context.clause: ClauseTally(bound.context.clause, plan.staff) for bound in plan.bounds}

    def keep(index: int, finding: Finding) -> None:
        bound = plan.bounds[index]
        tally = clauses[finding.clause]
        if finding.outcome is Outcome.YES and finding.confidence < bound.sure:
            tally.unsure += 1
        elif finding.outcome is not Outcome.NO:
            tally.add(finding, bound.context.timezone)
            findings.extend([finding])
            naming.name(finding.subject)  # pseudonyms are numbered in the order of the findings

    for part in map_chunks(chunks, plan, jobs=jobs):
        accounts.add(part)
        rejections.extend(join_ranges(part.rejections))
        for index, finding in part.findings:
            keep(index, finding)
        for index, measures in part.measures.items():
            store.add(index, measures)
        on_part(part.kept)
    for index, finding in judge(store, plan):
        keep(index, finding)

    results = Results(
        policy=policy,
        accounts=naming.show_accounts(accounts.accounts),
        clauses={clause: tally.result(_namer(naming)) for clause, tally in clauses.items()},
        started_at=started_at,
        seconds=time.monotonic() - began,
        events=sum(account.kept for account in accounts.accounts),
        first_at=accounts.first_at,
        last_at=accounts.last_at,
        people=len(plan.staff.people),
        shows_people=shows_people,
        unmet=plan.rules.unmet(accounts.logs, clauses),
        rules=plan.rules.count,
        unusable_rules=plan.rules.set.unusable,
    )
    return Run(results, findings, rejections, naming)


def judge(store: MeasureStore, plan: Plan) -> Iterator[tuple[int, Finding]]:
    """The findings that the limits give once everything is merged, with the control's index."""
    for index, entries in groupby(store.merged(), key=lambda entry: entry[0][0]):
        bound = plan.bounds[index]
        found = _judge(bound, ((key, measure) for (_, key), measure in entries))
        yield from ((index, finding) for finding in mask_findings(found, plan.firewall.mask))


def _judge(bound: Bound, entries: Iterable[tuple[Key, Measure]]) -> Iterator[Finding]:
    """What one control's limits say, measure by measure, and then what it concludes from all others together."""
    others: Measures = {}
    for key, measure in entries:
        decide = bound.detector.limits.get(key.name)
        if decide is None:
            others[key] = measure
        elif (finding := decide(key, measure, bound.context)) is not None:
            yield finding
    if others and bound.detector.conclude is not None:
        yield from bound.detector.conclude(others, bound.context)


def _namer(naming: Naming) -> Callable[[Finding], Finding]:
    return lambda finding: dataclasses.replace(naming.show(finding), subject=naming.name(finding.subject))
