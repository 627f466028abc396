"""The few turns of phrase that sentences for people share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def write_day(day: date) -> str:
    """`Tuesday 24 November`, whatever the system's language."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def write_month(month: str) -> str:
    """`November 2026` for `2026-11`."""
    year, number = month.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def count(number: int, thing: str) -> str:
    """`1 visit`, `3 visits`, `1,200 visits`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def join(things: Sequence[str], *, most: int = 5) -> str:
    """`a`, `a and b`, `a, b and c`; beyond `most`, `a, b and 7 more`."""
    if len(things) > most:
        things = [*things[: most - 1], f"{len(things) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))
