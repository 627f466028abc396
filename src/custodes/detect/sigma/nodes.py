"""From pySigma's condition tree to ours. What the language means, pySigma has applied; here it only changes form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
    ConditionValueExpression,
)
from sigma.types import (
    CompareOperators,
    Placeholder,
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
    SigmaTimestampPart,
    SpecialChars,
)

from custodes.detect.sigma.errors import CannotRunError
from custodes.detect.sigma.evaluate import compile_node
from custodes.detect.sigma.placeholders import Placeholders
from custodes.detect.sigma.regexes import read_expression
from custodes.detect.sigma.rule import (
    ANY,
    ONE,
    And,
    Compare,
    Exists,
    Network,
    Node,
    Not,
    Null,
    Or,
    Regex,
    SameAs,
    Text,
    TimePart,
)

MOST_VALUES = 10_000
"""Values that the placeholders of one value may stand for."""
_SHOWN_CHARACTERS = 80
_WILDCARDS = {SpecialChars.WILDCARD_MULTI: ANY, SpecialChars.WILDCARD_SINGLE: ONE}
_RELATIONS: Mapping[CompareOperators, Any] = {
    CompareOperators.LT: "lt",
    CompareOperators.LTE: "lte",
    CompareOperators.GT: "gt",
    CompareOperators.GTE: "gte",
}
_PLACES: Mapping[tuple[bool, bool], Any] = {
    (False, False): "whole",
    (True, False): "starts",
    (False, True): "ends",
    (True, True): "contains",
}


def read_condition(conditions: Iterable[Any], placeholders: Placeholders) -> Node:
    """What pySigma's parsed conditions ask for: one of them. Raises `CannotRunError`."""
    nodes = [_node(condition, placeholders) for condition in conditions]
    return _joined(Or, nodes)


def _node(condition: Any, placeholders: Placeholders) -> Node:
    match condition:
        case ConditionAND():
            return _joined(And, [_node(item, placeholders) for item in condition.args])
        case ConditionOR():
            return _joined(Or, [_node(item, placeholders) for item in condition.args])
        case ConditionNOT():
            return Not(_node(condition.args[0], placeholders))
        case ConditionFieldEqualsValueExpression():
            return _test(condition.field, condition.value, placeholders)
        case ConditionValueExpression():
            return _keyword(condition.value, placeholders)
    raise CannotRunError("Its condition asks for nothing.")


def _joined(kind: type[And | Or], nodes: Iterable[Node]) -> Node:
    """The nodes in one; those of the same kind opened up."""
    items: list[Node] = []
    for node in nodes:
        items.extend(node.items if isinstance(node, kind) else (node,))
    return items[0] if len(items) == 1 else kind(tuple(items))


def _keyword(value: Any, placeholders: Placeholders) -> Node:
    if isinstance(value, SigmaExpansion):
        return _joined(Or, [_keyword(item, placeholders) for item in value.values])
    if not isinstance(value, SigmaString | SigmaRegularExpression | SigmaNumber | SigmaBool) or isinstance(
        value, SigmaTimestampPart
    ):
        raise CannotRunError("It looks in all fields for what can only be asked of one: a comparison, network or null.")
    return _test(None, value, placeholders)


def _test(field: str | None, value: Any, placeholders: Placeholders) -> Node:
    read = _TESTS.get(type(value))
    if read is None:
        raise CannotRunError(f"It holds a kind of value that is not known here ({type(value).__name__}).")
    return read(field, value, placeholders)


def _read_expansion(field: Any, value: SigmaExpansion, placeholders: Placeholders) -> Node:
    return _joined(Or, [_test(field, item, placeholders) for item in value.values])


def _read_text(field: Any, value: SigmaString, placeholders: Placeholders) -> Node:
    is_cased = isinstance(value, SigmaCasedString)
    around = (SpecialChars.WILDCARD_MULTI,) if field is None else ()
    texts = [_parts((*around, *parts, *around)) for parts in _filled(value, placeholders)]
    return _joined(Or, [Text(field, parts, is_cased) for parts in texts])


def _read_plain(field: Any, value: SigmaNumber | SigmaBool, placeholders: Placeholders) -> Node:
    return _read_text(field, SigmaString.from_str(str(value).lower()), placeholders)


def _read_regex(field: Any, value: SigmaRegularExpression, placeholders: Placeholders) -> Node:
    flags = "".join(value.sigma_to_re_flag[flag] for flag in value.flags)
    return _joined(Or, [_regex(field, pattern, flags) for pattern in _patterns(value, placeholders)])


def _patterns(value: SigmaRegularExpression, placeholders: Placeholders) -> Iterator[str]:
    written = value.regexp if isinstance(value.regexp, SigmaString) else SigmaString(str(value.regexp).lower())
    for parts in _filled(written, placeholders):  # pySigma leaves a number as it is
        filled = SigmaString()
        filled.s = list(parts)
        yield filled.to_plain_regex()


def _regex(field: str | None, pattern: str, flags: str) -> Regex:
    read = read_expression(pattern)
    regex = Regex(field, read.pattern, "".join(sorted({*flags, *read.flags})))
    try:
        compile_node(regex)
    except ValueError as error:
        why = "cannot be run in bounded time" if _is_expression(read.pattern) else "is not valid"
        raise CannotRunError(f"Its regular expression {why}: {_quoted(pattern)}.") from error
    return regex


def _is_expression(pattern: str) -> bool:
    """Whether Python's own engine, which minds no time, would take it."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _quoted(pattern: str) -> str:
    return f"“{pattern if len(pattern) <= _SHOWN_CHARACTERS else pattern[:_SHOWN_CHARACTERS] + '…'}”"


def _read_network(field: Any, value: SigmaCIDRExpression, _placeholders: Placeholders) -> Node:
    return Network(field, str(value.network))


def _read_comparison(field: Any, value: SigmaCompareExpression, placeholders: Placeholders) -> Node:
    if value.op is CompareOperators.NEQ:
        return Not(_test(field, value.number, placeholders))
    return Compare(field, _RELATIONS[value.op], float(value.number.number))


def _read_reference(field: Any, value: SigmaFieldReference, _placeholders: Placeholders) -> Node:
    if field is None:
        raise CannotRunError("It compares a field with another, but does not say which.")
    return SameAs(field, value.field, _PLACES[value.starts_with, value.ends_with])


def _read_exists(field: Any, value: SigmaExists, _placeholders: Placeholders) -> Node:
    return Exists(field, bool(value))


def _read_null(field: Any, _value: SigmaNull, _placeholders: Placeholders) -> Node:
    return Null(field)


def _read_time_part(field: Any, value: SigmaTimestampPart, _placeholders: Placeholders) -> Node:
    part: Any = value.timestamp_part.name.lower()
    if not 0 <= value.number < 10_000:
        raise CannotRunError(f"It asks for the {part} {value.number}, which no time has.")
    return TimePart(field, part, int(value.number))


_TESTS: Mapping[type, Callable[[Any, Any, Placeholders], Node]] = {
    SigmaExpansion: _read_expansion,
    SigmaString: _read_text,
    SigmaCasedString: _read_text,
    SigmaNumber: _read_plain,
    SigmaBool: _read_plain,
    SigmaRegularExpression: _read_regex,
    SigmaCIDRExpression: _read_network,
    SigmaCompareExpression: _read_comparison,
    SigmaFieldReference: _read_reference,
    SigmaExists: _read_exists,
    SigmaNull: _read_null,
    SigmaTimestampPart: _read_time_part,
}


def _filled(value: SigmaString, placeholders: Placeholders) -> Iterator[tuple[Any, ...]]:
    """The value's parts, once for each combination of what its placeholders stand for."""
    if not value.contains_placeholder():
        yield tuple(value.s)
        return
    choices = [_choices(part, placeholders) for part in value.s]
    if prod(map(len, choices)) > MOST_VALUES:
        raise CannotRunError(f"Its lists of values make more than {MOST_VALUES:,} combinations.")
    for chosen in product(*choices):
        yield tuple(part for parts in chosen for part in parts)


def _choices(part: Any, placeholders: Placeholders) -> list[list[Any]]:
    if not isinstance(part, Placeholder):
        return [[part]]
    if part.name not in placeholders:
        where = f"placeholders/{part.name}.txt of the lists folder"
        raise CannotRunError(f"It needs a list of values named {part.name}; put them, one a line, into {where}.")
    return [list(SigmaString(value).s) for value in placeholders[part.name]]


def _parts(parts: Iterable[Any]) -> tuple[str | int, ...]:
    """Plain parts and wildcards, neighbours that are one joined."""
    joined: list[str | int] = []
    for part in parts:
        read = part if isinstance(part, str) else _WILDCARDS[part]
        last = joined[-1] if joined else None
        if isinstance(read, str) and isinstance(last, str):
            joined[-1] = last + read
        elif read not in ("", last) or read == ONE:
            joined.append(read)
    return tuple(joined)
