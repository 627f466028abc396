"""Choosing who sends or gets what on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from custodes.sample.mail.post import Draft, Post
from custodes.sample.mail.recipes import RARE, MailRecipe, list_recipes
from custodes.sample.people import Member
from custodes.sample.plan import Plan, day_start
from custodes.sample.rota import Rota
from custodes.sample.slots import Slot, Slots
from custodes.sample.truth import Planted


@dataclass(frozen=True, slots=True)
class MailOrder:
    """One thing to plant."""

    recipe: MailRecipe
    slot: Slot
    number: int
    planted: Planted


MailOrders = dict[date, list[MailOrder]]


def order_letters(plan: Plan, staff: tuple[Member, ...], rota: Rota) -> MailOrders:
    """So many of each kind as the plan and the kind's own `times` have, by day."""
    slots = Slots(plan, staff, rota, plan.random("mail", "slots"))
    recipes = tuple(list_recipes())
    permitted = {recipe.clause: slots.first_of(recipe.only) for recipe in recipes if recipe.only}
    orders: MailOrders = {}
    for turn in range(plan.of_a_kind):
        for recipe in recipes:
            holder = permitted.get(recipe.clause)
            but = frozenset({holder.id}) if holder and not recipe.only else frozenset()
            first, last = int(turn * recipe.times), int((turn + 1) * recipe.times)
            for number in range(first, max(last, int(not turn and recipe.times <= RARE))):
                if slot := slots.find(recipe.clause, only=holder if recipe.only else None, but=but):
                    orders.setdefault(slot.day, []).append(MailOrder(recipe, slot, number, _plant(recipe, slot)))
    return orders


def _plant(recipe: MailRecipe, slot: Slot) -> Planted:
    start = day_start(slot.day)
    return Planted(recipe.clause, recipe.violation, recipe.kind, slot.person.id, start, slot.day, recipe.note)


def write_orders(plan: Plan, staff: tuple[Member, ...], orders: list[MailOrder]) -> Iterator[Draft]:
    """The letters of one day's orders. Sets the moment of each planted thing to its first letter's."""
    for order in orders:
        rng = plan.random("mail", order.recipe.kind, order.slot.person.id, order.slot.day)
        drafts = list(order.recipe.write(Post(plan, staff, rng), order.slot, order.number))
        order.planted.at = datetime.fromtimestamp(int(min(draft.at for draft in drafts)), UTC)
        yield from (replace(draft, planted=order.planted) for draft in drafts)
