"""Where, in the events that a correlation counts, its condition holds.

A window is as many events as lie within the timespan of each other, both ends counted, and no event could be added:
it slides, and is bound to no clock. The condition is asked of each window. Windows that hold and share events are one
stretch, so that a flood is told once and not once an event.

What is asked of a window, by the correlation's type:

    event_count        its events
    value_count        the different values of the field
    temporal           the different rules
    temporal_ordered   the most rules that follow one another as the correlation lists them; what happens
                       at the same moment may have happened in either order
    value_sum, value_avg, value_median, value_percentile
                       of the field's numbers; percentiles lie between the two nearest values (SQL's PERCENTILE_CONT)

When a window held: a count that must reach a number held from the event with which it did. Else nothing can be said
before the last event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from custodes.detect.sigma.chains import find_chains, longest_chain
from custodes.detect.sigma.rule import Correlation
from custodes.detect.sigma.tallies import Number, Occurrence, Tally, tally_of

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge, "eq": eq, "neq": ne}
_COUNTS = ("event_count", "value_count", "temporal", "temporal_ordered")


class Window(NamedTuple):
    """Events of a run for which the condition holds, from `first` up to `end`."""

    first: int
    end: int
    value: Number
    done: int
    """The event with which it held."""


class Stretch(NamedTuple):
    """Windows that hold and share events."""

    windows: tuple[Window, ...]

    @property
    def first(self) -> int:
        """The first event."""
        return self.windows[0].first

    @property
    def end(self) -> int:
        """The event after the last."""
        return self.windows[-1].end

    @property
    def done(self) -> int:
        """The event with which the condition first held."""
        return self.windows[0].done


def find_stretches(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Stretch]:
    """The stretches of a run (ascending) in which the condition holds, in order of time."""
    together: list[Window] = []
    for window in _find_windows(correlation, run):
        if together and window.first >= together[-1].end:
            yield Stretch(tuple(together))
            together = []
        together.append(window)
    if together:
        yield Stretch(tuple(together))


def _find_windows(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Window]:
    grows = correlation.type in _COUNTS and correlation.relation in {"gt", "gte"}
    if correlation.type == "temporal_ordered":
        return _ordered_that_reach(correlation, run) if grows else _ordered(correlation, run)
    return _tallied_that_reach(correlation, run) if grows else _tallied(correlation, run)


def _spans(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[tuple[int, int]]:
    """Every window, whether it holds or not."""
    span_us, end = correlation.timespan_seconds * 1_000_000, 0
    for first, occurrence in enumerate(run):
        known = end
        while end < len(run) and run[end].at_us - occurrence.at_us <= span_us:
            end += 1
        if end > known:
            yield first, end


def _holds(correlation: Correlation, value: Number) -> bool:
    return _RELATIONS[correlation.relation](value, correlation.number)


def _tallied(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Window]:
    tally, begun, ended = tally_of(correlation), 0, 0
    for first, end in _spans(correlation, run):
        _move(tally, run[ended:end], 1)
        _move(tally, run[begun:first], -1)
        begun, ended = first, end
        if _holds(correlation, value := tally.value()):
            yield Window(first, end, value, end - 1)


def _tallied_that_reach(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Window]:
    """The same, where more events can only help: a second tally finds the event with which each window held."""
    tally, begun, ended = tally_of(correlation), 0, 0
    for window in _tallied(correlation, run):
        _move(tally, run[begun : min(window.first, ended)], -1)
        begun, ended = window.first, max(window.first, ended)
        while ended == begun or not _holds(correlation, tally.value()):
            tally.move(run[ended], 1)
            ended += 1
        yield window._replace(done=ended - 1)


def _move(tally: Tally, occurrences: Sequence[Occurrence], by: int) -> None:
    for occurrence in occurrences:
        tally.move(occurrence, by)


def _ordered(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Window]:
    for first, end in _spans(correlation, run):
        value = longest_chain(correlation.rules, run[first:end])
        if _holds(correlation, value):
            yield Window(first, end, value, end - 1)


def _ordered_that_reach(correlation: Correlation, run: Sequence[Occurrence]) -> Iterator[Window]:
    """The same, where more events can only help, without looking at any event twice."""
    most = len(set(correlation.rules))
    wanted = next((length for length in range(1, most + 1) if _holds(correlation, length)), None)
    if wanted is None:
        return
    chains = find_chains(correlation.rules, run, wanted)
    chain = next(chains, None)
    for first, end in _spans(correlation, run):
        while chain is not None and chain.begun_us < run[first].at_us:
            chain = next(chains, None)
        if chain is not None and chain.done < end:
            value = most if wanted == most else longest_chain(correlation.rules, run[first:end])
            yield Window(first, end, value, chain.done)
