"""The map: one batch, or one chunk, to what was seen in it. Pure; runs in any worker or cluster."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from custodes.detect.finding import Evidence, Finding, Outcome, Reason, cite
from custodes.detect.measure import Measures, merge_into
from custodes.detect.registry import Detection
from custodes.engine.bind import Bound, Period, Plan
from custodes.engine.reading import read_chunk
from custodes.engine.results import Counts
from custodes.events import kind_of
from custodes.redact import PatronMask
from custodes.sources.contract import Chunk, Rejected
from custodes.sources.logsources import list_log_sources
from custodes.sources.premises import count_places
from custodes.sources.tables import LogSource

MASKED_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Part(Counts):
    """What one chunk gave. Parts add up. `taken + spread = out + rejected` holds for each, or something was lost."""

    source: str
    reader: str
    kinds: frozenset[str] = frozenset()
    """The kinds of events kept, by their class's name."""
    logs: frozenset[LogSource] = frozenset()
    """Which of Sigma's log sources they are of."""
    rejections: tuple[Rejected, ...] = ()
    first_at: datetime | None = None
    last_at: datetime | None = None
    findings: tuple[tuple[int, Finding], ...] = ()
    """With each the index of the bound detector in the plan."""
    measures: dict[int, Measures] = field(default_factory=dict)
    """By that index."""


def examine_chunk(chunk: Chunk, plan: Plan) -> Part:
    """Parse a chunk and examine each of its batches. One that no source reads carries rejections only."""
    parsed = read_chunk(chunk)
    mask = plan.firewall.mask
    part = Part(
        mask.mask(chunk.source),
        chunk.reader,
        taken=chunk.count_items(),
        spread=parsed.spread,
        rejected=sum(item.items for item in parsed.rejected),
        rejections=tuple(mask_rejected(item, mask) for item in parsed.rejected),
    )
    for batch in parsed.batches:
        part = add_parts(part, examine(batch, plan, source=part.source, reader=part.reader))
    return part


def examine(batch: pa.RecordBatch, plan: Plan, *, source: str = "", reader: str = "") -> Part:
    """What the plan's detectors see in a batch, once what is set apart or out of the period is gone.

    Every text of a finding leaves masked: a leak is found without being repeated.
    """
    passed = plan.firewall.apply(batch)
    within = plan.premises.mark(_within(passed.batch, plan.period))
    findings: list[tuple[int, Finding]] = []
    measures: dict[int, Measures] = {}
    for index, bound in enumerate(plan.bounds):
        if within.num_rows and bound.detector.reads_kind(within):
            seen = _detect(bound, within)
            findings += ((index, finding) for finding in mask_findings(seen.findings, plan.firewall.mask))
            if seen.measures:
                measures[index] = seen.measures
    first_at, last_at = _span(within)
    on_site, off_site = count_places(within)
    return Part(
        source,
        reader,
        kinds=frozenset({kind_of(within)} if within.num_rows else ()),
        logs=list_log_sources(within),
        out=batch.num_rows,
        kept=within.num_rows,
        dropped_protected=passed.dropped_protected,
        dropped_patron=passed.dropped_patron,
        dropped_excluded=passed.dropped_excluded,
        outside_period=passed.batch.num_rows - within.num_rows,
        masked=passed.masked,
        on_site=on_site,
        off_site=off_site,
        first_at=first_at,
        last_at=last_at,
        findings=tuple(findings),
        measures=measures,
    )


def _detect(bound: Bound, batch: pa.RecordBatch) -> Detection:
    """What the detector sees. An event it fails on is told as such; the others are still looked at."""
    try:
        return bound.detector(batch, bound.context)
    except Exception as error:  # noqa: BLE001 - hostile input must not end the run; the failure becomes a finding
        if batch.num_rows == 1:
            return Detection((_failed(bound, batch, error),))
    half = batch.num_rows // 2
    halves = [_detect(bound, batch.slice(0, half)), _detect(bound, batch.slice(half))]
    measures: Measures = {}
    for part in halves:
        merge_into(measures, part.measures)
    return Detection(tuple(finding for part in halves for finding in part.findings), measures)


def _failed(bound: Bound, batch: pa.RecordBatch, error: Exception) -> Finding:
    reason = Reason("detector.failed", f"The check could not read this item ({type(error).__name__}).")
    return Finding(
        clause=bound.context.clause,
        detector=bound.detector.name,
        subject="unknown",
        at=batch.column("time")[0].as_py(),
        outcome=Outcome.COULD_NOT_TELL,
        confidence=0.0,
        reasons=(reason,),
        evidence=(cite(batch, 0),),
    )


def _within(batch: pa.RecordBatch, period: Period) -> pa.RecordBatch:
    """The events of the period; one without a time stays, since it cannot be said to lie outside."""
    times = batch.column("time")
    kept = None
    for bound, compare in ((period.since, pc.greater_equal), (period.until, pc.less)):
        if bound is not None:
            test = compare(times, pa.scalar(bound, times.type)).fill_null(True)
            kept = test if kept is None else pc.and_(kept, test)
    return batch if kept is None else batch.filter(kept)


def _span(batch: pa.RecordBatch) -> tuple[datetime | None, datetime | None]:
    span = pc.min_max(batch.column("time"))
    return span["min"].as_py(), span["max"].as_py()


def mask_findings(findings: Iterable[Finding], mask: PatronMask) -> Iterator[Finding]:
    """The findings as people may see them: no patron detail in any of their texts.

    Many are looked through together, a text a line: few hold any, and no detail goes over a line's end.
    """
    findings = iter(findings)
    while some := list(islice(findings, MASKED_TOGETHER)):
        holds_any = mask.count("\n".join(text for finding in some for text in _texts(finding)))
        yield from (_mask_finding(finding, mask) for finding in some) if holds_any else some


def _mask_finding(finding: Finding, mask: PatronMask) -> Finding:
    return finding.worded(
        mask.mask(finding.subject),
        tuple(Reason(reason.code, mask.mask(reason.text)) for reason in finding.reasons),
        tuple(Evidence(mask.mask(item.source), mask.mask(item.locator), item.sha256) for item in finding.evidence),
    )


def _texts(finding: Finding) -> Iterator[str]:
    yield finding.subject
    for reason in finding.reasons:
        yield reason.text
    for item in finding.evidence:
        yield item.source
        yield item.locator


def mask_rejected(item: Rejected, mask: PatronMask) -> Rejected:
    """The rejected item as people may see it."""
    return dataclasses.replace(
        item,
        source=mask.mask(item.source),
        reason=mask.mask(item.reason),
        file=None if item.file is None else mask.mask(item.file),
    )


def add_parts(left: Part, right: Part) -> Part:
    """Both together, in that order; names are the left one's."""
    measures = {index: dict(part) for index, part in left.measures.items()}
    for index, part in right.measures.items():
        merge_into(measures.setdefault(index, {}), part)
    return dataclasses.replace(
        left.plus(right),
        kinds=left.kinds | right.kinds,
        logs=left.logs | right.logs,
        rejections=(*left.rejections, *right.rejections),
        first_at=earliest(left.first_at, right.first_at),
        last_at=latest(left.last_at, right.last_at),
        findings=(*left.findings, *right.findings),
        measures=measures,
    )


def earliest(*times: datetime | None) -> datetime | None:
    """The first of those known, or None."""
    return min(_known(times), default=None)


def latest(*times: datetime | None) -> datetime | None:
    """The last of those known, or None."""
    return max(_known(times), default=None)


def _known(times: Iterable[datetime | None]) -> Iterator[datetime]:
    return (time for time in times if time is not None)
