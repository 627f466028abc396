"""Choosing what is planted in which system, by whom, on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from custodes.sample.people import Member
from custodes.sample.plan import Plan, day_start
from custodes.sample.rota import Rota
from custodes.sample.slots import Slot, Slots
from custodes.sample.systems.seat import Way
from custodes.sample.texts import load_text, load_voices
from custodes.sample.truth import Planted

TEXTS = (
    "requests",
    "lookups",
    "cloud",
    "computers",
    "talk",
    "journal",
    "leaks",
    "sign_ins",
    "disguise",
    "conduct",
    "works",
)
DEFAULT_SYSTEM = {"lookups": "names", "journal": "mail"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """A kind of thing to plant, or its look-alike."""

    kind: str
    seen_by: str
    """The file of the rule that should see it, without its ending, or a detector's name; so its look-alike."""
    clause: str
    violation: bool
    note: str
    systems: tuple[str, ...]
    """Where it is planted, by turns."""
    ways: tuple[Way, ...]
    """By turns, too."""
    times: float = 1.0
    stranger: str = ""
    """Who does it, where it is not the one it is done to."""


@dataclass(frozen=True, slots=True)
class Order:
    """One thing to plant."""

    recipe: Recipe
    slot: Slot
    system: str
    way: Way
    planted: Planted


Orders = dict[date, list[Order]]


@cache
def list_recipes() -> tuple[Recipe, ...]:
    """Every kind, each followed by its look-alike."""
    return tuple(
        recipe
        for name in TEXTS
        for row in load_text(name)
        for recipe in _pair(row, load_voices(name).get(row["kind"], {}), DEFAULT_SYSTEM.get(name, ""))
    )


def _pair(row: dict[str, Any], voices: dict[str, list[Way]], system: str) -> Iterator[Recipe]:
    systems = row.get("log", system)
    shared = {
        "seen_by": row.get("rule") or row["detector"],
        "clause": row["clause"],
        "systems": (systems,) if isinstance(systems, str) else tuple(systems),
        "times": row.get("times", 1.0),
    }
    stranger = row.get("stranger", "")
    ways, alike = ((*row[side], *voices.get(side, ())) for side in ("planted", "alike"))
    yield Recipe(row["kind"], violation=True, note=row["note"], ways=ways, stranger=stranger, **shared)
    yield Recipe(f"no-{row['kind']}", violation=False, note=row["alike_note"], ways=alike, **shared)


def order_all(plan: Plan, staff: tuple[Member, ...], rota: Rota) -> Orders:
    """So many of each kind as the plan and the kind have, by day; near one rule or detector nobody's day holds two."""
    slots = Slots(plan, staff, rota, plan.random("systems", "slots"))
    orders: Orders = {}
    for turn in range(plan.of_a_kind):
        for recipe in list_recipes():
            first, last = int(turn * recipe.times), int((turn + 1) * recipe.times)
            for number in range(first, max(last, int(not turn))):
                if slot := slots.find(recipe.seen_by):
                    orders.setdefault(slot.day, []).append(_order(plan, recipe, slot, number))
    return orders


def _order(plan: Plan, recipe: Recipe, slot: Slot, number: int) -> Order:
    way = plan.take_turn(recipe.ways, number, recipe.kind)
    system = recipe.systems[number % len(recipe.systems)]
    start = day_start(slot.day)
    planted = Planted(recipe.clause, recipe.violation, recipe.kind, slot.person.id, start, slot.day, recipe.note)
    return Order(recipe, slot, system, way, planted)
