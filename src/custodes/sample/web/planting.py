"""Choosing who does what on which day, and writing a planted day's lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from custodes.sample.people import Member
from custodes.sample.plan import Plan, day_start
from custodes.sample.rota import Rota
from custodes.sample.slots import Slot, Slots
from custodes.sample.truth import Planted
from custodes.sample.web.desk import Desk
from custodes.sample.web.lines import NOT_PLANTED, Lines, plain_lines
from custodes.sample.web.recipes import WEB_RECIPES, Recipe


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to plant."""

    recipe: Recipe
    slot: Slot
    planted: Planted


Orders = dict[date, list[Order]]


def order_visits(plan: Plan, staff: tuple[Member, ...], rota: Rota) -> Orders:
    """So many of each kind as the plan has, by day. The kinds take turns, so a small library has some of each."""
    slots = Slots(plan, staff, rota, plan.random("web", "slots"))
    permitted = {recipe.clause: slots.first_of(recipe.only) for recipe in WEB_RECIPES if recipe.only}
    orders: Orders = {}
    for _ in range(plan.of_a_kind):
        for recipe in WEB_RECIPES:
            holder = permitted.get(recipe.clause)
            but = frozenset({holder.id}) if holder and not recipe.only else frozenset()
            if slot := slots.find(recipe.crowd, only=holder if recipe.only else None, but=but):
                orders.setdefault(slot.day, []).append(Order(recipe, slot, _plant(recipe, slot)))
    return orders


def _plant(recipe: Recipe, slot: Slot) -> Planted:
    start = day_start(slot.day)
    return Planted(recipe.clause, recipe.violation, recipe.kind, slot.person.id, start, slot.day, recipe.note)


def write_orders(plan: Plan, orders: list[Order]) -> Lines:
    """The lines of one day's orders; `plant` is the order's number in the list. Sets the moment of what has one."""
    at_ms: list[int] = []
    text: list[str] = []
    plant: list[int] = []
    for number, order in enumerate(orders):
        slot = order.slot
        desk = Desk(slot.person, slot.day, slot.shift, plan.random("web", order.recipe.kind, slot.person.id, slot.day))
        client, user = desk.client, slot.person.account if slot.person.signs_in else "-"
        requests = list(order.recipe.write(desk))
        for request in requests:
            at_ms.append(int(request.at * 1000))
            text.append(request.line(client, user, desk.rng.randrange(3, 2_000)))
            plant.append(number if request.counts else NOT_PLANTED)
        if not order.recipe.by_day:
            order.planted.at = datetime.fromtimestamp(int(max(r.at for r in requests if r.counts)), UTC)
    return plain_lines(at_ms, text, plant)
