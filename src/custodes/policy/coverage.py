"""Both ways in which text and controls can miss each other."""

from __future__ import annotations

from dataclasses import dataclass

from custodes.policy.model import Clause, Control, Policy


@dataclass(frozen=True, slots=True)
class Kept:
    """A clause and what keeps it; nothing does where `controls` is empty."""

    clause: Clause
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What keeps each clause, in reading order, and the controls that no clause asks for."""

    clauses: tuple[Kept, ...]
    unasked: tuple[Control, ...]

    @property
    def kept(self) -> tuple[Clause, ...]:
        """Clauses that at least one control keeps."""
        return tuple(kept.clause for kept in self.clauses if kept.controls)

    @property
    def unkept(self) -> tuple[Clause, ...]:
        """Clauses that nothing keeps."""
        return tuple(kept.clause for kept in self.clauses if not kept.controls)


def coverage(policy: Policy) -> Coverage:
    """What keeps each clause of the policy, and what keeps none of them."""
    ids = {clause.id for clause in policy.clauses}
    return Coverage(
        tuple(Kept(clause, policy.list_controls(clause.id)) for clause in policy.clauses),
        tuple(control for control in policy.controls if control.clause not in ids),
    )
