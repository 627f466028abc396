"""What was planted: one row a planted thing, with the exact places where it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Planted:
    """A violation, or a look-alike that is none. `evidence` fills while the logs and mailboxes are written."""

    clause: str
    violation: bool
    kind: str
    """A short code of the sample's own: `gambling`, `gift-cards` …"""
    subject: str
    at: datetime
    """Aware; for what counts by the day, the start of the local day."""
    day: date
    note: str
    evidence: list[tuple[str, str]] = field(default_factory=list)
    """Source, as a path below the sample's folder, and locator."""

    def as_row(self) -> dict[str, Any]:
        """The row as it stands in `truth.jsonl`."""
        return {
            "clause": self.clause,
            "violation": self.violation,
            "kind": self.kind,
            "subject": self.subject,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "day": self.day.isoformat(),
            "evidence": [{"source": source, "locator": locator} for source, locator in self.evidence],
            "note": self.note,
        }


def write_truth(planted: Iterable[Planted], path: Path) -> None:
    """`truth.jsonl`, in order of time."""
    rows = sorted((one.as_row() for one in planted), key=lambda row: (row["at"], row["kind"], row["subject"]))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
