"""Rules as plain JSON and back, exactly.

A node is a list: its word, then its fields in the order of `rule`; `["all", node, …]`, `["text", field, parts, cased]`.
Everything else is an object whose names are those of `rule` and `link`; `kind` says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

import orjson

from custodes.detect.sigma.link import Draft, Filter, Part
from custodes.detect.sigma.rule import (
    About,
    And,
    Compare,
    Correlation,
    Exists,
    Network,
    Node,
    Not,
    Null,
    Or,
    Regex,
    Rule,
    RuleSet,
    SameAs,
    Text,
    TimePart,
    Unusable,
)
from custodes.sources.tables import LogSource

_WORDS: Mapping[type, str] = {
    And: "all",
    Or: "any",
    Not: "not",
    Text: "text",
    Regex: "regex",
    Network: "network",
    Compare: "compare",
    SameAs: "same",
    Exists: "exists",
    Null: "null",
    TimePart: "time",
}
_NODES: Mapping[str, Callable[..., Node]] = {word: kind for kind, word in _WORDS.items()}
_NAMES: Mapping[type, tuple[str, ...]] = {
    kind: tuple(item.name for item in fields(kind)) for kind in (*_WORDS, About, Correlation, Unusable)
}


def write_json(rules: RuleSet) -> bytes:
    """A whole set as JSON text."""
    parts: tuple[Part | Correlation, ...] = (*rules.rules, *rules.correlations, *rules.unusable)
    return orjson.dumps([as_json(part) for part in parts], option=orjson.OPT_INDENT_2)


def read_json(text: bytes) -> RuleSet:
    """The set that `write_json` wrote."""
    parts = [from_json(value) for value in orjson.loads(text)]
    return RuleSet(
        tuple(part for part in parts if isinstance(part, Rule)),
        tuple(part for part in parts if isinstance(part, Correlation)),
        tuple(part for part in parts if isinstance(part, Unusable)),
    )


def as_json(part: Part | Correlation) -> dict[str, Any]:
    """What JSON can hold of it: all."""
    match part:
        case Rule(about, logsource, condition, reports):
            rule = {"logsource": list(logsource), "condition": node_as_json(condition), "reports": reports}
            return {"kind": "rule", "about": _object(about), **rule}
        case Correlation():
            return {"kind": "correlation", **_object(part), "about": _object(part.about)}
        case Draft(correlation, rules_report):
            return {"kind": "draft", "correlation": as_json(correlation), "rules_report": rules_report}
        case Filter(about, logsource, rules, condition):
            laid = {"logsource": list(logsource), "rules": rules, "condition": node_as_json(condition)}
            return {"kind": "filter", "about": _object(about), **laid}
        case Unusable():
            return {"kind": "unusable", **_object(part)}


def _object(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in _NAMES[type(value)]}


def node_as_json(node: Node) -> list[Any]:
    """A node as a list."""
    word = _WORDS[type(node)]
    if isinstance(node, And | Or):
        return [word, *map(node_as_json, node.items)]
    if isinstance(node, Not):
        return [word, node_as_json(node.item)]
    return [word, *(getattr(node, name) for name in _NAMES[type(node)])]


def from_json(value: dict[str, Any]) -> Any:
    """What `as_json` was given, from the JSON it became."""
    return _READERS[value["kind"]](value)


def node_from_json(value: list[Any]) -> Node:
    """The node."""
    word = value[0]
    if word == "text":  # nine of ten
        return Text(value[1], tuple(value[2]), value[3])
    if word in ("all", "any"):
        return _NODES[word](tuple(map(node_from_json, value[1:])))
    if word == "not":
        return Not(node_from_json(value[1]))
    return _NODES[word](*value[1:])


def _about(value: dict[str, Any]) -> About:
    return About(**{**value, "falsepositives": tuple(value["falsepositives"]), "tags": tuple(value["tags"])})


def _rule(value: dict[str, Any]) -> Rule:
    condition = node_from_json(value["condition"])
    return Rule(_about(value["about"]), LogSource(*value["logsource"]), condition, value["reports"])


def _filter(value: dict[str, Any]) -> Filter:
    rules = None if value["rules"] is None else tuple(value["rules"])
    condition = node_from_json(value["condition"])
    return Filter(_about(value["about"]), LogSource(*value["logsource"]), rules, condition)


def _correlation(value: dict[str, Any]) -> Correlation:
    aliases = tuple((name, tuple(map(tuple, of))) for name, of in value["aliases"])
    alternatives = tuple((tuple(must), tuple(must_not)) for must, must_not in value["alternatives"])
    lists = {name: tuple(value[name]) for name in ("rules", "group_by", "value_fields")}
    pairs = {"aliases": aliases, "alternatives": alternatives}
    return Correlation(**{**_without_kind(value), **lists, **pairs, "about": _about(value["about"])})


def _draft(value: dict[str, Any]) -> Draft:
    return Draft(_correlation(value["correlation"]), value["rules_report"])


def _unusable(value: dict[str, Any]) -> Unusable:
    return Unusable(**_without_kind(value))


def _without_kind(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name != "kind"}


_READERS: Mapping[str, Callable[[dict[str, Any]], Part | Correlation]] = {
    "rule": _rule,
    "correlation": _correlation,
    "draft": _draft,
    "filter": _filter,
    "unusable": _unusable,
}
