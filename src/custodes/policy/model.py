"""What a policy is, once read: sections of clauses, and the controls that keep them.

These are values only. `load` makes them from a folder, `diff` and `coverage` compare them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

ControlKind = Literal["detector", "intake", "practice"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph or bullet of the policy, known by an id that outlives its wording."""

    id: str
    text: str
    section: str
    kind: Literal["paragraph", "bullet"] = "paragraph"
    line: int = 0
    """Line of `policy.md` on which it begins, from 1."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the policy and the clauses under it."""

    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """What keeps a clause: a detector, a rule of the intake, or a practice of people.

    `parameters` are as written; the one who owns the control gives them their types. `lines` tells
    where each parameter stands in `controls.yaml`, so that a refusal can name the line.
    """

    clause: str
    kind: ControlKind
    name: str
    """The detector's or intake rule's name; for a practice, the sentence that says what people do."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    sure: float = 0.0
    """A finding below this confidence, from 0 to 1, is not shown."""
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as it stands in its folder, in the order in which it is read."""

    title: str
    sections: tuple[Section, ...]
    controls: tuple[Control, ...] = ()
    approved_on: date | None = None
    revised_on: tuple[date, ...] = ()
    domains: tuple[str, ...] = ()
    """The employer's own mail and web domains, lower case."""
    timezone: str = "UTC"
    """IANA name of the zone whose days and hours the policy means."""
    folder: Path | None = None

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in reading order."""
        return tuple(clause for section in self.sections for clause in section.clauses)

    @property
    def controls_file(self) -> str:
        """How a message names the file of the controls."""
        return str(self.folder / "controls.yaml") if self.folder else "controls.yaml"

    def find_clause(self, clause_id: str) -> Clause | None:
        """The clause of that id, or None."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def list_controls(self, clause_id: str) -> tuple[Control, ...]:
        """What keeps the clause of that id, in the order written."""
        return tuple(control for control in self.controls if control.clause == clause_id)
