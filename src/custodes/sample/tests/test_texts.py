import re
from datetime import date
from random import Random

import pytest

from custodes.sample import Plan
from custodes.sample.mail.post import Post
from custodes.sample.mail.recipes import list_recipes
from custodes.sample.people import make_staff
from custodes.sample.rota import Shift
from custodes.sample.slots import Slot
from custodes.sample.texts import load_text, vary
from custodes.sample.web.desk import Desk
from custodes.sample.web.recipes import WEB_RECIPES

PLAN = Plan(staff=12)
STAFF = make_staff(PLAN)
SLOT = Slot(STAFF[4], date(2026, 11, 3), Shift(540, 1020, 735))
LEFT_OVER = re.compile(r"\{\w+\}|\[[^\[\]]*\|[^\[\]]*\]")


def test_a_choice_takes_one_of_its_words_inner_ones_first():
    said = {vary("[a|b[1|2]|] {x}", Random(n), {"x": "!"}) for n in range(60)}
    assert said == {"a !", "b1 !", "b2 !", " !"}


def test_a_fact_that_is_not_given_is_refused():
    with pytest.raises(KeyError):
        vary("{nobody}", Random(1), {})


@pytest.mark.parametrize("recipe", tuple(list_recipes()), ids=lambda recipe: recipe.kind)
def test_every_wording_of_a_letter_can_be_said(recipe):
    for number in range(16):
        post = Post(PLAN, STAFF, PLAN.random("try", number))
        drafts = list(recipe.write(post, SLOT, number))
        assert drafts
        for draft in drafts:
            assert not LEFT_OVER.search(draft.letter.subject + draft.letter.text)
            assert draft.letter.sender.email.count("@") == 1
            assert all(not LEFT_OVER.search(file.name) for file in draft.letter.attachments)


@pytest.mark.parametrize("recipe", WEB_RECIPES, ids=lambda recipe: recipe.kind)
def test_every_kind_of_visit_gives_evidence_within_its_day(recipe):
    for number in range(16):
        requests = list(recipe.write(Desk(SLOT.person, SLOT.day, SLOT.shift, PLAN.random("try", number))))
        assert any(request.counts for request in requests)
        for request in requests:
            assert " " not in request.url
            assert not LEFT_OVER.search(request.url)


def test_kinds_have_names_of_their_own():
    kinds = [recipe.kind for recipe in (*WEB_RECIPES, *list_recipes())]
    assert len(kinds) == len(set(kinds))


def test_what_is_planted_stands_only_on_reserved_names():
    for name, site in load_text("visits").items():
        if isinstance(site, dict) and "hosts" in site:
            assert all(host.endswith(".example") for host in site["hosts"]), name
