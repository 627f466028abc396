"""The ways by which events come to a correlation: of a rule at once, or by way of correlations that it counts.

What must be read of an event for it is worked out once a way, not once an event.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import isfinite
from typing import NamedTuple

from custodes.detect.sigma.evaluate import read_number
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.occurrences import Onward
from custodes.detect.sigma.rule import Correlation

TEMPORAL = ("temporal", "temporal_ordered")
"""Types that ask which rules fired, and not of the events' number or values."""
_NUMERIC = ("value_sum", "value_avg", "value_median", "value_percentile")


class Way(NamedTuple):
    """How what fired comes to a correlation."""

    to: int
    """The correlation's place among those of the set."""
    correlation: Correlation
    rule: int
    """The place of what fired among what it counts."""
    group_by: tuple[str, ...]
    value_fields: tuple[str, ...]
    """What the fields that it asks for are called in these events."""
    onward: tuple[Way, ...]
    """From there to those that count it."""

    def read(self, fields: Fields) -> Iterator[tuple[str, str]]:
        """The group and each value of an event; nothing where a field is missing."""
        group = [fields.folded[name] for name in self.group_by]
        if () not in group:
            texts = [text if isinstance(text, str) else ", ".join(text) for text in group]
            for value in self._values(fields):
                yield json.dumps(texts), value

    def _values(self, fields: Fields) -> Iterable[str]:
        if self.correlation.type == "value_count":
            texts = [fields.folded[name] for name in self.value_fields]
            each = product(*((text,) if isinstance(text, str) else text for text in texts))
            return (one[0] if len(one) == 1 else json.dumps(one) for one in each)
        if self.correlation.type in _NUMERIC:
            value = fields.get(self.value_fields[0])
            numbers = map(read_number, value if isinstance(value, list) else [value])
            return [repr(float(number)) for number in numbers if number is not None and isfinite(number)]
        return ("",)

    def read_onward(self, fields: Fields) -> Iterator[Onward]:
        """What the event is to each correlation that counts this one, and so on up."""
        for way in self.onward:
            for group, value in way.read(fields):
                yield Onward(self.to, way.to, way.rule, group, value)
            yield from way.read_onward(fields)


def find_ways(correlations: Sequence[Correlation]) -> Mapping[str, Sequence[Way]]:
    """By a rule's id, the ways on which its events set out. The correlations do not count one another in a circle."""
    counting: dict[str, list[int]] = defaultdict(list)
    for place, correlation in enumerate(correlations):
        for rule in dict.fromkeys(correlation.rules):
            counting[rule].append(place)

    def ways_from(path: tuple[str, ...]) -> tuple[Way, ...]:
        """Of what came by this path: the rule last, correlations before it."""
        return tuple(_way(place, path) for place in counting.get(path[0], ()))

    def _way(place: int, path: tuple[str, ...]) -> Way:
        correlation = correlations[place]
        aliases = {alias: dict(names) for alias, names in correlation.aliases}

        def own_name(name: str) -> str:
            names = aliases.get(name, {})
            return next((names[id_] for id_ in path if id_ in names), name)

        return Way(
            to=place,
            correlation=correlation,
            rule=list(dict.fromkeys(correlation.rules)).index(path[0]),
            group_by=tuple(map(own_name, correlation.group_by)),
            value_fields=tuple(map(own_name, correlation.value_fields)),
            onward=ways_from((correlation.about.id, *path)),
        )

    return {rule: ways_from((rule,)) for rule in counting}
