"""What to make: how many people, how many weeks, and the seed that decides everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from custodes.sample.errors import SampleError

T = TypeVar("T")

LAST_DAY = date(2026, 11, 22)
"""A Sunday. Fixed, so that a sample made next year is the same; summer time ends three weeks before it."""

TIMEZONE = "America/Chicago"
ZONE = ZoneInfo(TIMEZONE)
DOMAIN = "fernwood.example"

LEAST_STAFF, MOST_STAFF = 5, 20_000
MOST_WEEKS = 104
MOST_OF_A_KIND = 400
STAFF_WEEKS_FOR_ONE_OF_A_KIND = 80


@dataclass(frozen=True, slots=True)
class Plan:
    """An order for a sample. Raises `SampleError` where it cannot be made."""

    staff: int = 60
    weeks: int = 8
    seed: int = 1

    def __post_init__(self) -> None:
        if not LEAST_STAFF <= self.staff <= MOST_STAFF:
            raise SampleError(
                f"A library of {self.staff} cannot be made: give --staff a number from {LEAST_STAFF} "
                f"(a director and the smallest departments) to {MOST_STAFF:,}."
            )
        if not 1 <= self.weeks <= MOST_WEEKS:
            raise SampleError(f"{self.weeks} weeks cannot be made: give --weeks a number from 1 to {MOST_WEEKS}.")

    @property
    def first_day(self) -> date:
        """The Monday with which the sample begins."""
        return LAST_DAY - timedelta(days=7 * self.weeks - 1)

    def days(self) -> Iterator[date]:
        """Every day of the sample, in order."""
        return (self.first_day + timedelta(days=number) for number in range(7 * self.weeks))

    @property
    def of_a_kind(self) -> int:
        """How many of each kind are planted: in proportion to the library, and at least three."""
        return min(MOST_OF_A_KIND, max(3, self.staff * self.weeks // STAFF_WEEKS_FOR_ONE_OF_A_KIND))

    def random(self, *purpose: object) -> Random:
        """A stream of choices for one purpose, so that one part's choices never shift another's."""
        return Random(self._key(*purpose))  # noqa: S311 - made-up data, no secret

    def take_turn(self, items: Sequence[T], number: int, *purpose: object) -> T:
        """The one whose turn it is, in an order that the seed decides, so that other seeds come to other ones first."""
        order = list(items)
        self.random("turns", *purpose).shuffle(order)
        return order[number % len(order)]

    def numbers(self, *purpose: object) -> np.random.Generator:
        """The same for whole arrays."""
        return np.random.Generator(np.random.PCG64(self._key(*purpose)))

    def _key(self, *purpose: object) -> int:
        words = "\x1f".join(str(word) for word in (self.seed, *purpose))
        return int.from_bytes(hashlib.sha256(words.encode()).digest()[:16], "big")


def day_start(day: date) -> datetime:
    """When the local day begins, aware."""
    return datetime.combine(day, time(), ZONE)


def clock_base_seconds(day: date) -> int:
    """The epoch second to which a minute of that day's clock, times 60, is added.

    Counted back from noon: the hour that a change of summer time adds or takes lies in the night,
    and nothing here happens before five in the morning.
    """
    return int(datetime.combine(day, time(12), ZONE).timestamp()) - 12 * 3600
