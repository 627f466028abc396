"""Real rules on real events, both changed in small ways: what we find is what a plain evaluator finds.

A round takes some rules of one log source, changes most, and asks them of events: recorded ones, recorded ones that
were given what a rule looks for, and events made for a rule; all changed a little, written as JSON in several hands,
and read by the source `jsonl`. The plain evaluator (`detect/sigma/tests/oracle.py`) is then asked every rule of every
event of the rule's log source: a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import orjson
import pyarrow as pa
import yaml
from sigma.exceptions import SigmaError, SigmaRegularExpressionError
from sigma.rule import SigmaRule

from custodes.detect.sigma.files import RuleFile
from custodes.detect.sigma.gate import code_name, spellings_of
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.names import read_columns
from custodes.detect.sigma.read import read_file
from custodes.detect.sigma.rule import Rule, Unusable
from custodes.detect.sigma.tests import oracle
from custodes.detect.sigma.tests.strategies import values_of, write_as_is, write_in_ascii, write_oddly
from custodes.events import BASE_EVENT, is_kind, make_batch
from custodes.events.fields import normal_name
from custodes.sources.contract import Chunk
from custodes.sources.registry import SOURCES
from custodes.sources.tables import LogSource, broader_sources
from custodes.sources.tables.table import NOTHING
from truths.bank import Bank, Document
from truths.bent_events import bend_event
from truths.bent_rules import bend_rule
from truths.found import read_records
from truths.made import make_fields, recipes

RULES_A_ROUND, EVENTS_A_ROUND = 12, 40
MOST_TOLD = 10
WRITERS = (write_as_is, write_as_is, write_in_ascii, write_oddly)


class Twin(NamedTuple):
    """A rule as pySigma reads it and as we do, and the fields it asks for."""

    theirs: SigmaRule
    ours: Rule
    asked: list[str]


@dataclass
class Tally:
    """What came of it all."""

    cases: int = 0
    fired: int = 0
    rules: int = 0
    events: int = 0
    refused_lines: int = 0
    cannot_run: Counter[str] = field(default_factory=Counter)
    ambiguous: int = 0
    """Events left out: their code stands under two names, of which only the source says which counts."""
    not_theirs: int = 0
    """Rules left out: we rewrite an expression that pySigma itself refuses."""
    differences: list[str] = field(default_factory=list)


def hold_against_the_oracle(rules: Sequence[Path], data: Path, *, cases: int, seed: int) -> bool:
    """Whether there is no difference; prints what was asked and what came of it."""
    bank, tally, number = Bank(rules, data), Tally(), 0
    while tally.cases < cases:
        _round(bank, tally, Random(f"{seed} {number}"))  # noqa: S311 - to be drawn again, no secret
        number += 1
    print(f"\nChanged rules and events: {tally.cases:,} cases in {number:,} rounds, of which {tally.fired:,} fire")
    print(f"  {tally.rules:,} rules, {tally.events:,} events, {tally.refused_lines:,} lines no JSON any more")
    print(f"  left out: {tally.ambiguous:,} events whose code has two names, {tally.not_theirs:,} rules by expression")
    print(f"  {len(tally.differences):,} differences")
    for told in tally.differences[:MOST_TOLD]:
        print(told)
    print(f"  {tally.cannot_run.total():,} changed rules are no valid rules any more:")
    for reason, count in tally.cannot_run.most_common(MOST_TOLD):
        print(f"    {count:4} {reason}")
    return not tally.differences


def _round(bank: Bank, tally: Tally, random: Random) -> None:
    bent = [bend_rule(rule, random.choice((0, 1, 1, 2, 3)), random) for rule in bank.draw_rules(RULES_A_ROUND, random)]
    twins = [twin for number, document in enumerate(bent) if (twin := _read(document, number, tally))]
    if not twins:
        return
    matcher = Matcher([twin.ours for twin in twins])
    for batch in _batches([_event(random.choice(twins), bank, random) for _ in range(EVENTS_A_ROUND)], tally):
        _compare(batch, twins, matcher, tally)
    tally.rules += len(twins)


def _read(document: Document, number: int, tally: Tally) -> Twin | None:
    """The changed rule, read by both; None where it is none any more, which both must say."""
    document["id"] = f"00000000-0000-4000-8000-{number:012}"
    text = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    (ours,) = read_file(RuleFile("bent.yml", text.encode()), {})
    if isinstance(ours, Unusable):
        tally.cannot_run[ours.reason.partition(":")[0]] += 1
        return None
    assert isinstance(ours, Rule)
    try:
        theirs = SigmaRule.from_dict(yaml.load(text, yaml.CSafeLoader))
        return Twin(theirs, ours, sorted({field for field, _ in values_of(theirs) if field}))
    except SigmaRegularExpressionError:
        tally.not_theirs += 1
    except SigmaError as error:
        tally.differences.append(f"    runs here, but pySigma says: {error}\n{text}")
    return None


class Event(NamedTuple):
    """A line, and the log source that it is meant for, where no source can tell that."""

    line: bytes
    logsource: LogSource | None


def _event(twin: Twin, bank: Bank, random: Random) -> Event:
    asked = twin.ours.logsource
    recorded, ways = bank.recorded(asked), recipes(asked)
    record: dict[str, Any] = {}
    if recorded and random.random() < 0.6:
        record |= random.choice(recorded)
    elif ways:
        record |= random.choice(ways)
    is_known = bool(record) and random.random() < 0.9
    if not recorded or random.random() < 0.7:
        record |= make_fields(twin.theirs, random)
    for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
        bend_event(record, random.choice(recorded) if recorded else record, twin.asked, random)
    return Event(random.choice(WRITERS)(record), None if is_known else asked)


def _batches(events: Sequence[Event], tally: Tally) -> Iterator[pa.RecordBatch]:
    """The events as sources give them: those of which no source can tell the log source are given it."""
    lines = [event.line for event in events if event.logsource is None]
    parsed = SOURCES["jsonl"].parse(Chunk("events.jsonl", "jsonl", b"\n".join(lines)))
    tally.refused_lines += len(parsed.rejected)
    yield from parsed.batches
    told = [event for event in events if event.logsource is not None and _is_json(event.line)]
    columns: dict[str, Any] = {"source": "events.jsonl", "raw_data": [event.line for event in told]}
    for number, word in enumerate(LogSource._fields):
        columns[f"logsource.{word}"] = [event.logsource[number] for event in told if event.logsource]
    yield make_batch(BASE_EVENT, columns, rows=len(told))


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return False


def _compare(batch: pa.RecordBatch, twins: Sequence[Twin], matcher: Matcher, tally: Tally) -> None:
    found = {(hit.row, hit.rule.about.id) for hit in matcher.match(batch)}
    tally.events += batch.num_rows
    for row, own in enumerate(read_records(batch)):
        logsource = LogSource(*(batch.column(f"logsource.{word}")[row].as_py() for word in LogSource._fields))
        if _has_two_codes(own, logsource.product):
            tally.ambiguous += 1
            continue
        record = own if is_kind(batch, BASE_EVENT) else dict(read_columns(batch, row)) | own
        for twin in twins:
            is_found = (row, twin.ours.about.id) in found
            fires = False
            if _meets(twin.theirs, logsource):
                fires = oracle.fires(twin.theirs, record, spellings_of(logsource.product, logsource.service))
                tally.cases += 1
                tally.fired += fires
            if fires != is_found:
                tally.differences.append(_tell(twin, record, logsource, is_found=is_found))


def _meets(rule: SigmaRule, logsource: LogSource) -> bool:
    """As the oracle says, of the event's own log source or a wider one."""
    wider = broader_sources()
    categories = {logsource.category, wider.get(logsource.category or "", logsource.category)}
    services = {logsource.service, wider.get(logsource.service or "", logsource.service)}
    sources = (LogSource(logsource.product, *words) for words in product(categories, services))
    return any(oracle.meets(rule, source) for source in sources)


def _has_two_codes(record: Mapping[str, Any], product_name: str | None) -> bool:
    """Whether the event's code is not given under the name that rules use, but under two that mean it."""
    name = code_name(product_name)
    if name is None or record.get(name) not in NOTHING:
        return False
    meant = {normal_name(each) for each in (name, *spellings_of(product_name, None).get(normal_name(name), ()))}
    return len([own for own in record if normal_name(own) in meant]) > 1


def _tell(twin: Twin, record: dict[str, Any], logsource: LogSource, *, is_found: bool) -> str:
    rule = twin.theirs.to_dict()
    said = f"{'found' if is_found else 'not found'} here, not so by the plain evaluator: {rule['title']} on {logsource}"
    return f"    {said}\n{yaml.safe_dump(rule['detection'], allow_unicode=True)}\n{record}\n"
