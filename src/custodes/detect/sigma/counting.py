"""Correlation rules, from pySigma's objects to ours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sigma.correlations import (
    CorrelationConditionAND,
    SigmaCorrelationCondition,
    SigmaCorrelationRule,
    SigmaExtendedCorrelationCondition,
    SigmaRuleReference,
)
from sigma.exceptions import SigmaCorrelationRuleError

from custodes.detect.sigma.errors import CannotRunError
from custodes.detect.sigma.link import Draft
from custodes.detect.sigma.rule import About, Correlation

LARGEST = 1 << 53
"""Whole numbers up to here are exact wherever they go."""


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
        **_condition(rule.condition, len(rules)),
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


def _condition(condition: Any, count: int) -> dict[str, Any]:
    if isinstance(condition, SigmaExtendedCorrelationCondition):
        if not _is_conjunction(condition.parsed):
            raise CannotRunError("Its condition joins rules by “or” or “not”, which cannot be counted here.")
        return {"number": float(count)}
    return {
        "relation": condition.op.name.lower(),
        "number": _bounded(condition.count),
        "value_field": _field(condition),
        "percentile": None if condition.percentile is None else _bounded(condition.percentile),
    }


def _is_conjunction(condition: Any) -> bool:
    """Whether all of the rules must occur: what a temporal correlation is without a condition."""
    if isinstance(condition, CorrelationConditionAND):
        return all(map(_is_conjunction, condition.args))
    return isinstance(condition, SigmaRuleReference)


def _field(condition: SigmaCorrelationCondition) -> str | None:
    fields = condition.fieldref if isinstance(condition.fieldref, list) else [condition.fieldref]
    if len(fields) != 1:
        raise CannotRunError("It counts the values of several fields together, which cannot be done here.")
    return None if fields[0] is None else str(fields[0])


def _bounded(number: float) -> float:
    if abs(number) > LARGEST:
        raise CannotRunError("It counts further than any number here goes.")
    return float(number)
