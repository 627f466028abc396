r"""Whether a rule's condition holds for an event, exactly: for the few events that may match.

A condition becomes a tree of small functions once (`compile_node`), and each asks the event's `Fields`. What is
compared, and so what a search before this one may rely on:

- Text is compared folded (`fold`): character by character, each by its own small letter. A value is as long folded
  as it was, and a letter of A to Z is met by itself and its capital only.
- Expressions run on RE2, by which pySigma checks them: in time linear in the length of the value, whoever wrote it.
  `\d`, `\w`, `\s` and `\b` are ASCII's, and `$` is the very end of the value. Where an expression minds no case,
  the signs K (Kelvin) and ſ (long s) are no form of k and s.
- So where a test holds, each run of ASCII characters that it requires stands in the value, but for the case of
  A to Z. Numbers are compared as Python writes them: 1e3 in JSON is `1000.0`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from operator import contains, eq, ge, gt, le, lt
from typing import Any

from custodes.detect.sigma.fields import MISSING, Fields, fold
from custodes.detect.sigma.patterns import Check, check_expression, check_texts
from custodes.detect.sigma.rule import And, Compare, Exists, Network, Node, Not, Null, Or, Regex, SameAs, Text, TimePart
from custodes.sources.records.times import Unreadable, read_time

__all__ = ["MISSING", "Fields", "Predicate", "compile_node", "fold", "read_number"]

Predicate = Callable[[Fields], bool]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge}

_ALIKE: dict[str, Callable[[str, str], bool]] = {
    "whole": eq,
    "starts": str.startswith,
    "ends": str.endswith,
    "contains": contains,
}

_PARTS: dict[str, Callable[[datetime], int]] = {
    "minute": lambda time: time.minute,
    "hour": lambda time: time.hour,
    "day": lambda time: time.day,
    "week": lambda time: time.isocalendar().week,
    "month": lambda time: time.month,
    "year": lambda time: time.year,
}


def compile_node(node: Node) -> Predicate:
    """Whether the condition holds for an event, as a function of its fields.

    Raises `ValueError` for an expression that RE2 cannot run and for what is no network.
    """
    match node:
        case And(items):
            return _all_of(list(map(compile_node, sorted(items, key=_cost))))
        case Or(items):
            return _one_of(_grouped(sorted(_alternatives(items), key=_cost)))
        case Not(item):
            return _none_of(compile_node(item))
        case Text() | Regex() | Network():
            return _test_of_texts(node)
        case _:
            return _test_of_value(node)


def _test_of_texts(node: Text | Regex | Network) -> Predicate:
    match node:
        case Text():
            return _one_of_texts([node])
        case Regex(field):
            return _on_texts(field, check_expression(node), folded=False)
        case Network(field, network):
            return _on_texts(field, _in_network(network), folded=False)


def _test_of_value(node: Compare | SameAs | Exists | Null | TimePart) -> Predicate:
    match node:
        case Exists(field, wanted):
            return lambda fields: fields.has(field) is wanted
        case Null(field):
            return _on_values(field, lambda value: value is MISSING or value is None)
        case SameAs():
            return _same_as(node)
        case Compare(field):
            return _on_values(field, _stands_to(node))
        case TimePart(field):
            return _on_values(field, _is_at(node))


def _all_of(tests: Sequence[Predicate]) -> Predicate:
    def test(fields: Fields) -> bool:
        for each in tests:  # noqa: SIM110 - `all` would make a generator each time, and this is the hot path
            if not each(fields):
                return False
        return True

    return tests[0] if len(tests) == 1 else test


def _one_of(tests: Sequence[Predicate]) -> Predicate:
    def test(fields: Fields) -> bool:
        for each in tests:  # noqa: SIM110 - the same
            if each(fields):
                return True
        return False

    return tests[0] if len(tests) == 1 else test


def _none_of(test: Predicate) -> Predicate:
    return lambda fields: not test(fields)


def _alternatives(items: Iterable[Node]) -> Iterator[Node]:
    """The items, with those of an Or among them in its place."""
    for item in items:
        if isinstance(item, Or):
            yield from _alternatives(item.items)
        else:
            yield item


def _grouped(items: Iterable[Node]) -> list[Predicate]:
    """One predicate for all texts that one field is asked for, and one for each other item."""
    groups = defaultdict[Any, list[Text]](list)
    tests: list[Predicate] = []
    for item in items:
        if isinstance(item, Text):
            groups[item.field, item.cased].append(item)
        else:
            tests.append(compile_node(item))
    return [*map(_one_of_texts, groups.values()), *tests]


def _one_of_texts(texts: Sequence[Text]) -> Predicate:
    """The texts are asked of one field, and are all `cased` or none."""
    return _on_texts(texts[0].field, check_texts(texts), folded=not texts[0].cased)


def _cost(node: Node) -> int:
    """What is cheap to ask is asked first; no answer depends on it."""
    match node:
        case And(items) | Or(items):
            return 1 + max(map(_cost, items), default=0)
        case Not(item):
            return _cost(item)
        case Text(field=None) | Regex(field=None):
            return 9
        case Regex() | Network() | TimePart():
            return 5
        case _:
            return 0


def _on_texts(field: str | None, check: Check, *, folded: bool) -> Predicate:
    """Whether one of the texts of the field, or of all fields, is as it should be."""
    if field is None:
        return lambda fields: any(map(check, fields.every(folded=folded)))
    return _on_folded(field, check) if folded else _on_cased(field, check)


def _on_folded(field: str, check: Check) -> Predicate:
    def test(fields: Fields) -> bool:
        texts = fields.folded[field]
        return check(texts) if isinstance(texts, str) else any(map(check, texts))

    return test


def _on_cased(field: str, check: Check) -> Predicate:
    def test(fields: Fields) -> bool:
        texts = fields.cased[field]
        return check(texts) if isinstance(texts, str) else any(map(check, texts))

    return test


def _on_values(field: str, check: Callable[[Any], bool]) -> Predicate:
    """Whether one of the values of the field is as it should be."""

    def test(fields: Fields) -> bool:
        value = fields.get(field)
        return any(map(check, value)) if isinstance(value, list) else check(value)

    return test


def _same_as(node: SameAs) -> Predicate:
    alike = _ALIKE[node.where]

    def test(fields: Fields) -> bool:
        texts, others = _as_tuple(fields.folded[node.field]), _as_tuple(fields.folded[node.other])
        return any(alike(text, other) for text in texts for other in others)

    return test


def _as_tuple(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _stands_to(node: Compare) -> Callable[[Any], bool]:
    relation, number = _RELATIONS[node.relation], node.number

    def check(value: Any) -> bool:
        own = read_number(value)
        return own is not None and relation(own, number)

    return check


def read_number(value: Any) -> float | None:
    """The number that a value is, or writes in decimal; None where it is none."""
    if isinstance(value, int | float):
        return None if isinstance(value, bool) else value
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None


def _in_network(network: str) -> Check:
    wanted = ip_network(network)

    def check(value: str) -> bool:
        address = _address(value)
        return address is not None and (address in wanted or _as_ipv4(address) in wanted)

    return check


@lru_cache(maxsize=4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _as_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address that Windows and others write as `::ffff:10.0.0.1`."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def _is_at(node: TimePart) -> Callable[[Any], bool]:
    part = _PARTS[node.part]

    def check(value: Any) -> bool:
        if value is MISSING or value is None:
            return False
        try:
            return part(read_time(value)) == node.number
        except Unreadable:
            return False

    return check
