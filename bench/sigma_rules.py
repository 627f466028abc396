"""The rules that every engine is given, and how each says itself where it applies.

Peers know nothing of log sources: they are told by fields. So that all look at the same events, each rule is handed to
them with its log source written into its condition, as channel and event id, from the same table that we read by
(`sources/tables/windows.yaml`). They also get that table's spellings of fields.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import yaml

from custodes.detect.sigma.cache import load_rules
from custodes.detect.sigma.rule import Rule
from custodes.sources.tables import LogSource, tables

PRODUCT = "windows"


def shuffled_rules(folder: Path, product: str | None, *, seed: int = 1) -> list[Rule]:
    """The rules of the folder that are for the product, in a fixed shuffle: the first hundred are of every kind."""
    rules = [rule for rule in load_rules([folder]).rules if product in {None, rule.logsource.product}]
    random.Random(seed).shuffle(rules)  # noqa: S311 - an order, no secret
    return rules


def link_rules(folder: Path, rules: Sequence[Rule], chosen: Path) -> Path:
    """A folder with just those rules, as they are."""
    chosen.mkdir()
    for file in {rule.about.file for rule in rules}:
        (chosen / file.replace("/", "-")).symlink_to((folder / file).resolve())
    return chosen


def write_gated(folder: Path, rules: Sequence[Rule], path: Path) -> None:
    """The rules for the peers: one JSON object a line, in that order, each with its log source in its condition."""
    with path.open("wb") as file:
        for rule in rules:
            data = yaml.load((folder / rule.about.file).read_bytes(), yaml.CSafeLoader)
            file.write(orjson.dumps(_gated(data, rule.logsource), default=str) + b"\n")


def write_spellings(path: Path) -> None:
    """By a collector's name of a field the name that rules use for it."""
    names = {
        own: name for name, owns in reversed(tables()[PRODUCT].sigma.items()) for own in owns if name != "EventLog"
    }
    path.write_bytes(orjson.dumps(names))


def _gated(data: dict[str, Any], asked: LogSource) -> dict[str, Any]:
    detection = dict(data["detection"])
    conditions = detection.pop("condition")
    gates = {f"_gate{number}": gate for number, gate in enumerate(_gates(asked))}
    if gates:
        gate = " or ".join(gates)
        whole = conditions if isinstance(conditions, list) else [conditions]
        conditions = [f"({gate}) and ({condition})" for condition in whole]
        conditions = conditions if len(conditions) > 1 else conditions[0]
    return data | {"detection": {**gates, **detection, "condition": conditions}}


def _gates(asked: LogSource) -> Iterator[dict[str, Any]]:
    """Field values of which one group must hold; none for a rule of the whole product."""
    words = {"category": asked.category, "service": asked.service}
    wanted = [list(_cases(word, value)) for word, value in words.items() if value]
    for together in itertools.product(*wanted) if wanted else ():
        yield {name: value for fields in together for name, value in fields.items()}


def _cases(word: str, value: str) -> Iterator[dict[str, Any]]:
    """The conditions under which the table adds that word, as the table writes them."""
    table = _table()
    for case in table["cases"]:
        if value in {case.get(word), table["broader"].get(case.get(word))} and case.get("product") is None:
            yield {name: _without_linux(values) for name, values in case["if"].items()}


def _without_linux(values: Any) -> Any:
    return [value for value in values if not str(value).startswith("Linux")] if isinstance(values, list) else values


@cache
def _table() -> dict[str, Any]:
    text = files("custodes.sources.tables").joinpath(f"{PRODUCT}.yaml").read_text()
    return dict(yaml.load(text, yaml.CSafeLoader))
