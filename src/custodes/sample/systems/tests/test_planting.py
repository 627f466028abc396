import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

import custodes.detect  # noqa: F401 - registers every detector
from custodes.detect.registry import DETECTORS
from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.clauses import clause_of
from custodes.sample import Plan
from custodes.sample.people import make_staff
from custodes.sample.plan import clock_base_seconds
from custodes.sample.rota import Rota, Shift
from custodes.sample.systems.make import list_grounds
from custodes.sample.systems.planting import list_recipes, order_all
from custodes.sample.systems.seat import Seat, outside_address, steps_of

PLAN = Plan(staff=12)
STAFF = make_staff(PLAN)
GROUNDS = {ground.name: ground for ground in list_grounds(PLAN)}
RULES = Path(__file__).parents[3] / "detect" / "sigma" / "rules"
LEFT_OVER = re.compile(r"\{\w+\}|\[[^\[\]]*\|[^\[\]]*\]")
DAY = date(2026, 11, 3)


def seat(seed: int) -> Seat:
    return Seat(STAFF[4], DAY, Shift(540, 1020, 735), STAFF, Random(seed))


@pytest.mark.parametrize("recipe", list_recipes(), ids=lambda recipe: recipe.kind)
def test_every_way_can_be_said_and_written_within_the_day(recipe):
    start = clock_base_seconds(DAY)
    for number, way in enumerate(recipe.ways):
        for name in recipe.systems:
            sitting, records = seat(number), []
            for step in steps_of(sitting, way):
                assert not LEFT_OVER.search(str(step.way))
                records.append(GROUNDS[name].plant(sitting, step, recipe.stranger))
            assert all(start < record.at < start + 24 * 3600 for record in records)
            assert all(GROUNDS[name].place(DAY, record.key)[1].write(record.data) for record in records)


@pytest.mark.parametrize("recipe", list_recipes(), ids=lambda recipe: recipe.kind)
def test_what_is_planted_is_what_a_rule_or_detector_of_that_clause_looks_for(recipe):
    if recipe.seen_by in DETECTORS:
        assert recipe.clause in DETECTORS[recipe.seen_by].clauses
        return
    rules = load_rules([RULES / f"{recipe.seen_by}.yml"])
    told = [rule for rule in (*rules.rules, *rules.correlations) if rule.reports]
    assert recipe.clause in {clause_of(rule) for rule in told}


def test_each_kind_has_its_look_alike_and_a_name_of_its_own():
    kinds = Counter(recipe.kind for recipe in list_recipes())
    assert set(kinds.values()) == {1}
    assert {recipe.kind for recipe in list_recipes() if not recipe.violation} == {
        f"no-{recipe.kind}" for recipe in list_recipes() if recipe.violation
    }
    assert all(recipe.note.endswith(".") and recipe.ways for recipe in list_recipes())


def test_every_system_has_something_planted():
    assert {name for recipe in list_recipes() for name in recipe.systems} == set(GROUNDS)


def test_near_one_rule_or_detector_nobodys_day_holds_two_things():
    plan = Plan(staff=14, weeks=4)
    staff = make_staff(plan)
    orders = [order for day in order_all(plan, staff, Rota(plan, staff)).values() for order in day]
    placed = Counter((order.recipe.seen_by, order.slot.person.id, order.slot.day) for order in orders)
    assert set(placed.values()) == {1}
    assert {order.recipe.kind for order in orders} == {recipe.kind for recipe in list_recipes()}


def test_addresses_outside_are_neither_anybodys_nor_private():
    assert {outside_address(Random(seed)).rpartition(".")[0] for seed in range(50)} == {"192.88.99"}
