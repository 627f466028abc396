"""How findings compare with what was planted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from custodes.sample.errors import SampleError
from custodes.sample.plan import ZONE

Row = dict[str, Any]
NUMBERED = ("line ", "message ", "record ")


@dataclass(slots=True)
class ClauseScore:
    """One clause: what was planted and found, and what else was said."""

    planted: int = 0
    found: int = 0
    missed: list[Row] = field(default_factory=list)
    look_alikes: int = 0
    false: list[Row] = field(default_factory=list)
    """Look-alikes that a finding names."""
    unplanted: list[Row] = field(default_factory=list)
    """Findings that match nothing planted."""
    elsewhere: list[Row] = field(default_factory=list)
    """Findings on what was planted for other clauses alone: a lure under a borrowed name is both."""


@dataclass(frozen=True, slots=True)
class Score:
    """Every clause that something was planted for or found in."""

    clauses: Mapping[str, ClauseScore]

    @property
    def share_found(self) -> float:
        """Of the planted violations, those that a finding names; 1 where none was planted."""
        return _share(
            sum(one.found for one in self.clauses.values()), sum(one.planted for one in self.clauses.values()), 1.0
        )

    @property
    def share_false(self) -> float:
        """Of the look-alikes, those that a finding names; 0 where there is none."""
        false = sum(len(one.false) for one in self.clauses.values())
        return _share(false, sum(one.look_alikes for one in self.clauses.values()), 0.0)


def score(truth_path: Path, findings: Iterable[Mapping[str, Any]]) -> Score:
    """Compare the findings (as `check --format jsonl` gives them) with a sample's truth.

    A finding belongs to the planted things of its clause that share an item of evidence with it. Only one
    that shares none, nor rests on what was planted for another clause, belongs to those of the same subject and
    local day, which takes `--show-people`.
    Findings that could not tell are left out. Raises `SampleError` where the truth cannot be read.
    """
    rows = _read(truth_path)
    by_place, by_day = _index(rows)
    planted_at = {place for _, place in by_place}
    hit: set[int] = set()
    clauses: dict[str, ClauseScore] = {}
    for finding in findings:
        if finding.get("outcome", "yes") != "yes":
            continue
        places = [_place(truth_path.parent, item) for item in finding["evidence"]]
        found = {number for place in places for number in by_place.get((finding["clause"], place), ())}
        if not found and not planted_at.isdisjoint(places):
            clauses.setdefault(finding["clause"], ClauseScore()).elsewhere.append(dict(finding))
            continue
        found = found or by_day.get((finding["clause"], finding["subject"], _local_day(finding["at"])), set())
        hit |= found
        if not found:
            clauses.setdefault(finding["clause"], ClauseScore()).unplanted.append(dict(finding))
    for number, row in enumerate(rows):
        _count(clauses.setdefault(row["clause"], ClauseScore()), row, is_hit=number in hit)
    return Score(clauses)


def _count(clause: ClauseScore, row: Row, *, is_hit: bool) -> None:
    if row["violation"]:
        clause.planted += 1
        clause.found += is_hit
        clause.missed += [] if is_hit else [row]
    else:
        clause.look_alikes += 1
        clause.false += [row] if is_hit else []


def _read(path: Path) -> list[Row]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise SampleError(f"{path} cannot be read as a truth file: {error}. `custodes sample` makes one.") from error


def _index(rows: list[Row]) -> tuple[dict[tuple[str, str], set[int]], dict[tuple[str, str, str], set[int]]]:
    by_place: dict[tuple[str, str], set[int]] = {}
    by_day: dict[tuple[str, str, str], set[int]] = {}
    for number, row in enumerate(rows):
        by_day.setdefault((row["clause"], row["subject"], row["day"]), set()).add(number)
        for item in row["evidence"]:
            by_place.setdefault((row["clause"], _name(item["source"], item["locator"])), set()).add(number)
    return by_place, by_day


def _place(folder: Path, item: Mapping[str, str]) -> str:
    """Where a finding's evidence stands, as a path below the sample's folder, however the path was given."""
    source = Path(item["source"]).resolve()
    root = folder.resolve()
    below = source.relative_to(root).as_posix() if source.is_relative_to(root) else source.as_posix()
    return _name(below, item["locator"])


def _name(source: str, locator: str) -> str:
    """A numbered item keeps its source; a file is named by its whole path, whichever folder was read."""
    return f"{source} {locator}" if locator.startswith(NUMBERED) else f"{source}/{locator}".removeprefix("./")


def _local_day(at: str | None) -> str:
    return datetime.fromisoformat(at).astimezone(ZONE).date().isoformat() if at else ""


def _share(part: int, whole: int, without: float) -> float:
    return part / whole if whole else without
