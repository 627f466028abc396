"""Both ways in which text and controls can miss each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from custodes.policy.model import Clause, Control, Policy

State = Literal["kept", "in part", "nothing"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A clause and what keeps it.

    A list that a control leaves empty (no host of the portal, no public network) is still to be named:
    the clause is then kept in part, and by nothing where its controls name nothing at all.
    """

    clause: Clause
    controls: tuple[Control, ...]

    @property
    def state(self) -> State:
        """How far the clause is kept, by what the controls say of themselves."""
        states = {_state(control) for control in self.controls}
        if not states - {"nothing"}:
            return "nothing"
        return "kept" if states == {"kept"} else "in part"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What keeps each clause, in reading order, and the controls that no clause asks for."""

    clauses: tuple[Kept, ...]
    unasked: tuple[Control, ...]

    def list_clauses(self, state: State) -> tuple[Kept, ...]:
        """The clauses that are in that state."""
        return tuple(kept for kept in self.clauses if kept.state == state)


def coverage(policy: Policy) -> Coverage:
    """What keeps each clause of the policy, and what keeps none of them."""
    ids = {clause.id for clause in policy.clauses}
    return Coverage(
        tuple(Kept(clause, policy.list_controls(clause.id)) for clause in policy.clauses),
        tuple(control for control in policy.controls if control.clause not in ids),
    )


def _state(control: Control) -> State:
    empty = [value == [] for value in control.parameters.values()]
    if not any(empty):
        return "kept"
    return "nothing" if all(empty) else "in part"
