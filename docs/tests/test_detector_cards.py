"""Every detector has a card, and every reason that it can give stands there in plain words."""

import ast
import re
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

import custodes.detect
from custodes.detect.context import Context
from custodes.detect.lists import load_lists
from custodes.detect.registry import DETECTORS
from custodes.detect.staff import Person, Staff
from custodes.detect.tests.any_events import likely_batch
from custodes.events.schema import KINDS
from custodes.policy import model_policy

PAGE = (Path(__file__).parents[1] / "detectors.md").read_text(encoding="utf-8")
CARDS = {path.name: path.read_text(encoding="utf-8") for path in (Path(__file__).parents[1] / "detectors").glob("*.md")}
ROW = re.compile(r"^\| (`[^|]+`(?:, `[^|]+`)*) \|(.+)\|$", re.MULTILINE)
CODE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")
SOURCE = Path(custodes.detect.__file__).parent


def told_in(card: str) -> dict[str, str]:
    """What a card's tables say of each code."""
    rows = ((codes, words) for codes, words in ROW.findall(card))
    return {code: words.strip(" |") for codes, words in rows for code in re.findall(r"`([^`]+)`", codes)}


TOLD = {code: words for card in CARDS.values() for code, words in told_in(card).items()}


def codes_written(path: Path) -> set[str]:
    """The codes that stand in the source as they are."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    firsts = (call.args[0] for call in calls if getattr(call.func, "id", "") == "Reason" and call.args)
    return {first.value for first in firsts if isinstance(first, ast.Constant)}


MODULES = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts and codes_written(path)]


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_every_detector_is_named_in_a_card(name):
    assert [card for card, text in CARDS.items() if f"`{name}`" in text or f"# {name}\n" in text]


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_every_detector_stands_on_the_page_of_detectors_by_its_name(name):
    assert re.search(rf"^###.*\b{name}\b|\*\*{name}\*\*", PAGE, re.MULTILINE)


@pytest.mark.parametrize("card", sorted(CARDS))
def test_every_card_is_linked_from_the_page_of_detectors(card):
    assert re.search(rf"\]\(detectors/{re.escape(card)}[)#]", PAGE)


def test_what_is_recommended_is_what_the_model_policy_sets():
    recommended = {name: float(sure) for sure, name in re.findall(r"(0\.\d+) for ([a-z]+(?:-[a-z]+)*)", PAGE)}
    assert {"language", "content-text", "threats"} <= recommended.keys()
    policy = {control.name: control.sure for control in model_policy().controls}
    assert recommended == {name: policy[name] for name in recommended}


@pytest.mark.parametrize("card", sorted(CARDS))
def test_every_card_says_what_it_looks_at_how_well_it_does_and_what_it_must_not_be_used_for(card):
    assert re.search(r"^## What (it|they) must not be used for", CARDS[card], re.MULTILINE)
    assert told_in(CARDS[card])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_every_reason_written_in_the_source_stands_in_a_card(path):
    assert codes_written(path) - TOLD.keys() == set()


@pytest.mark.parametrize("name", sorted(DETECTORS))
def test_every_reason_that_a_detector_gives_stands_in_a_card_in_plain_words(name):
    staff = Staff.of((Person("s001", "Ada Palmer", "apalmer@fernwood.example", "apalmer"),))
    one = DETECTORS[name]
    context = Context(
        clause=one.clauses[0],
        parameters=one.parameters(),
        staff=staff,
        lists=load_lists(None),
        domains=frozenset({"fernwood.example"}),
        timezone=ZoneInfo("America/Chicago"),
    )
    batches = [likely_batch(schema, Random(7), 60) for schema in KINDS.values() if schema in one.reads]
    given = {reason.code for batch in batches for finding in one(batch, context).findings for reason in finding.reasons}
    assert given - TOLD.keys() == set()
    assert all(CODE.fullmatch(code) and len(TOLD[code].split()) > 1 for code in given)
