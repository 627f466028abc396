"""What a correlation asks of the events between two places of a run, kept up as either place moves on."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from fractions import Fraction
from typing import Protocol

from custodes.detect.sigma.chains import Chains
from custodes.detect.sigma.occurrences import Run
from custodes.detect.sigma.rule import Correlation

Number = int | Fraction
"""A sum of fractions is exact, and so the same in whatever order its parts came."""


class Tally(Protocol):
    """What is asked of the events taken in and not left behind. Both happen in the order of the run."""

    def take(self, place: int) -> None:
        """Take the event in."""

    def leave(self, place: int) -> None:
        """Leave the event behind."""

    def value(self) -> Number:
        """What it comes to."""


def tally_of(correlation: Correlation, run: Run) -> Tally:
    """The tally of a correlation's type over a run, with nothing in it."""
    if correlation.type == "temporal_ordered":
        return Chains(run, len(set(correlation.rules)))
    if correlation.alternatives:
        return _Joined(run.rules, correlation)
    if correlation.type == "value_percentile":
        return _Percentile(run, Fraction(correlation.percentile or 0) / 100)
    return _TALLIES[correlation.type](run)


class _Events:
    def __init__(self, run: Run) -> None:  # noqa: ARG002 - of an event nothing is asked
        self._events = 0

    def take(self, place: int) -> None:  # noqa: ARG002 - one is like another
        self._events += 1

    def leave(self, place: int) -> None:  # noqa: ARG002 - the same
        self._events -= 1

    def value(self) -> Number:
        return self._events


class _Different:
    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers
        self._events = [0] * (max(numbers) + 1)
        self._different = 0

    def take(self, place: int) -> None:
        number = self._numbers[place]
        self._different += not self._events[number]
        self._events[number] += 1

    def leave(self, place: int) -> None:
        number = self._numbers[place]
        self._events[number] -= 1
        self._different -= not self._events[number]

    def value(self) -> Number:
        return self._different


class _Joined(_Different):
    """The different rules, if one of the correlation's alternatives holds of them; else none."""

    def __init__(self, numbers: array[int], correlation: Correlation) -> None:
        super().__init__(numbers)
        order = list(dict.fromkeys(correlation.rules))
        self._alternatives = [
            tuple(frozenset(order.index(correlation.rules[place]) for place in places) for places in alternative)
            for alternative in correlation.alternatives
        ]

    def value(self) -> Number:
        seen = {number for number, events in enumerate(self._events) if events}
        holds = any(must <= seen and not must_not & seen for must, must_not in self._alternatives)
        return self._different if holds else 0


class _Sum:
    def __init__(self, run: Run) -> None:
        self._read = run.value
        self._sum, self._events = Fraction(0), 0

    def take(self, place: int) -> None:
        self._sum += exact(self._read(place))
        self._events += 1

    def leave(self, place: int) -> None:
        self._sum -= exact(self._read(place))
        self._events -= 1

    def value(self) -> Number:
        return self._sum


class _Average(_Sum):
    def value(self) -> Number:
        return self._sum / self._events


class _Percentile:
    """Of no event there is none: a window always holds some.

    How many events have each number, the numbers in order, as a Fenwick tree: taking, leaving and finding the n-th take
    as many steps as the number of numbers has binary digits.
    """

    def __init__(self, run: Run, share: Fraction) -> None:
        self._read = run.value
        numbers = {text: exact(text) for text in {run.value(place) for place in range(len(run))}}
        self._numbers = sorted(numbers.values())
        ranks = {number: rank for rank, number in enumerate(self._numbers)}
        self._ranks = {text: ranks[number] for text, number in numbers.items()}
        self._tree = [0] * (len(self._numbers) + 1)
        self._share, self._events = share, 0

    def take(self, place: int) -> None:
        self._add(place, 1)

    def leave(self, place: int) -> None:
        self._add(place, -1)

    def _add(self, place: int, by: int) -> None:
        self._events += by
        node = self._ranks[self._read(place)] + 1
        while node < len(self._tree):
            self._tree[node] += by
            node += node & -node

    def _find(self, place: int) -> Fraction:
        """The number at that place, were the events in the order of their numbers."""
        node = 0
        for step in (1 << bit for bit in reversed(range(len(self._tree).bit_length()))):
            if node + step < len(self._tree) and self._tree[node + step] <= place:
                node += step
                place -= self._tree[node]
        return self._numbers[node]

    def value(self) -> Number:
        place = self._share * (self._events - 1)
        below = int(place)
        lower, upper = self._find(below), self._find(min(below + 1, self._events - 1))
        return lower + (place - below) * (upper - lower)


_TALLIES: dict[str, Callable[[Run], Tally]] = {
    "event_count": _Events,
    "value_count": lambda run: _Different(run.value_numbers),
    "temporal": lambda run: _Different(run.rules),
    "value_sum": _Sum,
    "value_avg": _Average,
    "value_median": lambda run: _Percentile(run, Fraction(1, 2)),
}


def exact(text: bytes) -> Fraction:
    """The number that the text, which is one, stands for as far as a float tells: `1e999999` would fill the memory."""
    return Fraction(float(text))
