"""Many rules on a batch of events, at a cost that hardly depends on how many there are.

    log source and event code ──► a group of rules ──► one pass over the bytes ──► candidates ──► exact evaluation

Each step only ever leaves out what cannot match, so what is found is what every rule on every event would find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from custodes.detect.columns import Flags, Integers, group, read_words
from custodes.detect.sigma.fields import Fields, Names, Spellings
from custodes.detect.sigma.gate import GroupKey, spellings_of
from custodes.detect.sigma.memory import Shapes, bits
from custodes.detect.sigma.names import read_rows, texts
from custodes.detect.sigma.prefilter import JsonPrefilter, PlainPrefilter
from custodes.detect.sigma.prepared import Prepared, Question
from custodes.detect.sigma.rule import Rule
from custodes.events import BASE_EVENT, is_kind
from custodes.events.fields import flatten
from custodes.sources.tables import LogSource

_KEYS_KEPT = 4096
_GATE = ("logsource.product", "logsource.category", "logsource.service", "metadata.event_code")


class Hit(NamedTuple):
    """An event of a batch, and a rule that fires on it."""

    row: int
    rule: Rule
    record: Mapping[str, Any]
    names: Names

    @property
    def fields(self) -> Fields:
        """What the event says."""
        return Fields(self.record, self.names)


class Matcher:
    """The rules, ready to run. A value apart from what it keeps for speed; that is made anew in each process."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._prepared = [Prepared(rule.condition) for rule in self.rules]
        self._by_logsource: dict[LogSource, list[int]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            self._by_logsource[rule.logsource].append(number)
        self._by_key: dict[GroupKey, _Group] = {}
        self._by_members: dict[tuple[Any, ...], _Group] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Matcher, (self.rules,)

    def match(self, batch: pa.RecordBatch) -> Iterator[Hit]:
        """Every event that a rule fires on, with the rule, in the order of the events and then of the rules."""
        found: list[tuple[int, int, Mapping[str, Any], Names]] = []
        objects: Sequence[bytes | None] = ()
        for key, rows in _by_source(batch):
            members = self._by_key.get(key)
            if members is None:
                if len(self._by_key) >= _KEYS_KEPT:
                    self._by_key.clear()
                members = self._by_key[key] = self._group(key)
            if members.numbers:
                objects = objects or _objects(batch)
                found += members.match(batch, rows, objects)
        found.sort(key=lambda hit: hit[:2])
        return (Hit(row, self.rules[number], record, names) for row, number, record, names in found)

    def _group(self, key: GroupKey) -> _Group:
        """The rules that such events may fire. Codes that decide nothing share a group."""
        concerned = chain.from_iterable(found for asked, found in self._by_logsource.items() if key.meets(asked))
        members = [
            (number, left) for number in sorted(concerned) if (left := self._prepared[number].settled(key)) is not None
        ]
        identity = (key.product, key.service, *((number, id(left)) for number, left in members))
        if identity not in self._by_members:
            self._by_members[identity] = _Group(members, spellings_of(key.product, key.service))
        return self._by_members[identity]


def _by_source(batch: pa.RecordBatch) -> Iterator[tuple[GroupKey, Integers]]:
    """The rows of each log source and event code."""
    columns = [read_words(batch, name) for name in _GATE]
    for codes, rows in group(*(column.codes for column in columns)):
        words = (column.words[code] if code >= 0 else None for column, code in zip(columns, codes, strict=True))
        yield GroupKey(*words), rows


class _Group:
    """The rules that events of one log source and code may fire."""

    def __init__(self, members: Sequence[tuple[int, Prepared]], spellings: Spellings) -> None:
        self.numbers = [number for number, _ in members]
        """Of the rules, in the matcher."""
        self._conditions = [condition for _, condition in members]
        self._shapes = Shapes(spellings)

    @cached_property
    def _json(self) -> JsonPrefilter:
        return JsonPrefilter(condition.in_json for condition in self._conditions)

    @cached_property
    def _plain(self) -> PlainPrefilter:
        return PlainPrefilter(condition.in_words for condition in self._conditions)

    def match(
        self, batch: pa.RecordBatch, rows: Integers, objects: Sequence[bytes | None]
    ) -> Iterator[tuple[int, int, Mapping[str, Any], Names]]:
        """The rows that fire, each with a rule's number and what the event says; objects are given of all rows."""
        records = [objects[row] for row in rows.tolist()]
        chosen = self._choose_by_object(records)
        worded = _by_columns(batch, records)
        part = batch.take(pa.array(rows)) if worded.any() else batch.slice(0, 0)
        self._choose_by_columns(part, worded, chosen)
        for place, said in _read(part, records, worded, sorted(chosen)):
            shape = self._shapes.of(said)
            shape.learn(chosen[place], self._questions)
            for number in bits(shape.left(chosen[place], said)):
                yield int(rows[place]), self.numbers[number], said, shape.names

    def _questions(self, number: int) -> Sequence[Question]:
        return self._conditions[number].questions

    def _choose_by_object(self, records: Sequence[bytes | None]) -> dict[int, int]:
        """The events that may fire for what their object says, by their place, with the candidates of each."""
        find = self._json.candidates
        return {
            place: candidates
            for place, record in enumerate(records)
            if record is not None and (candidates := find(record))
        }

    def _choose_by_columns(self, part: pa.RecordBatch, worded: Flags, chosen: dict[int, int]) -> None:
        """Adds to the chosen what may fire for what the columns say."""
        if not worded.any():
            return
        found = self._plain.candidates(texts(part))
        for place in np.flatnonzero(worded).tolist() if self._plain.always else found:
            if worded[place] and (candidates := found.get(place, self._plain.always)):
                chosen[place] = chosen.get(place, 0) | candidates


def _objects(batch: pa.RecordBatch) -> Sequence[bytes | None]:
    """The JSON object of each event, where there is one: the fields set beside it, else the record itself."""
    beside, records = batch.column("unmapped"), batch.column("raw_data")
    is_object = pc.starts_with(records, pattern="{").fill_null(False)
    if beside.null_count < len(beside):
        records = pc.coalesce(beside, pc.if_else(is_object, records, None))
    elif not pc.all(is_object).as_py():
        records = pc.if_else(is_object, records, None)
    return [None] * len(records) if records.null_count == len(records) else list(records.to_pylist())


def _by_columns(batch: pa.RecordBatch, records: Sequence[bytes | None]) -> Flags:
    """Which events say something by their columns: of those without a class, the ones that are no object."""
    if not is_kind(batch, BASE_EVENT):
        return np.ones(len(records), bool)
    return np.fromiter((record is None for record in records), bool, len(records))


def _read(
    part: pa.RecordBatch, records: Sequence[bytes | None], worded: Flags, places: Sequence[int]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """What the events at these places say: their object's own names before those of their columns."""
    columns = read_rows(part, places) if worded.any() else ({} for _ in places)
    for place, said in zip(places, columns, strict=True):
        record = records[place]
        own = {} if record is None else flatten(orjson.loads(record))
        yield place, (said | own if worded[place] else own)
