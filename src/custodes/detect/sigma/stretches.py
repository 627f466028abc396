"""Where, in the events that a correlation counts, its condition holds.

A window is as many events as lie within the timespan of each other, both ends counted, and no event could be added:
it slides, and is bound to no clock. The condition is asked of each window. Windows that hold and share events are one
stretch, so that a flood is told once and not once an event.

What is asked of a window, by the correlation's type:

    event_count        its events
    value_count        the different values of the field
    temporal           the different rules; none where it says which must occur and which must not, and these do not
    temporal_ordered   the most rules that follow one another as the correlation lists them; what happens
                       at the same moment may have happened in either order
    value_sum, value_avg, value_median, value_percentile
                       of the field's numbers; percentiles lie between the two nearest values (SQL's PERCENTILE_CONT)

When a window held: a count that must reach a number held from the event with which it did. Else nothing can be said
before the last event.

No event is looked at more than a few times, however many windows it lies in.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from custodes.detect.sigma.occurrences import Run
from custodes.detect.sigma.rule import Correlation
from custodes.detect.sigma.tallies import Number, tally_of

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge, "eq": eq, "neq": ne}
_COUNTS = ("event_count", "value_count", "temporal", "temporal_ordered")


class Window(NamedTuple):
    """Events of a run for which the condition holds, from `first` up to `end`."""

    first: int
    end: int
    value: Number
    done: int
    """The event with which it held."""


@dataclass(slots=True)
class Stretch:
    """Windows that hold and share events."""

    first: int
    """The first event."""
    end: int
    """The event after the last."""
    value: Number
    """What was asked, where it went furthest."""
    dones: array[int]
    """The events with which a window held, ascending."""

    @property
    def done(self) -> int:
        """The event with which the condition first held."""
        return self.dones[0]

    def add(self, window: Window, furthest: Callable[[Number, Number], Number]) -> None:
        """Go on with the next window."""
        self.end = window.end
        self.value = furthest(self.value, window.value)
        if window.done != self.dones[-1]:
            self.dones.append(window.done)


def find_stretches(correlation: Correlation, run: Run) -> Iterator[Stretch]:
    """The stretches of a run in which the condition holds, in order of time."""
    furthest = min if correlation.relation in {"lt", "lte"} else max
    stretch: Stretch | None = None
    for window in _find_windows(correlation, run):
        if stretch is not None and window.first < stretch.end:
            stretch.add(window, furthest)
            continue
        if stretch is not None:
            yield stretch
        stretch = Stretch(window.first, window.end, window.value, array("q", [window.done]))
    if stretch is not None:
        yield stretch


def _find_windows(correlation: Correlation, run: Run) -> Iterator[Window]:
    if not _can_only_grow(correlation):
        return _tallied(correlation, run)
    return _tallied_that_reach(correlation, run) if _holds(correlation, len(run)) else iter(())


def _can_only_grow(correlation: Correlation) -> bool:
    """Whether what holds of some events holds of more."""
    forbids = any(must_not for _, must_not in correlation.alternatives)
    return correlation.type in _COUNTS and correlation.relation in {"gt", "gte"} and not forbids


def _spans(correlation: Correlation, run: Run) -> Iterator[tuple[int, int]]:
    """Every window, whether it holds or not."""
    times_us, end = run.times_us, 0
    span_us = correlation.timespan_seconds * 1_000_000
    for first, at_us in enumerate(times_us):
        known = end
        while end < len(times_us) and times_us[end] - at_us <= span_us:
            end += 1
        if end > known:
            yield first, end


def _holds(correlation: Correlation, value: Number) -> bool:
    return _RELATIONS[correlation.relation](value, correlation.number)


def _tallied(correlation: Correlation, run: Run) -> Iterator[Window]:
    tally, begun, ended = tally_of(correlation, run), 0, 0
    for first, end in _spans(correlation, run):
        for place in range(ended, end):
            tally.take(place)
        for place in range(begun, first):
            tally.leave(place)
        begun, ended = first, end
        if _holds(correlation, value := tally.value()):
            yield Window(first, end, value, end - 1)


def _tallied_that_reach(correlation: Correlation, run: Run) -> Iterator[Window]:
    """The same, where more events can only help: a second tally finds the event with which each window held."""
    tally, begun, ended = tally_of(correlation, run), 0, 0
    for window in _tallied(correlation, run):
        for place in range(begun, min(window.first, ended)):
            tally.leave(place)
        begun, ended = window.first, max(window.first, ended)
        while ended == begun or not _holds(correlation, tally.value()):
            tally.take(ended)
            ended += 1
        yield window._replace(done=ended - 1)
