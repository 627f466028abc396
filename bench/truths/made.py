"""Events made for a rule: of the log source that it asks for, saying what it looks for, or nearly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Any

from hypothesis import Phase, Verbosity, find, settings
from hypothesis.errors import HypothesisException
from hypothesis.strategies import from_regex
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR
from sigma.rule import SigmaRule
from sigma.types import (
    SigmaBool,
    SigmaCasedString,
    SigmaCIDRExpression,
    SigmaCompareExpression,
    SigmaExists,
    SigmaExpansion,
    SigmaFieldReference,
    SigmaNull,
    SigmaNumber,
    SigmaRegularExpression,
    SigmaString,
    SpecialChars,
)

from custodes.detect.sigma.gate import GroupKey
from custodes.detect.sigma.regexes import read_expression
from custodes.detect.sigma.tests import oracle
from custodes.sources.records.shapes import find_product
from custodes.sources.tables import LogSource, Table, tables

MANY = SpecialChars.WILDCARD_MULTI
FILLERS = ("", "", "x", " ", "xy\\", "é", "C:\\Users\\ann\\", "-a ", "\n")
ASKS_WHAT_IT_LEAVES_OUT = 0.2
"""How often an event is also given what the rule's `not` asks for."""

Asked = tuple[str | None, Any]
"""A field (None: any), and a value of pySigma's that it is held against."""


@cache
def recipes(asked: LogSource) -> tuple[Mapping[str, str], ...]:
    """Fields that make a record one of the log source, by the tables of products; none where only text has it."""
    return tuple(
        record
        for table in tables().values()
        for record in _records(table)
        if find_product(tuple(record)) is table and GroupKey(*table.log_source(record), None).meets(asked)
    )


def _records(table: Table) -> Iterator[dict[str, str]]:
    for names in table.recognised_by:
        base = dict.fromkeys(sorted(names), "x")
        yield base
        yield from (base | {name: min(values) for name, values in case.fields.items()} for case in table.cases)


def make_fields(rule: SigmaRule, random: Random) -> dict[str, Any]:
    """Values for which the rule fires, if what it asks for can be had at once."""
    wanted = defaultdict[str, list[Any]](list)
    for field, value in _asked(random.choice(rule.detection.parsed_condition).parsed, random):
        wanted[field or "Message"].append(value)
    fields = {field: _value(values, random) for field, values in wanted.items()}
    for field, values in wanted.items():
        if isinstance(values[0], SigmaFieldReference):
            fields[field] = fields.setdefault(values[0].field, random.choice(FILLERS))
    return {field: value for field, value in fields.items() if value is not ...}


def _asked(node: Any, random: Random) -> Iterator[Asked]:
    """All that one way to fulfil the condition asks for."""
    match node:
        case ConditionAND():
            for item in node.args:
                yield from _asked(item, random)
        case ConditionOR():
            yield from _asked(random.choice(node.args), random)
        case ConditionNOT():
            if random.random() < ASKS_WHAT_IT_LEAVES_OUT:
                yield from _asked(node.args[0], random)
        case _:
            field = node.field if isinstance(node, ConditionFieldEqualsValueExpression) else None
            yield field, _one_of(node.value, random)


def _one_of(value: Any, random: Random) -> Any:
    while isinstance(value, SigmaExpansion):
        value = random.choice(value.values)
    return value


def _value(wanted: list[Any], random: Random) -> Any:
    """One value as all of these ask for; `...` for none at all."""
    texts = [value for value in wanted if isinstance(value, SigmaString)]
    if not texts:
        return _other(random.choice(wanted), random)
    texts.sort(key=lambda value: (bool(value.s) and value.s[0] is MANY, not value.s or value.s[-1] is MANY))
    return "".join(_fill(value, random) for value in texts)


def _fill(value: SigmaString, random: Random) -> str:
    filled = (
        part if isinstance(part, str) else "x" if part is not MANY else random.choice(FILLERS) for part in value.s
    )
    text = "".join(filled)
    return text if isinstance(value, SigmaCasedString) or random.random() < 0.8 else text.swapcase()


def _other(value: Any, random: Random) -> Any:
    return random.choice(_answers(value))


def _answers(value: Any) -> tuple[Any, ...]:
    """Values that are as this one asks for, or just not."""
    match value:
        case SigmaNumber():
            return value.number, str(value.number)
        case SigmaBool():
            return value.boolean, str(value.boolean)
        case SigmaCIDRExpression():
            return str(value.network[0]), str(value.network[-1])
        case SigmaCompareExpression():
            return tuple(value.number.number + more for more in (-1, 0, 1))
        case SigmaExists() | SigmaNull():
            return "x", "", None, ..., ...
    return (_example(oracle.expression(value)) if isinstance(value, SigmaRegularExpression) else "x",)


@cache
def _example(pattern: str) -> str:
    """The simplest text in which the expression is found; some text where that cannot be told."""
    quick = settings(max_examples=50, database=None, phases=[Phase.generate], verbosity=Verbosity.quiet)
    try:
        return find(from_regex(read_expression(pattern).pattern), lambda _: True, settings=quick)
    except (HypothesisException, ValueError, RecursionError, re.error):
        return "x"
