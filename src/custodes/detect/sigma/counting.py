"""Correlation rules, from pySigma's objects to ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, product
from math import prod
from typing import Any
from uuid import UUID

from sigma.correlations import (
    CorrelationConditionAND,
    CorrelationConditionNOT,
    SigmaCorrelationCondition,
    SigmaCorrelationRule,
    SigmaExtendedCorrelationCondition,
    SigmaRuleReference,
)
from sigma.exceptions import SigmaCorrelationRuleError

from custodes.detect.sigma.errors import CannotRunError
from custodes.detect.sigma.link import Draft
from custodes.detect.sigma.rule import About, Alternative, Correlation

LARGEST = 1 << 53
"""Whole numbers up to here are exact wherever they go."""
MOST_ALTERNATIVES = 64
"""Of a condition that joins rules by and, or, not."""


def read_reference(reference: Any) -> str:
    """A rule's id or name as a rule's `About` spells it."""
    word = str(reference)
    try:
        return str(UUID(word))
    except ValueError:
        return word


def read_correlation(rule: SigmaCorrelationRule, about: About) -> Draft:
    """The correlation, its references not yet looked up. Raises `CannotRunError` or pySigma's own errors."""
    for error in rule.errors:
        if isinstance(error, SigmaCorrelationRuleError):
            raise error
    rules = _rules(rule)
    kind: Any = rule.type.name.lower()
    correlation = Correlation(
        about=about,
        type=kind,
        rules=rules,
        timespan_seconds=int(_bounded(rule.timespan.seconds)),
        group_by=tuple(rule.group_by or ()),
        aliases=_aliases(rule),
        **_condition(rule.condition, kind, rules),
    )
    if (
        kind == "value_percentile"
        and not 0 <= (-1 if correlation.percentile is None else correlation.percentile) <= 100
    ):
        raise CannotRunError("It does not say which percentile, from 0 to 100.")
    return Draft(correlation, rule.generate)


def _rules(rule: SigmaCorrelationRule) -> tuple[str, ...]:
    words = [item.reference for item in rule.rules or ()]
    if not words and isinstance(rule.condition, SigmaExtendedCorrelationCondition):
        words = rule.condition.get_referenced_rules()
    if not words:
        raise CannotRunError("It names no rules to count.")
    return tuple(dict.fromkeys(map(read_reference, words)))


def _aliases(rule: SigmaCorrelationRule) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (str(alias.alias), tuple((read_reference(of.reference), str(field)) for of, field in alias.mapping.items()))
        for alias in rule.aliases
    )


def _condition(condition: Any, kind: str, rules: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(condition, SigmaExtendedCorrelationCondition):
        alternatives = _alternatives(condition.parsed, rules)
        if alternatives == ((tuple(range(len(rules))), ()),):  # all must occur: what it is without a condition
            return {"number": float(len(rules))}
        if kind == "temporal_ordered":
            raise CannotRunError("Its condition joins rules by “or” or “not”, which says nothing of their order.")
        return {"number": 1.0, "alternatives": alternatives}
    return {
        "relation": condition.op.name.lower(),
        "number": _bounded(condition.count),
        "value_fields": _fields(condition, kind),
        "percentile": None if condition.percentile is None else _bounded(condition.percentile),
    }


def _alternatives(condition: Any, rules: tuple[str, ...]) -> tuple[Alternative, ...]:
    """The condition as alternatives, each of rules that must and rules that must not occur."""
    found = sorted(_without_wider(_multiply_out(condition, rules, is_denied=False)))
    if not found:
        raise CannotRunError("Its condition can never hold.")
    return tuple(found)


def _multiply_out(condition: Any, rules: tuple[str, ...], *, is_denied: bool) -> set[Alternative]:
    if isinstance(condition, SigmaRuleReference):
        place = (rules.index(read_reference(condition.reference)),)
        return {((), place) if is_denied else (place, ())}
    if isinstance(condition, CorrelationConditionNOT):
        return _multiply_out(condition.args[0], rules, is_denied=not is_denied)
    parts = [_multiply_out(part, rules, is_denied=is_denied) for part in condition.args]
    is_all = isinstance(condition, CorrelationConditionAND) != is_denied
    if (prod if is_all else sum)(map(len, parts)) > MOST_ALTERNATIVES:
        raise CannotRunError("Its condition joins rules in more ways than can be counted here.")
    if not is_all:
        return set[Alternative]().union(*parts)
    return {joined for ways in product(*parts) if (joined := _join(ways)) is not None}


def _join(alternatives: Iterable[Alternative]) -> Alternative | None:
    """All of them at once; None where one asks for what another forbids."""
    must, must_not = (set(chain(*places)) for places in zip(*alternatives, strict=True))
    return None if must & must_not else (tuple(sorted(must)), tuple(sorted(must_not)))


def _without_wider(alternatives: set[Alternative]) -> Iterator[Alternative]:
    """Those that ask for no more than another does."""
    for one in alternatives:
        narrower = (other for other in alternatives - {one} if all(map(_is_within, other, one)))
        if not any(narrower):
            yield one


def _is_within(places: tuple[int, ...], others: tuple[int, ...]) -> bool:
    return set(places) <= set(others)


def _fields(condition: SigmaCorrelationCondition, kind: str) -> tuple[str, ...]:
    named = condition.fieldref if isinstance(condition.fieldref, list) else [condition.fieldref]
    if len(named) > 1 and kind != "value_count":
        raise CannotRunError("It asks for the numbers of several fields together, which only a value_count can.")
    return tuple(str(field) for field in named if field is not None)


def _bounded(number: float) -> float:
    if abs(number) > LARGEST:
        raise CannotRunError("It counts further than any number here goes.")
    return float(number)
