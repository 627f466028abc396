"""What a system is to the sample: where it writes, what it logs by itself, and how a planted step is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from custodes.sample.plan import LAST_DAY
from custodes.sample.systems.files import Form, Record
from custodes.sample.systems.seat import Crew, Seat, Step


class System(Protocol):
    """A system that keeps a log, or an archive of messages."""

    @property
    def name(self) -> str:
        """What orders and chances call it."""
        ...

    def place(self, day: date, key: str) -> tuple[str, Form]:
        """The file for a day's records of that key, and its form."""
        ...

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """What it writes down on an ordinary day, in any order."""
        ...


class Ground(System, Protocol):
    """A system that things can be planted in."""

    def plant(self, seat: Seat, step: Step, stranger: str) -> Record:
        """The record of one planted step; `stranger` does it, if it is not the person of the seat."""
        ...


def week_of(day: date) -> str:
    """The Monday of the day's week, as file names have it."""
    return f"{day - timedelta(days=day.weekday()):%Y-%m-%d}"


def packed(name: str, day: date) -> str:
    """The file's name, which says that it is packed where its week is over: so servers keep their logs."""
    return name if (LAST_DAY - day).days < 7 else f"{name}.gz"


def is_odd_week(day: date) -> bool:
    """Whether it lies in every second week, counted back from the sample's last: some files then have another form."""
    return (LAST_DAY - day).days // 7 % 2 == 1
