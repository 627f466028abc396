"""The whole web log, a day at a time, a slice of a day at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from custodes.sample.people import Member
from custodes.sample.plan import Plan, clock_base_seconds
from custodes.sample.rota import Rota
from custodes.sample.truth import Planted
from custodes.sample.web.expand import Proxy
from custodes.sample.web.lines import Lines, join_lines, plain_lines
from custodes.sample.web.log import WebLog
from custodes.sample.web.planting import Order, order_visits, write_orders
from custodes.sample.web.sites import make_pool
from custodes.sample.web.traffic import Library
from custodes.sample.web.visits import update_request

PUBLIC_NETWORK = "10.20"
UPDATES_START_MINUTE, UPDATES_END_MINUTE = 300, 390


class WebMaker:
    """Makes the log day by day; every planted thing's evidence is complete when its day is."""

    def __init__(self, plan: Plan, staff: tuple[Member, ...], rota: Rota, folder: Path) -> None:
        pool = make_pool(plan)
        computers = max(4, plan.staff // 4)
        self._plan, self._staff = plan, staff
        self._library = Library(pool, staff, rota, computers)
        clients = [person.addresses[0] for person in staff]
        public = [f"{PUBLIC_NETWORK}.{number // 250}.{number % 250 + 2}" for number in range(computers)]
        users = [person.account if person.signs_in else "-" for person in staff]
        self._proxy = Proxy(pool, clients + public, users + ["-"] * computers)
        self._orders = order_visits(plan, staff, rota)
        self.log = WebLog(folder)

    @property
    def planted(self) -> Iterator[Planted]:
        """Everything planted in the log."""
        return (order.planted for orders in self._orders.values() for order in orders)

    def write_day(self, day: date) -> None:
        """Add one day to the log."""
        orders = self._orders.get(day, [])
        self.log.begin_day(day)
        self._write(day, orders, join_lines(write_orders(self._plan, orders), self._updates(day)).in_order())

    def _write(self, day: date, orders: list[Order], waiting: Lines) -> None:
        """Slices in order of time. Lines that a later slice may still precede wait for it."""
        rng = self._plan.numbers("web", day)
        planted = [order.planted for order in orders]
        pages = self._library.day(day, rng, frozenset(order.slot.person.number for order in orders))
        for until, lines in self._proxy.slices(pages, rng):
            waiting = join_lines(waiting, lines).in_order()
            due = len(waiting) if until == float("inf") else int(np.searchsorted(waiting.at_ms, int(until * 1000)))
            self.log.write(waiting.take(np.arange(due)), planted)
            waiting = waiting.take(np.arange(due, len(waiting)))
        self.log.write(waiting, planted)

    def _updates(self, day: date) -> Lines:
        """Some devices renew themselves before anybody comes."""
        rng = self._plan.random("web", "updates", day)
        base = clock_base_seconds(day)
        chosen = rng.sample(self._staff, max(1, len(self._staff) // 6))
        moments = (base + rng.uniform(UPDATES_START_MINUTE, UPDATES_END_MINUTE) * 60 for _ in chosen)
        requests = [update_request(rng, moment) for moment in moments]
        text = [
            request.line(person.addresses[0], "-", rng.randrange(100, 9_000))
            for person, request in zip(chosen, requests, strict=True)
        ]
        return plain_lines([int(request.at * 1000) for request in requests], text)
