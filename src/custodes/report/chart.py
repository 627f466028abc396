"""A small chart of findings over time: one bar a day, or a week, month or year where days would be too many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from custodes.report.words import counted, day, short_day

Unit = Literal["day", "week", "month", "year"]

FEWEST_BARS, MOST_BARS = 3, 100
STRIDE: Mapping[Unit, int] = {"day": 1, "week": 7, "month": 31, "year": 366}
"""Days that lead from the start of one into the next, wherever one begins."""

HEIGHT = 56
"""Of the tallest bar, in pixels."""

WIDEST = 2.5
"""A bar's width at most, in percent of the chart: few days make thin bars far apart, not blocks."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time in which something was seen. `left` and `width` are percentages of the chart's width."""

    name: str
    findings: int
    left: float
    width: float
    height: float
    """In pixels, up to `HEIGHT`."""

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over a span, the tallest of them named."""

    unit: Unit
    bars: tuple[Bar, ...]
    first: str
    last: str

    @property
    def peak(self) -> Bar:
        """The tallest bar; the first of equals."""
        return max(self.bars, key=lambda bar: bar.findings)

    @property
    def description(self) -> str:
        """The chart in a sentence."""
        return f"Most on {self.peak.name}: {counted(self.peak.findings, 'finding')}."


def chart(by_day: Mapping[date, int], span: tuple[date, date]) -> Chart | None:
    """The chart of those counts over the span (both days included); None where so few bars say less than words."""
    first, last = min((span[0], *by_day)), max((span[1], *by_day))
    unit: Unit = next((unit for unit in STRIDE if (last - first).days / STRIDE[unit] <= MOST_BARS), "year")
    starts = list(_starts(first, last, unit))
    counts: Counter[date] = Counter()
    for on, findings in by_day.items():
        counts[_start(on, unit)] += findings
    if len(+counts) < FEWEST_BARS:
        return None
    bars = tuple(_bars(starts, counts, unit))
    return Chart(unit, bars, short_day(first), short_day(last))


def _bars(starts: list[date], counts: Counter[date], unit: Unit) -> Iterator[Bar]:
    tallest, slot = max(counts.values()), 100 / len(starts)
    for place, start in enumerate(starts):
        if findings := counts[start]:
            width = min(slot * 0.8, WIDEST)
            left = place * slot + (slot - width) / 2
            height = max(2.0, round(HEIGHT * findings / tallest, 1))
            yield Bar(_name(start, unit), findings, round(left, 2), round(width, 2), height)


def _start(on: date, unit: Unit) -> date:
    match unit:
        case "day":
            return on
        case "week":
            return on - timedelta(days=min(on.weekday(), on.toordinal() - 1))
        case "month":
            return on.replace(day=1)
        case "year":
            return on.replace(month=1, day=1)


def _starts(first: date, last: date, unit: Unit) -> Iterator[date]:
    start, end = _start(first, unit), _start(last, unit)
    while start < end:
        yield start
        start = _start(date.fromordinal(min(start.toordinal() + STRIDE[unit], end.toordinal())), unit)
    yield end


def _name(start: date, unit: Unit) -> str:
    match unit:
        case "day":
            return day(start)
        case "week":
            return f"the week from {short_day(start)}"
        case "month":
            return f"{start:%B} {start.year}"
        case "year":
            return str(start.year)
