"""All the mail, a day at a time; answers wait for their day."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from custodes.sample.mail.boxes import MailBoxes
from custodes.sample.mail.ordinary import OrdinaryMail
from custodes.sample.mail.planting import order_letters, write_orders
from custodes.sample.mail.post import Draft
from custodes.sample.people import Member
from custodes.sample.plan import Plan, day_start
from custodes.sample.rota import Rota
from custodes.sample.truth import Planted


class MailMaker:
    """Makes the boxes day by day."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rota: Rota, folder: Path) -> None:
        self._plan, self._staff = plan, staff
        self._ordinary = OrdinaryMail(plan, staff, rota)
        self._orders = order_letters(plan, staff, rota)
        self._waiting: list[tuple[float, str, Draft]] = []
        self.boxes = MailBoxes(folder)

    @property
    def planted(self) -> Iterator[Planted]:
        """Everything planted in the mail."""
        return (order.planted for orders in self._orders.values() for order in orders)

    def write_day(self, day: date) -> None:
        """Add what is sent on one day."""
        self._wait(self._ordinary.day(day))
        self._wait(write_orders(self._plan, self._staff, self._orders.get(day, [])))
        self._send(day_start(day + timedelta(days=1)).timestamp())

    def finish(self) -> None:
        """Send what still waits, so that nothing planted is lost, and close the boxes."""
        self._send(float("inf"))
        self.boxes.close()

    def _wait(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            heapq.heappush(self._waiting, (draft.at, draft.id, draft))

    def _send(self, until: float) -> None:
        while self._waiting and self._waiting[0][0] < until:
            self.boxes.write(heapq.heappop(self._waiting)[2])
