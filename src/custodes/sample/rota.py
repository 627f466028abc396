"""Who works when: opening hours, part-time patterns, lunch, late shifts, weekends, weeks off, holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np
import numpy.typing as npt

from custodes.sample.people import Member
from custodes.sample.plan import Plan

Minutes = npt.NDArray[np.int64]

CLOSED = frozenset({(1, 1), (7, 4), (11, 11), (12, 24), (12, 25)})
OPENS_AT = (540, 540, 540, 540, 540, 540, 780)
CLOSES_AT = (1260, 1260, 1260, 1260, 1020, 1020, 1020)
"""Minutes of the day, Monday first."""

OFFICE_DEPARTMENTS = frozenset({"Administration", "Technical Services", "Communications"})
LUNCH_MINUTES = 45


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's day, in minutes after midnight on the local clock."""

    start: int
    end: int
    lunch: int


class Rota:
    """Every person's week, and the week each has off; arrays are indexed [person, weekday]."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...]) -> None:
        self._first_day = plan.first_day
        self._start = np.full((len(staff), 7), -1, dtype=np.int64)
        self._end = np.full((len(staff), 7), -1, dtype=np.int64)
        rng = plan.random("rota")
        for person in staff:
            for weekday, (start, end) in _week(person, rng).items():
                self._start[person.number, weekday] = start
                self._end[person.number, weekday] = end
        weeks = np.arange(len(staff)) if plan.weeks > 2 else np.full(len(staff), -1)
        self._week_off = np.where(weeks % 3 == 1, (weeks * 7 + 5) % plan.weeks, -1)

    def on(self, day: date) -> tuple[Minutes, Minutes, Minutes, Minutes]:
        """Who works that day (their numbers), and each one's start, end and lunch in minutes."""
        nobody = np.empty(0, dtype=np.int64)
        if (day.month, day.day) in CLOSED:
            return nobody, nobody, nobody, nobody
        week = (day - self._first_day).days // 7
        start, end = self._start[:, day.weekday()], self._end[:, day.weekday()]
        who = np.flatnonzero((start >= 0) & (self._week_off != week))
        return who, start[who], end[who], _lunch(start[who], end[who])

    def find_shift(self, person: int, day: date) -> Shift | None:
        """That person's day, or None where they are off."""
        start, end = int(self._start[person, day.weekday()]), int(self._end[person, day.weekday()])
        is_off = self._week_off[person] == (day - self._first_day).days // 7
        if start < 0 or is_off or (day.month, day.day) in CLOSED:
            return None
        return Shift(start, end, int(_lunch(np.array([start]), np.array([end]))[0]))


def _lunch(start: Minutes, end: Minutes) -> Minutes:
    """Half-way, on a quarter of an hour."""
    return (start + end) // 2 // 15 * 15 - 15


def _week(person: Member, rng: Random) -> dict[int, tuple[int, int]]:
    if not person.number or person.department in OFFICE_DEPARTMENTS:
        days = range(5) if person.full_time else sorted(rng.sample(range(5), 3))
        start = rng.choice((480, 495, 510, 540))
        return dict.fromkeys(days, (start, start + (510 if person.full_time else 330)))
    count = 5 if person.full_time else rng.choice((3, 4))
    days = sorted(rng.choices(range(7), (5, 5, 5, 5, 5, 3, 2), k=count * 3))
    chosen = list(dict.fromkeys(rng.sample(days, len(days))))[:count]
    return {day: _desk_hours(day, rng, hours=8.5 if person.full_time else 5.5) for day in sorted(chosen)}


def _desk_hours(weekday: int, rng: Random, *, hours: float) -> tuple[int, int]:
    """A shift that touches the opening hours, early or late."""
    opens, closes = OPENS_AT[weekday] - 30, CLOSES_AT[weekday] + 15
    length = min(int(hours * 60), closes - opens)
    start = opens if rng.random() < 0.65 else closes - length
    return start, start + length
