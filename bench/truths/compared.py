"""Hits beside what is known: which rules did not fire on their file, and each difference with its explanation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from truths.found import Found
from truths.known import Expected, Hit

NOT_ASKED = "The rule is not in the archive of rules that was read."


class Fate(NamedTuple):
    """How often a rule fired on the file it was written for."""

    expected: Expected
    times: int

    @property
    def is_well(self) -> bool:
        """Whether that is as often as it must."""
        return self.times >= self.expected.times


class Difference(NamedTuple):
    """Hits of one rule that only one side has, all of one explanation."""

    side: str
    """`missing` here, or `extra` here."""
    rule: str
    hits: int
    because: str
    """Empty where nothing explains it."""
    example: Hit


class Explanation(NamedTuple):
    """Why hits of these rules differ, on events whose fields have these values."""

    rules: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    because: str

    def covers(self, hit: Hit, event: Mapping[str, Any]) -> bool:
        """Whether this is why."""
        return hit.rule in self.rules and all(str(event.get(name)) in values for name, values in self.fields.items())


def judge(truth: Iterable[Expected], found: Found) -> list[Fate]:
    """Each expectation with what came of it."""
    times = Counter[tuple[str, str]]()
    for hit, count in found.hits.items():
        times[hit.file, hit.rule] += count
    return [Fate(expected, times[expected.file, expected.rule]) for expected in truth]


def differences(silver: Counter[Hit], found: Found, known_rules: frozenset[str]) -> list[Difference]:
    """What only one side has, by rule and explanation, the most first."""
    told = Counter[tuple[str, str, str]]()
    examples: dict[tuple[str, str, str], Hit] = {}
    for side, only in (("missing", silver - found.hits), ("extra", found.hits - silver)):
        for hit, count in sorted(only.items()):
            key = side, hit.rule, _why(side, hit, found, known_rules)
            told[key] += count
            examples.setdefault(key, hit)
    return [
        Difference(side, rule, hits, why, examples[side, rule, why]) for (side, rule, why), hits in told.most_common()
    ]


def by_explanation(told: Iterable[Difference]) -> dict[str, list[Difference]]:
    """The differences of each explanation, those of none last."""
    groups: dict[str, list[Difference]] = {}
    for each in sorted(told, key=lambda each: not each.because):
        groups.setdefault(each.because, []).append(each)
    return groups


def _why(side: str, hit: Hit, found: Found, known_rules: frozenset[str]) -> str:
    if hit.rule not in known_rules:
        return NOT_ASKED
    event = found.events.get(hit[:2], {})
    return next((each.because for each in _explanations(side) if each.covers(hit, event)), "")


def _explanations(side: str) -> Iterator[Explanation]:
    for line in yaml.safe_load(Path(__file__).with_name("explained.yaml").read_text())[side]:
        fields = {name: frozenset(map(str, _listed(values))) for name, values in line["events"].items()}
        yield Explanation(frozenset(line["rules"]), fields, line["because"])


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]
