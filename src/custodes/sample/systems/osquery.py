"""What is on the staff's computers, as osquery tells it: https://osquery.readthedocs.io/en/stable/deployment/logging/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from custodes.sample.people import Member
from custodes.sample.plan import clock_base_seconds
from custodes.sample.systems.files import JSON_LINES, Form, Record
from custodes.sample.systems.kinds import packed, week_of
from custodes.sample.systems.seat import Crew, Seat, Step
from custodes.sample.texts import load_text

Entry = dict[str, Any]

NEWS_A_PERSON = 1.2
SHARE_PROGRAMS = 0.4
FIRST_QUERY_HOUR = 6
_DEVICES = ("Barcode Scanner", "Receipt Printer", "USB Keyboard", "USB Optical Mouse", "Brio 500 Webcam")


class Osquery:
    """Results as they change: what was there on the first day, then what came and went."""

    name = "osquery"

    def __init__(self) -> None:
        self._counters: dict[str, int] = {}

    def place(self, day: date, _: str) -> tuple[str, Form]:
        """A file a week."""
        return packed(f"logs/computers/osqueryd.results-{week_of(day)}.log", day), JSON_LINES

    def ordinary(self, crew: Crew) -> Iterator[Record]:
        """All programs of a computer seen first, then updates and what was plugged in."""
        rng, programs = crew.rng, load_text("ordinary")["programs"]
        for person, _, _ in crew.present:
            if person.device not in self._counters:
                yield from self._first(crew.day, person, programs)
        for at, person in crew.moments(NEWS_A_PERSON):
            if rng.random() < SHARE_PROGRAMS:
                program = rng.choice(programs)
                newer = program | {"version": f"{rng.randrange(20, 200)}.0"}
                yield Record(at, self._result(at, person, "programs", program, action="removed"))
                yield Record(at, self._result(at, person, "programs", newer))
            else:
                device = {"model": rng.choice(_DEVICES), "removable": "1"}
                yield Record(at, self._result(at, person, "usb_devices", device))

    def _first(self, day: date, person: Member, programs: list[Entry]) -> Iterator[Record]:
        """The first run of a query has the counter 0, and tells all there is as added."""
        self._counters[person.device] = 0
        at = clock_base_seconds(day) + FIRST_QUERY_HOUR * 3600 + person.number % 3600
        for program in programs:
            yield Record(at, self._result(at, person, "programs", program))
        self._counters[person.device] = 1

    def plant(self, seat: Seat, step: Step, _: str) -> Record:
        """Something that was put on the person's computer, or plugged in."""
        columns = {name: value for name, value in step.way.items() if name != "table"}
        if "name" in columns:
            columns["version"] = f"{seat.rng.randrange(1, 30)}.{seat.rng.randrange(10)}"
        return Record(step.at, self._result(step.at, seat.person, step.way.get("table", "programs"), columns))

    def _result(self, at: float, person: Member, table: str, columns: Entry, *, action: str = "added") -> Entry:
        counter = self._counters.setdefault(person.device, 1)
        self._counters[person.device] += bool(counter)
        moment = datetime.fromtimestamp(at, UTC)
        dated = {"install_date": f"{moment:%Y%m%d}"} if table == "programs" else {}
        return {
            "name": f"pack_inventory_{table}",
            "hostIdentifier": person.device,
            "calendarTime": f"{moment:%a %b} {moment.day:>2} {moment:%H:%M:%S %Y} UTC",
            "unixTime": int(at),
            "epoch": 0,
            "counter": counter,
            "numerics": False,
            "columns": columns | dated,
            "action": action,
        }
