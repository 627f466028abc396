"""Who does what on which day: free places for planted things, so that none hides or doubles another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from custodes.sample.people import Member
from custodes.sample.plan import Plan
from custodes.sample.rota import Rota, Shift

LEAST_SHIFT_MINUTES = 300
TRIES = 300


@dataclass(frozen=True, slots=True)
class Slot:
    """A person on a day that they work."""

    person: Member
    day: date
    shift: Shift


class Slots:
    """Draws a person and a working day; within one crowd each pair is drawn once."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rota: Rota, rng: Random) -> None:
        self._staff, self._rota, self._rng = staff, rota, rng
        self._days = tuple(plan.days())
        self._taken: set[tuple[str, int, date]] = set()

    def first_of(self, department: str) -> Member:
        """The department's first member, whom permits name."""
        return next(person for person in self._staff if person.department == department)

    def find(self, crowd: str, *, only: Member | None = None, but: frozenset[str] = frozenset()) -> Slot | None:
        """A free slot of that crowd, or None where so small a library has none left."""
        for _ in range(TRIES):
            person = only or self._rng.choice(self._staff)
            day = self._rng.choice(self._days)
            shift = self._rota.find_shift(person.number, day)
            if shift is None or shift.end - shift.start < LEAST_SHIFT_MINUTES or person.id in but:
                continue
            if (crowd, person.number, day) not in self._taken:
                self._taken.add((crowd, person.number, day))
                return Slot(person, day, shift)
        return None
