"""Ordinary days: who opens which page when, as whole arrays.

A day of one person is a handful of sittings at one site each; a lunch break may hold a short one at a
personal site. The public's computers and the night's updates run beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from custodes.sample.people import Member
from custodes.sample.plan import clock_base_seconds
from custodes.sample.rota import CLOSES_AT, OPENS_AT, Rota
from custodes.sample.web.sites import Pool

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SITTINGS_AN_HOUR = 0.95
PAGES_A_SITTING, MOST_PAGES_A_SITTING = 6, 40
SECONDS_A_PAGE = 26.0
LUNCH_AT_A_PERSONAL_SITE = 0.45
LUNCH_LEAST_MINUTES, LUNCH_MOST_MINUTES = 6, 26


@dataclass(frozen=True, slots=True)
class Pages:
    """Page views; parallel arrays."""

    at: Floats
    """Epoch seconds."""
    seat: Integers
    site: Integers
    opens: npt.NDArray[np.bool_]
    """Whether a connection to the site is opened with it."""

    def __len__(self) -> int:
        return len(self.at)

    def take(self, rows: Integers) -> Pages:
        """Those rows, in that order."""
        return Pages(self.at[rows], self.seat[rows], self.site[rows], self.opens[rows])


def join_pages(*parts: Pages) -> Pages:
    """All of them in order of time."""
    joined = Pages(
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.seat for part in parts]),
        np.concatenate([part.site for part in parts]),
        np.concatenate([part.opens for part in parts]),
    )
    return joined.take(np.argsort(joined.at, kind="stable"))


class Choice:
    """Draws a site by weight, by a department's own weights where it has some."""

    def __init__(self, pool: Pool, groups: tuple[str, ...], departments: tuple[str, ...] = ("",)) -> None:
        self._numbers = pool.numbers_of(*groups)
        sites = [pool.sites[number] for number in self._numbers]
        weights = [
            [site.weight * (not site.departments or name in site.departments) for site in sites] for name in departments
        ]
        shares = np.cumsum(np.array(weights, dtype=np.float64), axis=1)
        self._steps = (shares / shares[:, -1:] + np.arange(len(departments))[:, None]).ravel()

    def draw(self, rng: np.random.Generator, departments: Integers) -> Integers:
        """A site for each entry, which names the department that asks."""
        found = np.searchsorted(self._steps, rng.random(len(departments)) + departments, side="right")
        place = np.minimum(found - departments * len(self._numbers), len(self._numbers) - 1)
        return np.asarray(self._numbers[place])


class Library:
    """The people and the public's computers, and how their days pass."""

    def __init__(self, pool: Pool, staff: tuple[Member, ...], rota: Rota, public_computers: int) -> None:
        names = tuple(dict.fromkeys(person.department for person in staff))
        self._department = np.array([names.index(person.department) for person in staff], dtype=np.int64)
        self._work = Choice(pool, ("work", "catalog"), names)
        self._personal = Choice(pool, ("personal",))
        self._public = Choice(pool, ("work", "personal", "catalog", "public_only"))
        self._rota = rota
        self._public_seats = np.arange(len(staff), len(staff) + public_computers)

    def day(self, day: date, rng: np.random.Generator, watched: frozenset[int]) -> Pages:
        """Every page view of that day. People in `watched` have something planted, and no personal lunch besides."""
        return join_pages(self._at_work(day, rng), self._at_lunch(day, rng, watched), self._in_public(day, rng))

    def _at_work(self, day: date, rng: np.random.Generator) -> Pages:
        who, start, end, lunch = self._rota.on(day)
        sittings = rng.poisson((end - start) / 60 * SITTINGS_AN_HOUR)
        person = np.repeat(np.arange(len(who)), sittings)
        begins = start[person] + rng.random(len(person)) * (end - start - 20)[person]
        away = (begins > lunch[person] - 10) & (begins < lunch[person] + 40)
        person, begins = person[~away], begins[~away]
        site = self._work.draw(rng, self._department[who[person]])
        return _sit_down(clock_base_seconds(day) + begins * 60, who[person], site, rng)

    def _at_lunch(self, day: date, rng: np.random.Generator, watched: frozenset[int]) -> Pages:
        """Personal pages within the break, so never more active minutes than the break has."""
        who, _, _, lunch = self._rota.on(day)
        goes = (rng.random(len(who)) < LUNCH_AT_A_PERSONAL_SITE) & ~np.isin(who, sorted(watched))
        who, lunch = who[goes], lunch[goes]
        minutes = rng.integers(LUNCH_LEAST_MINUTES, LUNCH_MOST_MINUTES + 1, len(who))
        pages = np.maximum(2, minutes * 3 // 2)
        person = np.repeat(np.arange(len(who)), pages)
        at = clock_base_seconds(day) + (lunch[person] + 5 + rng.random(len(person)) * minutes[person]) * 60
        site = self._personal.draw(rng, np.zeros(len(who), dtype=np.int64))[person]
        first = np.zeros(len(person), dtype=np.bool_)
        first[np.cumsum(pages) - pages] = True
        return Pages(at, who[person], site, first)

    def _in_public(self, day: date, rng: np.random.Generator) -> Pages:
        """The public's computers, while the library is open; they visit what they like."""
        opens, closes = OPENS_AT[day.weekday()], CLOSES_AT[day.weekday()]
        if not len(self._rota.on(day)[0]):
            opens = closes
        seat = np.repeat(self._public_seats, rng.poisson((closes - opens) / 60 * 0.8, len(self._public_seats)))
        begins = opens + rng.random(len(seat)) * (closes - opens)
        site = self._public.draw(rng, np.zeros(len(seat), dtype=np.int64))
        return _sit_down(clock_base_seconds(day) + begins * 60, seat, site, rng)


def _sit_down(begins: Floats | Integers, seat: Integers, site: Integers, rng: np.random.Generator) -> Pages:
    """Some pages one after another from each beginning."""
    pages = np.minimum(rng.geometric(1 / PAGES_A_SITTING, len(begins)), MOST_PAGES_A_SITTING)
    row = np.repeat(np.arange(len(begins)), pages)
    first = np.cumsum(pages) - pages
    waits = rng.exponential(SECONDS_A_PAGE, len(row)) + 2
    passed = np.cumsum(waits)
    since = passed - passed[first][row] if len(row) else passed
    opens = np.zeros(len(row), dtype=np.bool_)
    opens[first] = True
    return Pages(begins[row] + since, seat[row], site[row], opens)
