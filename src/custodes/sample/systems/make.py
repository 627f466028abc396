"""All the other systems' records, a day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from custodes.sample.people import Member
from custodes.sample.plan import Plan
from custodes.sample.rota import Rota
from custodes.sample.systems.chat import Slack, Teams
from custodes.sample.systems.entra import Entra
from custodes.sample.systems.files import LogFiles, Record
from custodes.sample.systems.gate import Gate
from custodes.sample.systems.google import Google
from custodes.sample.systems.journaling import Journaling
from custodes.sample.systems.kinds import Ground, System
from custodes.sample.systems.microsoft import Microsoft
from custodes.sample.systems.osquery import Osquery
from custodes.sample.systems.planting import Order, order_all
from custodes.sample.systems.seat import Crew, Seat, crew_of, steps_of
from custodes.sample.systems.servers import Audit, Journal
from custodes.sample.systems.site import Site
from custodes.sample.systems.telephones import Telephones
from custodes.sample.systems.trail import Trail
from custodes.sample.systems.voicemail import NoteFiles, Voicemail
from custodes.sample.systems.windows import Windows
from custodes.sample.systems.wire import Names, Wire
from custodes.sample.truth import Planted


def list_grounds(plan: Plan) -> tuple[Ground, ...]:
    """Every system that things are planted in."""
    machines = (
        Gate(),
        Wire(),
        Names(),
        Site(),
        Microsoft(),
        Entra(),
        Google(),
        Osquery(),
        Windows(),
        Journal(),
        Audit(),
    )
    return (*machines, Telephones(), Voicemail(), Slack(), Teams(), Journaling(plan))


def _files_of(system: System, root: Path) -> LogFiles | NoteFiles:
    return NoteFiles(root, system) if isinstance(system, Voicemail) else LogFiles(root, system.place)


class SystemsMaker:
    """Makes the logs and archives day by day; every planted thing's evidence is complete when its day is."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rota: Rota, root: Path) -> None:
        self._plan, self._staff, self._rota = plan, staff, rota
        self._grounds = {ground.name: ground for ground in list_grounds(plan)}
        systems: tuple[System, ...] = (*self._grounds.values(), Trail())
        self._files = [(system, _files_of(system, root)) for system in systems]
        self._orders = order_all(plan, staff, rota)
        self.records = 0

    @property
    def planted(self) -> Iterator[Planted]:
        """Everything planted in them."""
        return (order.planted for orders in self._orders.values() for order in orders)

    def write_day(self, day: date) -> None:
        """Adds one day."""
        planted: dict[str, list[Record]] = {}
        for order in self._orders.get(day, []):
            planted.setdefault(order.system, []).extend(self._plant(self._grounds[order.system], order))
        for system, files in self._files:
            records = [*system.ordinary(self._crew(day, system.name)), *planted.get(system.name, ())]
            self.records += files.write_day(day, records)

    def _crew(self, day: date, system: str) -> Crew:
        return crew_of(self._plan, self._staff, self._rota, day, system)

    def _plant(self, ground: Ground, order: Order) -> Iterator[Record]:
        """The records of an order. Sets the moment of the planted thing to its first."""
        slot = order.slot
        rng = self._plan.random("systems", order.recipe.kind, slot.person.id, slot.day)
        seat = Seat(slot.person, slot.day, slot.shift, self._staff, rng)
        records = [ground.plant(seat, step, order.recipe.stranger) for step in steps_of(seat, order.way)]
        order.planted.at = datetime.fromtimestamp(int(min(record.at for record in records)), UTC)
        return (replace(record, planted=order.planted) for record in records)

    def close(self) -> None:
        """Finishes all files."""
        for _, files in self._files:
            files.close()
