"""Many rules on a batch of events, at a cost that hardly depends on how many there are.

    log source and event code ──► a group of rules ──► one pass over the bytes ──► candidates ──► exact evaluation

Each step only ever leaves out what cannot match, so what is found is what every rule on every event would find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from custodes.detect.columns import Integers, group, read_words
from custodes.detect.sigma.evaluate import Predicate, compile_node
from custodes.detect.sigma.fields import Fields
from custodes.detect.sigma.memory import Memory, Shapes
from custodes.detect.sigma.gate import GroupKey, settle, spellings_of
from custodes.detect.sigma.literals import find_trigger
from custodes.detect.sigma.names import read_columns, texts
from custodes.detect.sigma.prefilter import Prefilter
from custodes.detect.sigma.rule import Node, Rule, asked_fields
from custodes.events import BASE_EVENT, is_kind
from custodes.events.fields import flatten

_GATE = ("logsource.product", "logsource.category", "logsource.service", "metadata.event_code")


class Hit(NamedTuple):
    """An event of a batch, and a rule that fires on it."""

    row: int
    rule: Rule
    fields: Fields


class Matcher:
    """The rules, ready to run. A value apart from what it keeps for speed; that is made anew in each process."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._groups: dict[GroupKey, _Group] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Matcher, (self.rules,)

    def match(self, batch: pa.RecordBatch) -> Iterator[Hit]:
        """Every event that a rule fires on, with the rule, in the order of the events and then of the rules."""
        found: list[tuple[int, int, Fields]] = []
        for key, rows in _by_source(batch):
            members = self._groups.get(key)
            if members is None:
                members = self._groups[key] = _Group(self.rules, key)
            if members.rules:
                found += members.match(batch, rows)
        found.sort(key=lambda hit: hit[:2])
        return (Hit(row, self.rules[number], fields) for row, number, fields in found)


def _by_source(batch: pa.RecordBatch) -> Iterator[tuple[GroupKey, Integers]]:
    """The rows of each log source and event code."""
    columns = [read_words(batch, name) for name in _GATE]
    for codes, rows in group(*(column.codes for column in columns)):
        words = (column.words[code] if code >= 0 else None for column, code in zip(columns, codes, strict=True))
        yield GroupKey(*words), rows


class _Member(NamedTuple):
    number: int
    """Of the rule in the matcher."""
    condition: Node
    """What is left to ask, where the event's code is known."""
    asked: frozenset[str] | None
    """The fields it asks for; None where it asks all."""


class _Group:
    """The rules that events of one log source and code may fire."""

    def __init__(self, rules: Sequence[Rule], key: GroupKey) -> None:
        self._key = key
        self.rules = tuple(
            _Member(number, left, asked_fields(left))
            for number, rule in enumerate(rules)
            if key.meets(rule.logsource)
            if (left := settle(rule.condition, key)) is not None
        )

    @cached_property
    def _triggers(self) -> list[Any]:
        found = (find_trigger(member.condition) for member in self.rules)
        return [trigger and trigger.literals for trigger in found]

    @cached_property
    def _json(self) -> Prefilter:
        return Prefilter(self._triggers, is_json=True)

    @cached_property
    def _plain(self) -> Prefilter:
        return Prefilter(self._triggers, is_json=False)

    @cached_property
    def _tests(self) -> list[Predicate]:
        return [compile_node(member.condition) for member in self.rules]

    @cached_property
    def _shapes(self) -> Shapes:
        return Shapes(spellings_of(self._key.product, self._key.service))

    def match(self, batch: pa.RecordBatch, rows: Integers) -> Iterator[tuple[int, int, Fields]]:
        """The rows that fire, each with a rule's number and what the event says."""
        records = _objects(batch, rows)
        has_columns = not is_kind(batch, BASE_EVENT) or not all(records)
        columns = texts(batch.take(pa.array(rows))).to_pylist() if has_columns else [None] * len(rows)
        for row, record, words in zip(rows.tolist(), records, columns, strict=True):
            chosen = self._json.candidates(record) if record else ()
            if words is not None:
                chosen = sorted({*chosen, *self._plain.candidates(words)})
            if chosen:
                said = _read(batch, row, record, has_columns=has_columns)
                for candidate, fields in self._ask(chosen, said):
                    yield row, self.rules[candidate].number, fields

    def _ask(self, chosen: Sequence[int], record: Mapping[str, Any]) -> Iterator[tuple[int, Fields]]:
        """Those of the chosen that fire. What was asked before is remembered, by the values that decide it."""
        shape = self._shapes.of(record)
        fields = None
        for candidate in chosen:
            memory = shape.memories.get(candidate)
            if memory is None:
                memory = shape.memories[candidate] = Memory(self.rules[candidate].asked, shape)
            values = memory.read(record)
            answer = memory.answers.get(values)
            if answer is None:
                fields = fields or Fields(record, shape.names)
                answer = self._tests[candidate](fields)
                memory.keep(values, answer)
            if answer:
                fields = fields or Fields(record, shape.names)
                yield candidate, fields


def _read(batch: pa.RecordBatch, row: int, record: bytes | None, *, has_columns: bool) -> Mapping[str, Any]:
    own = flatten(orjson.loads(record)) if record else {}
    return read_columns(batch, row) | own if has_columns else own


def _objects(batch: pa.RecordBatch, rows: Integers) -> list[bytes | None]:
    """The JSON object of each of the rows: the fields set beside it, else the record itself where it is one."""
    chosen = pa.array(rows)
    beside, records = batch.column("unmapped").take(chosen), batch.column("raw_data").take(chosen)
    if beside.null_count == len(beside):
        is_object = pc.starts_with(records, pattern="{").fill_null(False)
        if not pc.any(is_object).as_py():
            return [None] * len(records)
        return list(pc.if_else(is_object, records, None).to_pylist())
    return list(beside.to_pylist())
