"""Rules that fire one after another in a given order: chains, and the latest that one may begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from custodes.detect.sigma.tallies import Occurrence

NEVER = -(2**63)


class Chain(NamedTuple):
    """Events of so many rules in their order: when the first was, and the place in the run of the last."""

    begun_us: int
    done: int


def find_chains(rules: Sequence[str], run: Sequence[Occurrence], wanted: int) -> Iterator[Chain]:
    """For each event with which `wanted` rules have followed one another, the chain that began last.

    A chain is left out where an earlier one began no sooner. So both of its times only rise.
    """
    latest = _Latest(rules)
    known = NEVER
    for place in _in_any_order(rules, run):
        latest.add(run[place])
        if (begun := latest.begun(wanted)) > known:
            known = begun
            yield Chain(begun, place)


def longest_chain(rules: Sequence[str], run: Sequence[Occurrence]) -> int:
    """The most rules that follow one another in the run as they are listed."""
    latest = _Latest(rules)
    for place in _in_any_order(rules, run):
        latest.add(run[place])
    return max((length for length in range(1, len(latest) + 1) if latest.begun(length) != NEVER), default=0)


def _in_any_order(rules: Sequence[str], run: Sequence[Occurrence]) -> Iterator[int]:
    """The places of the run; those of one moment as the rules are listed, since none was before another."""
    order = {rule: number for number, rule in enumerate(dict.fromkeys(rules))}
    for _, places in groupby(range(len(run)), key=lambda place: run[place].at_us):
        yield from sorted(places, key=lambda place: (order[run[place].rule], place))


class _Latest:
    """By the rule that a chain ends with and its length, when the latest such chain began."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._order = {rule: number for number, rule in enumerate(dict.fromkeys(rules))}
        self._begun = [[NEVER] * len(self._order) for _ in self._order]

    def __len__(self) -> int:
        return len(self._order)

    def add(self, occurrence: Occurrence) -> None:
        """Lengthen every chain that the event can follow, by it."""
        own = self._order[occurrence.rule]
        for length in range(1, own + 1):
            follows = max(self._begun[rule][length - 1] for rule in range(own))
            self._begun[own][length] = max(self._begun[own][length], follows)
        self._begun[own][0] = occurrence.at_us

    def begun(self, length: int) -> int:
        """When the latest chain of that length began."""
        return max(begun[length - 1] for begun in self._begun)
