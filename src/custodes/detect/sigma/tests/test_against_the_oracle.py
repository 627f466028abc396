"""The engine finds just what the oracle finds: random rules on random events that were made for each other."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, seed, settings

from custodes.detect.sigma.evaluate import compile_node
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.nodes import read_condition
from custodes.detect.sigma.rule import About, Rule
from custodes.detect.sigma.tests import oracle
from custodes.detect.sigma.tests.strategies import Case, cases
from custodes.events import BASE_EVENT, make_batch
from custodes.sources.tables import LogSource, text_of

QUICK = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))

SLOW_EXAMPLES, SLOW_RUNS, FEWEST_CASES = 2_500, 8, 100_000
"""A case is one rule asked of one event."""


def of_ours(rule) -> Rule:
    logsource = LogSource(rule.logsource.product, rule.logsource.category, rule.logsource.service)
    condition = read_condition([condition.parsed for condition in rule.detection.parsed_condition], {})
    return Rule(About(str(rule.id), rule.title, "rule.yml"), logsource, condition)


def found_one_by_one(case: Case) -> set[tuple[int, str]]:
    return {
        (number, str(rule.id))
        for rule in case.rules
        for holds in [compile_node(of_ours(rule).condition)]
        for number, (logsource, record) in enumerate(case.flat)
        if oracle.meets(rule, logsource) and holds(Fields(record))
    }


def found_by_the_matcher(case: Case) -> set[tuple[int, str]]:
    matcher = Matcher([of_ours(rule) for rule in case.rules])
    return {(hit.row, hit.rule.about.id) for hit in matcher.match(as_batch(case))}


def as_batch(case: Case):
    columns = {
        "source": "events.jsonl",
        "position": list(range(1, len(case.events) + 1)),
        "raw_data": [line for _, line in case.events],
        "metadata.event_code": [text_of(record.get("EventID")) or None for _, record in case.flat],
        **{
            f"logsource.{word}": [getattr(logsource, word) for logsource, _ in case.events]
            for word in LogSource._fields
        },
    }
    return make_batch(BASE_EVENT, columns, rows=len(case.events))


@QUICK
@given(cases())
def test_a_condition_holds_where_the_oracle_says(case):
    assert found_one_by_one(case) == oracle.hits(case.rules, case.flat)


@QUICK
@given(cases(most_rules=4, most_events=6))
def test_the_matcher_finds_what_every_rule_on_every_event_finds(case):
    assert found_by_the_matcher(case) == oracle.hits(case.rules, case.flat)


@pytest.mark.slow
def test_a_hundred_thousand_cases_do_not_differ():
    pairs = count()
    for number in range(SLOW_RUNS):

        @seed(number)
        @settings(QUICK, derandomize=False, max_examples=SLOW_EXAMPLES)
        @given(cases(most_rules=6, most_events=8))
        def run(case):
            wanted = oracle.hits(case.rules, case.flat)
            assert found_one_by_one(case) == wanted
            assert found_by_the_matcher(case) == wanted
            for _ in range(len(case.rules) * len(case.events)):
                next(pairs)

        run()
    assert next(pairs) >= FEWEST_CASES
