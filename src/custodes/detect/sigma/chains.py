"""Rules that fire one after another in a given order: chains, and the latest that one of each length began."""

from __future__ import annotations

from custodes.detect.sigma.occurrences import Run

NEVER = -(2**63)


class Chains:
    """The most rules that follow one another as they are listed. A tally: events are taken and left in their order.

    Events of one moment stand in the run as their rules are listed, since none was before another; and a window holds
    all of them or none. So a chain lies within it if it began after the last event that was left.
    """

    def __init__(self, run: Run, rules: int) -> None:
        self._times_us, self._rules = run.times_us, run.rules
        self._begun_us = [[NEVER] * rules for _ in range(rules)]
        """By the length of a chain (less one) and the rule it ends with, when the latest such began."""
        self._latest_us = [NEVER] * rules
        """By the length, whatever it ends with."""
        self._left_us = NEVER

    def take(self, place: int) -> None:
        """Lengthen every chain that the event can follow, by it."""
        own = self._rules[place]
        for length in range(own, 0, -1):
            follows_us = max(self._begun_us[length - 1][:own])
            if follows_us > self._begun_us[length][own]:
                self._begun_us[length][own] = follows_us
                self._latest_us[length] = max(self._latest_us[length], follows_us)
        self._begun_us[0][own] = self._latest_us[0] = self._times_us[place]

    def leave(self, place: int) -> None:
        """No chain that began by then counts."""
        self._left_us = self._times_us[place]

    def value(self) -> int:
        """The length of the longest."""
        return sum(begun_us > self._left_us for begun_us in self._latest_us)
