"""What a correlation asks of the events between two places of a run, kept up as either place moves on."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, Protocol

from custodes.detect.finding import Evidence
from custodes.detect.sigma.rule import Correlation

Number = int | Fraction
"""A sum of fractions is exact, and so the same in whatever order its parts came."""


class Onward(NamedTuple):
    """What an event is to a correlation that counts another, should the other's condition hold with it."""

    counted: str
    parent: str
    """Ids of the two correlations."""
    group: str
    value: str


class Occurrence(NamedTuple):
    """One event that a correlation counts. Sorts by time."""

    at_us: int
    """Microseconds since 1970."""
    rule: str
    """Id of the rule that fired, or of the correlation."""
    value: str
    """What is counted or summed, where the type asks for it; else empty."""
    evidence: Evidence
    subject: str
    """Whom it concerns."""
    onward: tuple[Onward, ...] = ()


class Tally(Protocol):
    """What is asked of the events between the two places."""

    def move(self, occurrence: Occurrence, by: int) -> None:
        """Take an event in (1) or leave it out (-1)."""

    def value(self) -> Number:
        """What it comes to."""


def tally_of(correlation: Correlation) -> Tally:
    """The tally of a correlation's type, with nothing in it."""
    if correlation.type == "value_percentile":
        return _Percentile(Fraction(correlation.percentile or 0) / 100)
    return _TALLIES[correlation.type]()


class _Events:
    def __init__(self) -> None:
        self._events = 0

    def move(self, occurrence: Occurrence, by: int) -> None:  # noqa: ARG002 - one is like another
        self._events += by

    def value(self) -> Number:
        return self._events


class _Different:
    def __init__(self, read: Callable[[Occurrence], str]) -> None:
        self._read = read
        self._events = Counter[str]()

    def move(self, occurrence: Occurrence, by: int) -> None:
        self._events[self._read(occurrence)] += by
        if not self._events[self._read(occurrence)]:
            del self._events[self._read(occurrence)]

    def value(self) -> Number:
        return len(self._events)


class _Sum:
    def __init__(self) -> None:
        self._sum, self._events = Fraction(0), 0

    def move(self, occurrence: Occurrence, by: int) -> None:
        self._sum += by * exact(occurrence.value)
        self._events += by

    def value(self) -> Number:
        return self._sum


class _Average(_Sum):
    def value(self) -> Number:
        return self._sum / self._events


class _Percentile:
    """Of no event there is none: a window always holds some."""

    def __init__(self, share: Fraction) -> None:
        self._share = share
        self._numbers: list[Fraction] = []

    def move(self, occurrence: Occurrence, by: int) -> None:
        number = exact(occurrence.value)
        if by > 0:
            insort(self._numbers, number)
        else:
            del self._numbers[bisect_left(self._numbers, number)]

    def value(self) -> Number:
        place = self._share * (len(self._numbers) - 1)
        below = int(place)
        above = min(below + 1, len(self._numbers) - 1)
        return self._numbers[below] + (place - below) * (self._numbers[above] - self._numbers[below])


_TALLIES: dict[str, Callable[[], Tally]] = {
    "event_count": _Events,
    "value_count": lambda: _Different(lambda occurrence: occurrence.value),
    "temporal": lambda: _Different(lambda occurrence: occurrence.rule),
    "value_sum": _Sum,
    "value_avg": _Average,
    "value_median": lambda: _Percentile(Fraction(1, 2)),
}


@lru_cache(maxsize=4096)
def exact(text: str) -> Fraction:
    """The number that the text, which is one, stands for as far as a float tells: `1e999999` would fill the memory."""
    return Fraction(float(text))
