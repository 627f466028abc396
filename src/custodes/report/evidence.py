"""A finding as a page shows it: worded, dated, and its evidence gathered by source."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from custodes.detect.finding import Evidence, Finding, Reason
from custodes.detect.sigma.detector import LEVELS
from custodes.report.jsonl import utc
from custodes.report.shown import shown
from custodes.report.words import degree, label, moment

EVIDENCE_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Cited:
    """The events of one source that a finding rests on."""

    source: str
    places: tuple[tuple[str, str], ...]
    """Locator and SHA-256."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in words, every text fit to be shown."""

    title: str
    subject: str
    at: str | None
    """ISO 8601 in UTC."""
    when: str
    degree: str
    confidence: float
    rule: str | None
    reasons: tuple[tuple[str, tuple[str, ...]], ...]
    """Labels and what stands under each, after the first reason: that one is the title."""
    evidence: tuple[Cited, ...]
    uncited: int
    """How much more evidence there is than is listed."""


def _degree(finding: Finding) -> str:
    """How sure; of a rule its level, which tells how bad it would be and not how likely it is."""
    level = LEVELS.get(finding.confidence) if finding.rule else None
    return f"by a rule of level {level}" if level else degree(finding.confidence)


def worded(finding: Finding, zone: ZoneInfo) -> Shown:
    """The finding in words, its time on the clocks of that zone."""
    first, *others = finding.reasons
    return Shown(
        title=shown(first.text),
        subject=shown(finding.subject, longest=120),
        at=utc(finding.at),
        when="No time given" if finding.at is None else moment(finding.at, zone),
        degree=_degree(finding),
        confidence=finding.confidence,
        rule=None if finding.rule is None else shown(finding.rule, longest=120),
        reasons=tuple(
            (heading, tuple(shown(reason.text) for reason in under)) for heading, under in groupby(others, _label)
        ),
        evidence=cited(finding.evidence[:EVIDENCE_SHOWN]),
        uncited=max(0, len(finding.evidence) - EVIDENCE_SHOWN),
    )


def _label(reason: Reason) -> str:
    return shown(label(reason.code), longest=60)


def cited(evidence: tuple[Evidence, ...]) -> tuple[Cited, ...]:
    """The evidence by source, in the order given."""
    return tuple(
        Cited(shown(source, longest=200), tuple((shown(item.locator, longest=200), item.sha256) for item in items))
        for source, items in groupby(evidence, attrgetter("source"))
    )
