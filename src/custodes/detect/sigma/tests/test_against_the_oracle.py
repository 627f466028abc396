"""The engine finds just what the oracle finds: random rules on random events that were made for each other."""

from dataclasses import replace
from itertools import count

import orjson
import pytest
from hypothesis import HealthCheck, given, seed, settings

from custodes.detect.sigma.evaluate import compile_node
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.names import read_columns
from custodes.detect.sigma.nodes import read_condition
from custodes.detect.sigma.rule import About, And, Not, Or, Rule
from custodes.detect.sigma.tests import oracle
from custodes.detect.sigma.tests.strategies import Case, cases
from custodes.events import BASE_EVENT, HTTP_ACTIVITY, make_batch
from custodes.events.fields import flatten, normal_name
from custodes.sources.contract import Chunk
from custodes.sources.registry import SOURCES
from custodes.sources.tables import LogSource, text_of
from custodes.sources.tables.table import NOTHING

QUICK = settings(
    max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

SLOW_EXAMPLES, SLOW_RUNS, FEWEST_CASES = 1_000, 10, 100_000
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
        "metadata.event_code": [code_of(record.get("EventID")) for _, record in case.flat],
        **{
            f"logsource.{word}": [getattr(logsource, word) for logsource, _ in case.events]
            for word in LogSource._fields
        },
    }
    return make_batch(BASE_EVENT, columns, rows=len(case.events))


def code_of(value) -> str | None:
    return None if isinstance(value, list) or value in NOTHING else text_of(value)


@QUICK
@given(cases())
def test_a_condition_holds_where_the_oracle_says(case):
    assert found_one_by_one(case) == oracle.hits(case.rules, case.flat)


@QUICK
@given(cases(most_rules=4, most_events=6))
def test_the_matcher_finds_what_every_rule_on_every_event_finds(case):
    assert found_by_the_matcher(case) == oracle.hits(case.rules, case.flat)


@QUICK
@given(cases(most_rules=4, most_events=6))
def test_lines_read_by_a_source_fire_as_the_oracle_says(case):
    """Each line becomes a Windows event, of which the source tells the log source and the code."""
    matcher = Matcher([of_ours(rule) for rule in case.rules])
    lines = [as_windows(line, number) for number, (_, line) in enumerate(case.events)]
    for batch in SOURCES["jsonl"].parse(Chunk("events.jsonl", "jsonl", b"\n".join(lines))).batches:
        events = [(logsource_of(batch, row), fields_of(batch, row)) for row in range(batch.num_rows)]
        found = {(hit.row, hit.rule.about.id) for hit in matcher.match(batch)}
        assert found == oracle.hits(case.rules, events)


def as_windows(line: bytes, number: int) -> bytes:
    code = ("1", '"1"', "4624", "[1, 4624]", "null", "true", "1.0")[number % 7]
    comma = b", " if orjson.loads(line) else b""
    return line.replace(b"{", b'{"Channel": "Security", "EventID": ' + code.encode() + comma, 1)


def logsource_of(batch, row) -> LogSource:
    return LogSource(*(batch.column(f"logsource.{word}")[row].as_py() for word in LogSource._fields))


def fields_of(batch, row) -> dict:
    """What the record says, and what its columns say beside it where it is not all the event."""
    own = batch.column("unmapped")[row].as_py() or batch.column("raw_data")[row].as_py()
    return flatten(orjson.loads(own))


@QUICK
@given(cases(most_rules=3, most_events=4))
def test_events_that_are_no_json_are_judged_by_their_columns(case):
    rows = [(logsource, " ".join(map(str, record.values()))) for logsource, record in case.flat]
    columns = {
        "source": "access.log",
        "raw_data": [f"line of {text}".encode() for _, text in rows],
        "http_request.url.url_string": [f"http://a.example/{text}" for _, text in rows],
        "http_request.user_agent": [text for _, text in rows],
        "http_response.code": [len(text) % 600 for _, text in rows],
        **{f"logsource.{word}": [getattr(logsource, word) for logsource, _ in rows] for word in LogSource._fields},
    }
    batch = make_batch(HTTP_ACTIVITY, columns, rows=len(rows))
    matcher = Matcher([as_web(of_ours(rule)) for rule in case.rules])
    found = {(hit.row, hit.rule.about.id) for hit in matcher.match(batch)}
    records = [dict(read_columns(batch, row)) for row in range(len(rows))]
    wanted = {
        (row, str(rule.id))
        for rule in case.rules
        for row, (logsource, _) in enumerate(rows)
        if oracle.meets(rule, logsource) and oracle.fires(rule, under_web_names(records[row]))
    }
    assert found == wanted


WEB_NAMES = {"image": "c-uri", "commandline": "c-useragent", "level": "sc-status"}
"""Fields of the rules drawn, and which of a web request's they ask for instead."""


def as_web(rule: Rule) -> Rule:
    return replace(rule, condition=renamed(rule.condition))


def renamed(node):
    if isinstance(node, And | Or):
        return type(node)(tuple(map(renamed, node.items)))
    if isinstance(node, Not):
        return Not(renamed(node.item))
    asked = {part: normal_name(getattr(node, part, None) or "") for part in ("field", "other")}
    return replace(node, **{part: WEB_NAMES[name] for part, name in asked.items() if name in WEB_NAMES})


def under_web_names(record: dict) -> dict:
    return record | {own: record[name] for own, name in WEB_NAMES.items() if name in record}


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
