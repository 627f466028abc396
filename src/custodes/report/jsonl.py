"""Findings as JSON lines: one finding a line, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from custodes.detect.finding import Finding
from custodes.report.shown import encodable


def line(finding: Finding) -> bytes:
    """The finding as one line of JSON, newline included; the keys always in the same order."""
    return orjson.dumps(as_json(finding), option=orjson.OPT_APPEND_NEWLINE)


def as_json(finding: Finding) -> dict[str, Any]:
    """The finding as plain values that any JSON writer takes."""
    return {
        "clause": encodable(finding.clause),
        "detector": finding.detector,
        "rule": None if finding.rule is None else encodable(finding.rule),
        "subject": encodable(finding.subject),
        "at": utc(finding.at),
        "outcome": finding.outcome.value,
        "confidence": round(finding.confidence, 3),
        "reasons": [{"code": reason.code, "text": encodable(reason.text)} for reason in finding.reasons],
        "evidence": [
            {"source": encodable(item.source), "locator": encodable(item.locator), "sha256": item.sha256}
            for item in finding.evidence
        ],
    }


def utc(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, ending in `Z`; None stays None."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
