"""The rules of a run, as every clause that they serve shares them: a batch is matched once, however many ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import groupby
from typing import Any, NamedTuple

import pyarrow as pa

from custodes.detect.sigma.clauses import clause_of
from custodes.detect.sigma.correlate import Correlations
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.gate import GroupKey
from custodes.detect.sigma.matcher import Matcher
from custodes.detect.sigma.names import read_rows
from custodes.detect.sigma.rule import Correlation, Rule, RuleSet
from custodes.sources.tables import LogSource


class Fired(NamedTuple):
    """An event of a batch, and every rule that fires on it."""

    row: int
    rules: tuple[Rule, ...]
    fields: Fields
    """With what its columns say, where a correlation counts one of the rules."""


class Rules:
    """A set of rules, ready to run. A value: it can be sent to a worker, which makes it ready anew."""

    def __init__(self, rules: RuleSet | None = None) -> None:
        self.set = rules or RuleSet()
        self._clauses: dict[str, str] = {}
        self._last: tuple[pa.RecordBatch, Sequence[Fired]] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return Rules, (self.set,)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self.set.rules)

    @cached_property
    def _by_id(self) -> dict[str, Rule | Correlation]:
        rules: list[Rule | Correlation] = [*self.set.rules, *self.set.correlations]
        return {rule.about.id: rule for rule in rules}

    def _clause(self, rule: Rule | Correlation) -> str:
        """The clause that a rule serves, worked out when it is first asked for: most never are."""
        if rule.about.id not in self._clauses:
            self._clauses[rule.about.id] = clause_of(rule)
        return self._clauses[rule.about.id]

    def find(self, rule_id: str) -> Rule | Correlation:
        """The rule of that id. Raises KeyError where there is none."""
        return self._by_id[rule_id]

    @property
    def count(self) -> int:
        """How many rules there are, correlations too."""
        return len(self._by_id)

    def unmet(self, logs: Iterable[LogSource], clauses: Iterable[str]) -> frozenset[str]:
        """Those of the clauses for which no rule is about any of these log sources."""
        keys = [GroupKey(*source, None) for source in logs]
        is_met = cache(lambda asked: any(key.meets(asked) for key in keys))
        left = set(clauses)
        for rule in self.set.rules:
            if left and is_met(rule.logsource):
                left.discard(self._clause(rule))
        return frozenset(left)

    def serves(self, rule: Rule | Correlation, clause: str) -> bool:
        """Whether what the rule finds is a finding of the clause."""
        return rule.reports and self._clause(rule) == clause

    def match(self, batch: pa.RecordBatch) -> Sequence[Fired]:
        """Every event of the batch that rules fire on. The last batch's answer is kept: each clause asks for it."""
        if self._last is None or self._last[0] is not batch:
            self._last = batch, list(self._match(batch))
        return self._last[1]

    def _match(self, batch: pa.RecordBatch) -> Iterator[Fired]:
        by_row = [(row, list(hits)) for row, hits in groupby(self._matcher.match(batch), key=lambda hit: hit.row)]
        counted = [row for row, hits in by_row if any(hit.rule.about.id in self._counted for hit in hits)]
        columns = dict(zip(counted, read_rows(batch, counted), strict=True))
        for row, hits in by_row:
            fields = hits[0].fields
            yield Fired(row, tuple(hit.rule for hit in hits), fields.beside(columns[row]) if row in columns else fields)

    @cached_property
    def _counted(self) -> frozenset[str]:
        """The ids that correlations count. Those group by columns, which rules do not ask of every event."""
        return frozenset(rule_id for correlation in self.set.correlations for rule_id in correlation.rules)

    def correlations(self, clause: str) -> Correlations:
        """The correlations whose firings are findings of the clause, and those that they count."""
        return self._of_clause(clause)[0]

    def counted(self, clause: str) -> frozenset[str]:
        """The ids of what those correlations count."""
        return self._of_clause(clause)[1]

    def _of_clause(self, clause: str) -> tuple[Correlations, frozenset[str]]:
        if clause not in self._by_clause:
            wanted = [one.about.id for one in self.set.correlations if self.serves(one, clause)]
            needed = self._with_counted(wanted)
            counted = frozenset(rule_id for one in needed for rule_id in one.rules)
            self._by_clause[clause] = Correlations(needed), counted
        return self._by_clause[clause]

    @cached_property
    def _by_clause(self) -> dict[str, tuple[Correlations, frozenset[str]]]:
        return {}

    def _with_counted(self, wanted: list[str]) -> list[Correlation]:
        known: dict[str, Correlation] = {}
        while wanted:
            one = self._by_id.get(wanted.pop())
            if isinstance(one, Correlation) and one.about.id not in known:
                known[one.about.id] = one
                wanted += one.rules
        return [one for one in self.set.correlations if one.about.id in known]
